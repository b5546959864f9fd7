#include "aus-test-call.h"

#define OF_EPOCH "{\"from\":\"patient\",\"epoch\":%s,"
#define DESCRIPTION OF_EPOCH "\"description\":"
#define CANDIDATE OF_EPOCH "\"candidate\":"

/* In each, %s stands for the epoch. */

static const char a_candidate[] =
  CANDIDATE "{\"candidate\":\"candidate:1 1 UDP 1 127.0.0.1 9 typ host\",\"sdpMLineIndex\":0}}";

static const char an_answer[] = "{\"from\":\"patient\",\"description\":{\"type\":\"answer\"}}";

static const char crossing_offer[] =
  DESCRIPTION "{\"type\":\"offer\",\"sdp\":\"v=0\\r\\no=- 1 1 IN IP4 0.0.0.0\\r\\ns=-\\r\\nt=0 0\\r\\n"
  "m=video 9 UDP/TLS/RTP/SAVPF 96\\r\\na=ice-ufrag:abcd\\r\\na=ice-pwd:abcdefghijklmnopqrstuv\\r\\n"
  "a=fingerprint:sha-256 AA\\r\\n\"}}";

/* What strangers send, and must not. */
static const char *const garbage[] = {
  "{}",
  "{\"from\":7,\"restart\":true}",
  "{\"from\":\"patient\"}",
  "{\"from\":\"patient\",\"restart\":\"yes\"}",
  "{\"from\":\"patient\",\"restart\":false,\"epoch\":%s}",
  "{\"from\":\"patient\",\"epoch\":\"%s\",\"description\":{\"type\":\"answer\",\"sdp\":\"v=0\"}}",
  "{\"from\":\"patient\",\"epoch\":%s.5,\"description\":{\"type\":\"answer\",\"sdp\":\"v=0\"}}",
  DESCRIPTION "null}",
  DESCRIPTION "[]}",
  DESCRIPTION "{}}",
  DESCRIPTION "{\"type\":\"answer\"}}",
  DESCRIPTION "{\"type\":\"rollback\",\"sdp\":\"\"}}",
  DESCRIPTION "{\"type\":\"answer\",\"sdp\":\"\"}}",
  DESCRIPTION "{\"type\":\"answer\",\"sdp\":{}}}",
  DESCRIPTION "{\"type\":\"answer\",\"sdp\":\"v=0\\nm=\"}}",
  DESCRIPTION "{\"type\":\"answer\",\"sdp\":\"v=0\\r\\nm=video 9 X 96\\r\\n\"}}",
  DESCRIPTION "{\"type\":\"offer\",\"sdp\":\"hello\"}}",
  CANDIDATE "7}",
  CANDIDATE "{}}",
  CANDIDATE "{\"candidate\":\"candidate:1\"}}",
  CANDIDATE "{\"candidate\":\"x\",\"sdpMLineIndex\":0}}",
  CANDIDATE "{\"candidate\":\"candidate:1\\r\\na=x\",\"sdpMLineIndex\":0}}",
  CANDIDATE "{\"candidate\":\"candidate:1\",\"sdpMLineIndex\":-1}}",
  CANDIDATE "{\"candidate\":\"candidate:1\",\"sdpMLineIndex\":99999999999}}",
  CANDIDATE "{\"candidate\":\"candidate:1\",\"sdpMLineIndex\":\"0\"}}",
};

static char *
with_epoch (const char *template,
            gint64      epoch)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, epoch);
  g_auto (GStrv) parts = g_strsplit (template, "%s", -1);

  return g_strjoinv (digits, parts);
}

static void
test_huge (AusTestCall   *call,
           gconstpointer  data)
{
  g_autofree char *huge = g_strnfill (1024 * 1024, 'x');
  g_autofree char *sdp = g_strconcat ("v=0\r\ns=", huge, NULL);
  g_autofree char *candidate = g_strconcat ("candidate:", huge, NULL);
  g_autoptr (JsonObject) frame = aus_test_parse (an_answer);
  JsonObject *object = json_object_new ();

  call->quiet = TRUE;
  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_offered);

  json_object_set_int_member (frame, "epoch", call->epoch);
  json_object_set_string_member (json_object_get_object_member (frame, "description"), "sdp", sdp);
  g_assert_false (aus_peer_handle_signal (call->peer, frame));

  json_object_remove_member (frame, "description");
  json_object_set_string_member (object, "candidate", candidate);
  json_object_set_int_member (object, "sdpMLineIndex", 0);
  json_object_set_object_member (frame, "candidate", object);
  g_assert_false (aus_peer_handle_signal (call->peer, frame));
}

/* What a browser needs to hear so that lost pictures are repeated and the rate is followed. */
static void
test_offer (AusTestCall   *call,
            gconstpointer  source)
{
  static const char *const lines[] = {
    "a=group:BUNDLE video0 audio1", "a=rtpmap:96 VP8/90000", "a=rtpmap:111 OPUS/48000/2", "a=setup:actpass",
    "a=rtcp-fb:96 nack\r", "a=rtcp-fb:96 nack pli", "a=rtcp-fb:96 goog-remb", "a=fmtp:97 apt=96",
  };
  const char *direction = GPOINTER_TO_INT (source) == AUS_MEDIA_SOURCE_NONE ? "a=recvonly" : "a=sendrecv";

  call->quiet = TRUE;
  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_offered);

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (strstr (call->offer, lines[i]) == NULL)
      g_error ("“%s” is missing from: %s", lines[i], call->offer);

  g_assert_nonnull (strstr (call->offer, direction));
  g_assert_null (strstr (call->offer, "transport-cc"));
  g_assert_null (strstr (call->offer, "a=rtcp-fb:111 nack"));
}

static void
test_restart (AusTestCall   *call,
              gconstpointer  data)
{
  g_autoptr (JsonObject) restart = aus_test_parse ("{\"from\":\"patient\",\"restart\":true}");

  g_assert_true (aus_peer_handle_signal (call->peer, restart));
  aus_test_call_await (call, aus_test_call_both_see);
  g_assert_cmpuint (call->epochs, ==, 1);

  call->bright_frames = 0;
  g_assert_true (aus_peer_handle_signal (call->peer, restart));
  g_assert_true (aus_peer_handle_signal (call->peer, restart));
  g_assert_true (aus_peer_handle_signal (call->peer, restart));
  aus_test_call_await (call, aus_test_call_both_see);
  g_assert_cmpuint (call->epochs, <=, 3);
  g_assert_cmpint (aus_peer_get_state (call->peer), ==, AUS_PEER_STATE_CONNECTED);
}

static void
test_stale_epoch (AusTestCall   *call,
                  gconstpointer  data)
{
  g_autofree char *old = NULL;
  g_autoptr (JsonObject) stale = NULL;

  call->quiet = TRUE;
  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_offered);
  old = with_epoch (a_candidate, call->epoch);
  stale = aus_test_parse (old);
  g_assert_true (aus_peer_handle_signal (call->peer, stale));

  call->epochs = 0;
  aus_peer_call (call->peer);
  g_assert_false (aus_peer_handle_signal (call->peer, stale));
  aus_test_call_await (call, aus_test_call_offered);
  g_assert_false (aus_peer_handle_signal (call->peer, stale));

  json_object_set_int_member (stale, "epoch", call->epoch);
  g_assert_true (aus_peer_handle_signal (call->peer, stale));
  json_object_set_string_member (stale, "from", "stranger");
  g_assert_false (aus_peer_handle_signal (call->peer, stale));
}

static void
test_glare (AusTestCall   *call,
            gconstpointer  data)
{
  g_autoptr (JsonObject) offer = NULL;
  g_autofree char *text = NULL;

  call->quiet = TRUE;
  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_offered);
  text = with_epoch (crossing_offer, call->epoch);
  offer = aus_test_parse (text);
  g_assert_false (aus_peer_handle_signal (call->peer, offer));
}

static void
test_later_offer (AusTestCall   *call,
                  gconstpointer  data)
{
  guint heard;

  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_both_see);
  heard = call->signals;
  aus_answerer_offer (call->answerer);
  call->bright_frames = 0;
  aus_test_call_await (call, aus_test_call_both_see);
  g_assert_cmpuint (call->signals, >, heard);
  g_assert_cmpint (aus_peer_get_state (call->peer), ==, AUS_PEER_STATE_CONNECTED);
  g_assert_cmpuint (call->epochs, ==, 1);
}

static void
test_garbage (AusTestCall   *call,
              gconstpointer  data)
{
  call->quiet = TRUE;
  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_offered);

  for (guint i = 0; i < G_N_ELEMENTS (garbage); i++) {
    g_autofree char *text = with_epoch (garbage[i], call->epoch);
    g_autoptr (JsonObject) frame = aus_test_parse (text);

    if (aus_peer_handle_signal (call->peer, frame))
      g_error ("accepted: %s", text);
  }

  g_assert_cmpint (aus_peer_get_state (call->peer), ==, AUS_PEER_STATE_CONNECTING);
}

int
main (int    argc,
      char **argv)
{
  static const AusTestCase cases[] = {
    { "/peer-signals/offer", AUS_MEDIA_SOURCE_TEST, test_offer },
    { "/peer-signals/offer-to-receive", AUS_MEDIA_SOURCE_NONE, test_offer },
    { "/peer-signals/restart", AUS_MEDIA_SOURCE_TEST, test_restart },
    { "/peer-signals/stale-epoch", AUS_MEDIA_SOURCE_TEST, test_stale_epoch },
    { "/peer-signals/glare", AUS_MEDIA_SOURCE_TEST, test_glare },
    { "/peer-signals/later-offer", AUS_MEDIA_SOURCE_TEST, test_later_offer },
    { "/peer-signals/garbage", AUS_MEDIA_SOURCE_NONE, test_garbage },
    { "/peer-signals/huge", AUS_MEDIA_SOURCE_NONE, test_huge },
  };

  g_test_init (&argc, &argv, NULL);
  aus_test_call_add (cases, G_N_ELEMENTS (cases));

  return g_test_run ();
}
