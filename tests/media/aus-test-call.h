#pragma once

#include "aus-answerer.h"
#include "aus-peer.h"

G_BEGIN_DECLS

/**
 * AusTestCall:
 * @answerer: the other side, a new one for each epoch
 * @answerer_sends: whether it sends pictures and sound
 * @quiet: keeps the frames of the peer from it
 * @hangs_up: ends the call over the next thing that the peer says
 * @forges: whether it names another's certificate, as somebody would who has put themselves between the two
 * @epoch: of the latest offer
 * @epochs: how many there have been
 * @offer: the latest offer
 * @ice: (nullable): of the next peer, see aus_peer_new()
 * @signals: how many frames the peer has sent
 * @signals_before: what a test remembers of that
 * @direct: how many of them offered a way past the relay
 * @frames: how many pictures have come
 * @frames_before: what a test remembers of that
 * @bright_frames: how many of them were not black
 * @loudest: the highest level there was
 *
 * A fixture: a call from the doctor's side to a plain answering webrtcbin, over loopback.
 */
typedef struct
{
  AusLocalMedia *media;
  AusPeer       *peer;
  AusAnswerer   *answerer;
  gboolean       answerer_sends;
  gboolean       quiet;
  gboolean       forges;
  gboolean       hangs_up;
  gint64         epoch;
  guint          epochs;
  char          *offer;
  JsonObject    *ice;
  guint          signals;
  guint          signals_before;
  guint          direct;
  guint          frames;
  guint          frames_before;
  guint          bright_frames;
  double         loudest;
  AusPeerState   states[16];
  guint          n_states;
} AusTestCall;

typedef gboolean (*AusTestCondition) (AusTestCall *call);

typedef struct
{
  const char      *path;
  AusMediaSource   source;
  void           (*test) (AusTestCall   *call,
                          gconstpointer  source);
} AusTestCase;

void        aus_test_call_add       (const AusTestCase *cases,
                                     guint              n_cases);

/* Runs the main loop until @condition holds; %FALSE if it does not within so many seconds. */
gboolean    aus_test_call_wait      (AusTestCall       *call,
                                     AusTestCondition   condition,
                                     guint              seconds);

#define aus_test_call_await(call, condition) g_assert_true (aus_test_call_wait (call, condition, 15))

/* Runs the main loop for a second. */
void        aus_test_call_pass      (AusTestCall       *call);

/* Ends the call and asserts that the peer dies; a new one may be made. */
void        aus_test_call_drop_peer (AusTestCall       *call);
void        aus_test_call_make_peer (AusTestCall       *call);

/* Conditions. */

gboolean    aus_test_call_is_seen   (AusTestCall       *call);
gboolean    aus_test_call_both_see  (AusTestCall       *call);
gboolean    aus_test_call_offered   (AusTestCall       *call);

/* Returns: (transfer full) */
JsonObject *aus_test_parse          (const char        *text);

G_END_DECLS
