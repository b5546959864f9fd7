#pragma once

#include <json-glib/json-glib.h>

#include "aus-local-media.h"

G_BEGIN_DECLS

/**
 * AusPeerState:
 * @AUS_PEER_STATE_NEW: not called yet
 * @AUS_PEER_STATE_CONNECTING: an offer is out, or the two are finding a way to each other
 * @AUS_PEER_STATE_CONNECTED: media flows
 * @AUS_PEER_STATE_INTERRUPTED: was connected; nothing has come for three seconds, but it may come back by
 *   itself
 * @AUS_PEER_STATE_FAILED: will not come back by itself; `aus_peer_call` or a `restart` of the other side
 *   tries anew
 * @AUS_PEER_STATE_CLOSED: over for good
 */
typedef enum
{
  AUS_PEER_STATE_NEW,
  AUS_PEER_STATE_CONNECTING,
  AUS_PEER_STATE_CONNECTED,
  AUS_PEER_STATE_INTERRUPTED,
  AUS_PEER_STATE_FAILED,
  AUS_PEER_STATE_CLOSED,
} AusPeerState;

#define AUS_TYPE_PEER_STATE (aus_peer_state_get_type ())

GType aus_peer_state_get_type (void);

/**
 * AusPeerQuality:
 * @rtt_ms: round-trip time, milliseconds
 * @jitter_ms: of what we receive, milliseconds; the worse of sound and picture
 * @loss: share of the packets lost on the way to us, 0 to 1
 * @bitrate: received, bits per second
 * @frame_rate: decoded pictures per second
 * @frozen: share of the time in which the picture stood still, 0 to 1
 *
 * Averaged over about five seconds.
 */
typedef struct
{
  double rtt_ms;
  double jitter_ms;
  double loss;
  double bitrate;
  double frame_rate;
  double frozen;
} AusPeerQuality;

#define AUS_TYPE_PEER (aus_peer_get_type ())

G_DECLARE_FINAL_TYPE (AusPeer, aus_peer, AUS, PEER, GObject)

/**
 * AusPeer:
 *
 * The call to one participant. Main thread only; after aus_peer_close() it emits nothing but the notify of
 * `state`.
 *
 * Properties: `participant-id`, `state`, `frames-received` (decoded pictures, over all attempts), `level`
 * (loudness of the other side, 0 to 1), `screen` (whether it shows a screen
 * instead of a camera's picture). Signals: `signal (JsonObject *frame)`, a frame to be sent with
 * `type`, `to`, `epoch` and `description` or `candidate`; `frame (AusFrame *frame)`, a picture of the other
 * side; `quality`, every second while connected, see aus_peer_get_quality().
 */

/**
 * aus_peer_new:
 * @media: what is sent; may be started before or after, but is looked at when the call is made
 * @participant_id: the other side
 * @ice: (nullable): as in `meeting_info`: `ice_servers`, objects with `urls` and, for TURN, `username` and
 *   `credential`, of which those that cannot be understood are logged and left out; and `ice_transport_policy`,
 *   which is “relay” where no other way may be tried
 */
AusPeer      *aus_peer_new                 (AusLocalMedia *media,
                                            const char    *participant_id,
                                            JsonObject    *ice);

/**
 * aus_peer_meet_app:
 * @own_id: who we are
 *
 * To be said before anything else where the other side is an app, too: it can neither take an offer back nor answer
 * one that looks for another way. So the one whose id is smaller offers, and calls anew where the call broke; for the
 * other, to call is to ask for that.
 */
void          aus_peer_meet_app            (AusPeer       *self,
                                            const char    *own_id);

/* Calls, or calls anew: whatever was is dropped, a new epoch begins and an offer goes out. */
void          aus_peer_call                (AusPeer       *self);

/* Looks for another way for a call that is interrupted, without breaking it off; repeats an offer that nobody answered.
 * To be called where frames do reach the other side. */
void          aus_peer_revive              (AusPeer       *self);

/**
 * aus_peer_handle_signal:
 * @frame: a `signal` frame from the room: `from`, and `restart`, or `epoch` with `description` or `candidate`
 *
 * A `restart` calls anew. Frames of another epoch are dropped.
 *
 * Returns: %TRUE if it was for this peer, well-formed and of the present epoch; else it was logged and
 *   ignored
 */
gboolean      aus_peer_handle_signal       (AusPeer       *self,
                                            JsonObject    *frame);

/* Ends the call. Final: make another peer for another call. */
void          aus_peer_close               (AusPeer       *self);

gboolean      aus_peer_get_screen          (AusPeer       *self);
const char   *aus_peer_get_participant_id  (AusPeer       *self);
AusPeerState  aus_peer_get_state           (AusPeer       *self);
guint64       aus_peer_get_frames_received (AusPeer       *self);
double        aus_peer_get_level           (AusPeer       *self);
/* Whether the other side is not played here; what comes is counted and measured all the same. Kept over attempts. */
void          aus_peer_set_muted           (AusPeer       *self,
                                            gboolean       muted);
/* Whether the other side is sent no picture, for it wants none. Kept over attempts. */
void          aus_peer_set_sparing         (AusPeer       *self,
                                            gboolean       is_sparing);
/* Whether no picture of the other side is to be expected, by somebody's choice: then none freezes, and neither does a
 * screen. Kept over attempts. */
void          aus_peer_set_dark            (AusPeer       *self,
                                            gboolean       is_dark);
/* How many pieces of sound were let through to whoever listens here, in the present attempt. */
guint         aus_peer_get_heard           (AusPeer       *self);

/* Returns: %FALSE while nothing is known yet, @quality is then left alone */
gboolean      aus_peer_get_quality         (AusPeer       *self,
                                            AusPeerQuality    *quality);

G_END_DECLS
