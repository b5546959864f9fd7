#include "aus-peer.h"

#define PATIENCE_S 20

/* Two doctors in one call, each at an app of their own: one of the two offers, whoever calls. */

typedef struct _Side Side;

struct _Side
{
  const char    *id;
  Side          *other;
  AusLocalMedia *media;
  AusPeer       *peer;
  guint          frames;
  guint          offers;
  guint          asked;
};

/* The one with the smaller id comes first. */
typedef struct
{
  Side sides[2];
} Call;

typedef gboolean (*Condition) (Call *call);

typedef struct
{
  Side       *to;
  JsonObject *frame;
} Letter;

/* As the server does: it says who sent it, and it comes later. */
static gboolean
deliver_cb (gpointer data)
{
  g_autofree Letter *letter = data;

  if (letter->to->peer != NULL)
    aus_peer_handle_signal (letter->to->peer, letter->frame);

  json_object_unref (letter->frame);

  return G_SOURCE_REMOVE;
}

static gboolean
is_offer (JsonObject *frame)
{
  return json_object_has_member (frame, "description")
         && g_str_equal (json_object_get_string_member (json_object_get_object_member (frame, "description"), "type"),
                         "offer");
}

static void
signal_cb (AusPeer    *peer,
           JsonObject *frame,
           Side       *side)
{
  Letter *letter = g_new (Letter, 1);

  g_assert_cmpstr (json_object_get_string_member (frame, "to"), ==, side->other->id);
  side->offers += is_offer (frame);
  side->asked += json_object_has_member (frame, "restart");
  *letter = (Letter) { side->other, json_object_ref (frame) };
  json_object_set_string_member (frame, "from", side->id);
  g_idle_add (deliver_cb, letter);
}

static void
frame_cb (AusPeer  *peer,
          AusFrame *frame,
          Side     *side)
{
  side->frames++;
}

static void
arrive (Side *side)
{
  side->peer = aus_peer_new (side->media, side->other->id, NULL);
  aus_peer_meet_app (side->peer, side->id);
  g_signal_connect (side->peer, "signal", G_CALLBACK (signal_cb), side);
  g_signal_connect (side->peer, "frame", G_CALLBACK (frame_cb), side);
}

/* Without a word, as after a crash. */
static void
vanish (Side *side)
{
  if (side->peer == NULL)
    return;

  g_object_add_weak_pointer (G_OBJECT (side->peer), (gpointer *) &side->peer);
  aus_peer_close (side->peer);
  g_object_unref (side->peer);
  g_assert_null (side->peer);
}

static gboolean
pulse_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
await (Call      *call,
       Condition  condition)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE_S * G_TIME_SPAN_SECOND;
  guint pulse = g_timeout_add (20, pulse_cb, NULL);

  while (!condition (call)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_main_context_iteration (NULL, TRUE);
  }

  g_source_remove (pulse);
}

static AusPeerState
get_state (Side *side)
{
  return aus_peer_get_state (side->peer);
}

static gboolean
both_see (Call *call)
{
  for (guint i = 0; i < 2; i++) {
    if (get_state (&call->sides[i]) != AUS_PEER_STATE_CONNECTED || call->sides[i].frames < 10
        || aus_peer_get_heard (call->sides[i].peer) < 10)
      return FALSE;
  }

  return TRUE;
}

static gboolean
first_is_alone (Call *call)
{
  return get_state (&call->sides[0]) == AUS_PEER_STATE_INTERRUPTED;
}

static gboolean
second_gives_up (Call *call)
{
  return get_state (&call->sides[1]) == AUS_PEER_STATE_FAILED;
}

static gboolean
first_sees (Call *call)
{
  return call->sides[0].frames >= 10;
}

static gboolean
are_free (Call *call)
{
  return G_OBJECT (call->sides[0].media)->ref_count == 1 && G_OBJECT (call->sides[1].media)->ref_count == 1;
}

static void
begin_anew (Call *call)
{
  for (guint i = 0; i < 2; i++)
    call->sides[i].frames = 0;
}

static void
set_up (Call          *call,
        gconstpointer  sources)
{
  const AusMediaSource *source = sources;
  g_autoptr (GError) error = NULL;

  call->sides[0].id = "0a-first";
  call->sides[1].id = "0b-second";

  for (guint i = 0; i < 2; i++) {
    Side *side = &call->sides[i];

    side->other = &call->sides[1 - i];
    side->media = aus_local_media_new (source[i]);
    aus_local_media_start (side->media, &error);
    g_assert_no_error (error);
    arrive (side);
  }
}

static void
tear_down (Call          *call,
           gconstpointer  sources)
{
  for (guint i = 0; i < 2; i++)
    vanish (&call->sides[i]);

  await (call, are_free);

  for (guint i = 0; i < 2; i++)
    g_assert_finalize_object (call->sides[i].media);
}

static void
test_first_calls (Call          *call,
                  gconstpointer  sources)
{
  aus_peer_call (call->sides[0].peer);
  await (call, both_see);
  g_assert_cmpuint (call->sides[0].offers, ==, 1);
  g_assert_cmpuint (call->sides[1].offers, ==, 0);
}

static void
test_second_calls (Call          *call,
                   gconstpointer  sources)
{
  aus_peer_call (call->sides[1].peer);
  g_assert_cmpint (get_state (&call->sides[1]), ==, AUS_PEER_STATE_CONNECTING);
  await (call, both_see);
  g_assert_cmpuint (call->sides[0].offers, ==, 1);
  g_assert_cmpuint (call->sides[1].offers, ==, 0);
  g_assert_cmpuint (call->sides[1].asked, ==, 1);
}

/* Both at once, as when the server comes back. */
static void
test_both_call (Call          *call,
                gconstpointer  sources)
{
  aus_peer_call (call->sides[0].peer);
  aus_peer_call (call->sides[1].peer);
  await (call, both_see);
  g_assert_cmpuint (call->sides[1].offers, ==, 0);
}

/* Somebody who has neither camera nor microphone sees and hears all the same. */
static void
test_bare_first (Call          *call,
                  gconstpointer  sources)
{
  aus_peer_call (call->sides[1].peer);
  await (call, first_sees);
  g_assert_cmpint (get_state (&call->sides[0]), ==, AUS_PEER_STATE_CONNECTED);
  g_assert_cmpuint (call->sides[1].frames, ==, 0);
}

static void
test_second_returns (Call          *call,
                     gconstpointer  sources)
{
  aus_peer_call (call->sides[0].peer);
  await (call, both_see);
  vanish (&call->sides[1]);
  await (call, first_is_alone);
  begin_anew (call);
  arrive (&call->sides[1]);
  aus_peer_revive (call->sides[0].peer);
  await (call, both_see);
}

static void
test_first_returns (Call          *call,
                    gconstpointer  sources)
{
  aus_peer_call (call->sides[0].peer);
  await (call, both_see);
  vanish (&call->sides[0]);
  begin_anew (call);
  arrive (&call->sides[0]);
  aus_peer_call (call->sides[1].peer);
  await (call, both_see);
}

/* What is no offer breaks nothing. */
static void
test_bad_offer (Call          *call,
                gconstpointer  sources)
{
  g_autoptr (JsonObject) frame = json_object_new ();
  JsonObject *description = json_object_new ();

  aus_peer_call (call->sides[0].peer);
  await (call, both_see);
  json_object_set_string_member (frame, "from", call->sides[0].id);
  json_object_set_int_member (frame, "epoch", g_get_real_time ());
  json_object_set_string_member (description, "type", "offer");
  json_object_set_string_member (description, "sdp", "v=0\r\nm=video 9 X 96\r\n");
  json_object_set_object_member (frame, "description", description);
  g_assert_false (aus_peer_handle_signal (call->sides[1].peer, frame));
  begin_anew (call);
  await (call, both_see);
}

static void
test_in_vain (Call          *call,
              gconstpointer  sources)
{
  vanish (&call->sides[0]);
  aus_peer_call (call->sides[1].peer);
  await (call, second_gives_up);
  arrive (&call->sides[0]);
  aus_peer_call (call->sides[1].peer);
  await (call, both_see);
}

int
main (int    argc,
      char **argv)
{
  static const AusMediaSource both[] = { AUS_MEDIA_SOURCE_TEST, AUS_MEDIA_SOURCE_TEST };
  static const AusMediaSource receiver[] = { AUS_MEDIA_SOURCE_NONE, AUS_MEDIA_SOURCE_TEST };
  static const struct
  {
    const char           *path;
    const AusMediaSource *sources;
    void                (*test) (Call          *call,
                                 gconstpointer  sources);
  } cases[] = {
    { "/apps/first-calls", both, test_first_calls },
    { "/apps/second-calls", both, test_second_calls },
    { "/apps/both-call", both, test_both_call },
    { "/apps/bare-first", receiver, test_bare_first },
    { "/apps/second-returns", both, test_second_returns },
    { "/apps/first-returns", both, test_first_returns },
    { "/apps/bad-offer", both, test_bad_offer },
    { "/apps/in-vain", both, test_in_vain },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Call, cases[i].sources, set_up, cases[i].test, tear_down);

  return g_test_run ();
}
