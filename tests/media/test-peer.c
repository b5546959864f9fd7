#include "aus-answerer.h"
#include "aus-peer.h"

#include <string.h>

/* A call from the doctor's side to a plain answering webrtcbin, over loopback. */

#define PATIENCE_S 15

/* The last bit of a decoded silence, of 32768. */
#define DITHER 1

typedef struct
{
  AusLocalMedia *media;
  AusPeer       *peer;
  AusAnswerer   *answerer;
  gboolean       answerer_sends;
  gboolean       quiet;
  gint64         epoch;
  guint          epochs;
  guint          signals;
  guint          frames;
  guint          bright_frames;
  double         loudest;
  AusPeerState   states[16];
  guint          n_states;
} Call;

typedef gboolean (*Condition) (Call *call);

static gboolean
wake_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static gboolean
keep_going_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
becomes_true (Call      *call,
              Condition  condition,
              guint      seconds)
{
  gboolean late = FALSE;
  guint alarm = g_timeout_add_seconds (seconds, wake_cb, &late);
  guint pulse = g_timeout_add (20, keep_going_cb, NULL);
  gboolean met;

  while (!(met = condition (call)) && !late)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (pulse);

  if (!late)
    g_source_remove (alarm);

  return met;
}

#define await(call, condition) g_assert_true (becomes_true (call, condition, PATIENCE_S))

static void
reply_cb (JsonObject *frame,
          gpointer    user_data)
{
  Call *call = user_data;

  if (call->peer != NULL)
    aus_peer_handle_signal (call->peer, frame);

  json_object_unref (frame);
}

static void
signal_cb (AusPeer    *peer,
           JsonObject *frame,
           Call       *call)
{
  gint64 epoch = json_object_get_int_member (frame, "epoch");

  call->signals++;
  g_assert_cmpstr (json_object_get_string_member (frame, "type"), ==, "signal");
  g_assert_cmpstr (json_object_get_string_member (frame, "to"), ==, "patient");

  if (epoch != call->epoch) {
    g_assert_cmpint (epoch, >, call->epoch);
    g_assert_true (json_object_has_member (frame, "description"));
    call->epoch = epoch;
    call->epochs++;
    g_clear_pointer (&call->answerer, aus_answerer_free);
    call->answerer = aus_answerer_new (call->answerer_sends, reply_cb, call);
  }

  if (!call->quiet)
    aus_answerer_handle (call->answerer, frame);
}

static void
frame_cb (AusPeer  *peer,
          AusFrame *frame,
          Call     *call)
{
  const guint8 *pixels = g_bytes_get_data (frame->bytes, NULL);
  gsize middle = frame->stride * (gsize) (frame->height / 4) + (gsize) frame->width / 3 * 4;

  call->frames++;

  if (pixels[middle] + pixels[middle + 1] + pixels[middle + 2] > 60)
    call->bright_frames++;

  g_assert_cmpint (frame->width, ==, 320);
  g_assert_cmpint (frame->height, ==, 240);
}

static void
state_cb (AusPeer    *peer,
          GParamSpec *pspec,
          Call       *call)
{
  g_assert_cmpuint (call->n_states, <, G_N_ELEMENTS (call->states));
  call->states[call->n_states++] = aus_peer_get_state (peer);
}

static void
level_cb (AusPeer    *peer,
          GParamSpec *pspec,
          Call       *call)
{
  call->loudest = MAX (call->loudest, aus_peer_get_level (peer));
}

static void
make_peer (Call *call)
{
  call->peer = aus_peer_new (call->media, "patient", NULL);
  g_signal_connect (call->peer, "signal", G_CALLBACK (signal_cb), call);
  g_signal_connect (call->peer, "frame", G_CALLBACK (frame_cb), call);
  g_signal_connect (call->peer, "notify::state", G_CALLBACK (state_cb), call);
  g_signal_connect (call->peer, "notify::level", G_CALLBACK (level_cb), call);
}

static void
set_up (Call          *call,
        gconstpointer  source)
{
  g_autoptr (GError) error = NULL;

  call->answerer_sends = TRUE;
  call->media = aus_local_media_new (GPOINTER_TO_INT (source));
  aus_local_media_start (call->media, &error);
  g_assert_no_error (error);
  make_peer (call);
}

static gboolean
is_alone (Call *call)
{
  return G_OBJECT (call->media)->ref_count == 1;
}

static void
drop_peer (Call *call)
{
  g_object_add_weak_pointer (G_OBJECT (call->peer), (gpointer *) &call->peer);
  aus_peer_close (call->peer);
  g_object_unref (call->peer);
  g_assert_null (call->peer);
  g_clear_pointer (&call->answerer, aus_answerer_free);
}

/* Each session holds the media: when they are free, no webrtcbin is left. */
static void
tear_down (Call          *call,
           gconstpointer  source)
{
  if (call->peer != NULL)
    drop_peer (call);

  await (call, is_alone);
  g_object_add_weak_pointer (G_OBJECT (call->media), (gpointer *) &call->media);
  g_object_unref (call->media);
  g_assert_null (call->media);
}

static gboolean
both_see (Call *call)
{
  return call->answerer != NULL && aus_answerer_get_frames (call->answerer) >= 30 && call->bright_frames >= 30;
}

static gboolean
sees (Call *call)
{
  return call->bright_frames >= 30;
}

static gboolean
is_seen (Call *call)
{
  return call->answerer != NULL && aus_answerer_get_frames (call->answerer) >= 30;
}

static gboolean
hears (Call *call)
{
  return call->loudest > 0.3;
}

static gboolean
is_heard (Call *call)
{
  int peak;

  aus_answerer_take_sound (call->answerer, &peak);

  return peak > 1000;
}

static gboolean
is_connected (Call *call)
{
  return aus_peer_get_state (call->peer) == AUS_PEER_STATE_CONNECTED;
}

static gboolean
is_interrupted (Call *call)
{
  return aus_peer_get_state (call->peer) == AUS_PEER_STATE_INTERRUPTED;
}

static gboolean
knows_quality (Call *call)
{
  AusQuality quality = { 0 };

  return aus_peer_get_quality (call->peer, &quality) && quality.bitrate > 10000 && quality.frame_rate > 5
         && quality.rtt_ms > 0 && quality.rtt_ms < 1000 && quality.loss < 0.2;
}

static void
test_both_ways (Call          *call,
                gconstpointer  data)
{
  g_assert_cmpint (aus_peer_get_state (call->peer), ==, AUS_PEER_STATE_NEW);
  aus_peer_call (call->peer);
  await (call, both_see);
  await (call, hears);
  await (call, is_heard);
  g_assert_cmpuint (aus_answerer_get_brightness (call->answerer), >, 40);
  g_assert_cmpuint (aus_answerer_get_contrast (call->answerer), >, 100);
  g_assert_cmpuint (aus_peer_get_frames_received (call->peer), >=, call->frames);
  await (call, knows_quality);

  aus_peer_close (call->peer);
  g_assert_cmpuint (call->n_states, ==, 3);
  g_assert_cmpint (call->states[0], ==, AUS_PEER_STATE_CONNECTING);
  g_assert_cmpint (call->states[1], ==, AUS_PEER_STATE_CONNECTED);
  g_assert_cmpint (call->states[2], ==, AUS_PEER_STATE_CLOSED);
}

static gboolean
never (Call *call)
{
  return FALSE;
}

static void
test_nothing_after_close (Call          *call,
                          gconstpointer  data)
{
  guint frames, seen_signals;

  aus_peer_call (call->peer);
  await (call, both_see);
  aus_peer_close (call->peer);
  frames = call->frames;
  seen_signals = call->signals;

  g_assert_false (becomes_true (call, never, 1));
  g_assert_cmpuint (call->frames, ==, frames);
  g_assert_cmpuint (call->signals, ==, seen_signals);
}

static void
test_close_at_once (Call          *call,
                    gconstpointer  data)
{
  aus_peer_call (call->peer);
  aus_peer_close (call->peer);

  g_assert_false (becomes_true (call, never, 1));
  g_assert_cmpuint (call->signals, ==, 0);
}

static void
test_second_call (Call          *call,
                  gconstpointer  data)
{
  aus_peer_call (call->peer);
  await (call, both_see);
  drop_peer (call);

  call->bright_frames = 0;
  make_peer (call);
  aus_peer_call (call->peer);
  await (call, both_see);
  g_assert_cmpuint (call->epochs, ==, 2);
}

static JsonObject *
parse_frame (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);

  g_assert_no_error (error);

  return json_node_dup_object (node);
}

static void
test_restart (Call          *call,
              gconstpointer  data)
{
  g_autoptr (JsonObject) restart = parse_frame ("{\"from\":\"patient\",\"restart\":true}");

  g_assert_true (aus_peer_handle_signal (call->peer, restart));
  await (call, both_see);
  g_assert_cmpuint (call->epochs, ==, 1);

  call->bright_frames = 0;
  g_assert_true (aus_peer_handle_signal (call->peer, restart));
  g_assert_true (aus_peer_handle_signal (call->peer, restart));
  g_assert_true (aus_peer_handle_signal (call->peer, restart));
  await (call, both_see);
  g_assert_cmpuint (call->epochs, <=, 3);
  g_assert_cmpint (aus_peer_get_state (call->peer), ==, AUS_PEER_STATE_CONNECTED);
}

static void
test_interrupted (Call          *call,
                  gconstpointer  data)
{
  aus_peer_call (call->peer);
  await (call, both_see);
  aus_answerer_vanish (call->answerer);
  await (call, is_interrupted);

  call->bright_frames = 0;
  aus_peer_call (call->peer);
  await (call, both_see);
  await (call, is_connected);
}

static void
test_without_devices (Call          *call,
                      gconstpointer  data)
{
  g_assert_false (aus_local_media_get_has_camera (call->media));
  g_assert_false (aus_local_media_get_has_microphone (call->media));
  g_assert_nonnull (aus_local_media_get_problem (call->media));

  aus_peer_call (call->peer);
  await (call, sees);
  await (call, hears);
  g_assert_cmpuint (aus_answerer_get_frames (call->answerer), ==, 0);
}

static void
test_silent_other_side (Call          *call,
                        gconstpointer  data)
{
  call->answerer_sends = FALSE;
  aus_peer_call (call->peer);
  await (call, is_seen);
  g_assert_false (becomes_true (call, is_interrupted, 4));
  g_assert_cmpuint (call->frames, ==, 0);
}

static gboolean
is_still (Call *call)
{
  int peak;

  return aus_answerer_take_sound (call->answerer, &peak) > 0 && peak <= DITHER;
}

static void
test_mute (Call          *call,
           gconstpointer  data)
{
  guint samples = 0;
  int peak;

  aus_peer_call (call->peer);
  await (call, both_see);
  await (call, is_heard);

  aus_local_media_set_muted (call->media, TRUE);
  await (call, is_still);
  aus_answerer_take_sound (call->answerer, &peak);
  g_assert_false (becomes_true (call, never, 1));
  samples = aus_answerer_take_sound (call->answerer, &peak);
  g_assert_cmpuint (samples, >, 24000);
  g_assert_cmpint (peak, <=, DITHER);

  aus_local_media_set_muted (call->media, FALSE);
  await (call, is_heard);
}

static gboolean
is_dark (Call *call)
{
  return aus_answerer_get_brightness (call->answerer) < 20 && aus_answerer_get_contrast (call->answerer) < 20;
}

static gboolean
is_light (Call *call)
{
  return aus_answerer_get_brightness (call->answerer) > 40;
}

static void
test_camera_off (Call          *call,
                 gconstpointer  data)
{
  guint frames;

  aus_peer_call (call->peer);
  await (call, both_see);

  aus_local_media_set_camera_on (call->media, FALSE);
  g_assert_true (aus_local_media_get_has_camera (call->media));
  await (call, is_dark);
  g_assert_false (becomes_true (call, never, 1));
  frames = aus_answerer_get_frames (call->answerer);
  g_assert_false (becomes_true (call, never, 1));
  g_assert_cmpuint (aus_answerer_get_frames (call->answerer), ==, frames);

  aus_local_media_set_camera_on (call->media, TRUE);
  await (call, is_light);
}

static gboolean
has_offered (Call *call)
{
  return call->epochs > 0;
}

static void
test_stale_epoch (Call          *call,
                  gconstpointer  data)
{
  g_autofree char *old = NULL;
  g_autoptr (JsonObject) stale = NULL;

  call->quiet = TRUE;
  aus_peer_call (call->peer);
  await (call, has_offered);
  old = g_strdup_printf ("{\"from\":\"patient\",\"epoch\":%" G_GINT64_FORMAT ",\"candidate\":"
                         "{\"candidate\":\"candidate:1 1 UDP 1 127.0.0.1 9 typ host\",\"sdpMLineIndex\":0}}",
                         call->epoch);
  stale = parse_frame (old);
  g_assert_true (aus_peer_handle_signal (call->peer, stale));

  call->epochs = 0;
  aus_peer_call (call->peer);
  g_assert_false (aus_peer_handle_signal (call->peer, stale));
  await (call, has_offered);
  g_assert_false (aus_peer_handle_signal (call->peer, stale));

  json_object_set_int_member (stale, "epoch", call->epoch);
  g_assert_true (aus_peer_handle_signal (call->peer, stale));
  json_object_set_string_member (stale, "from", "stranger");
  g_assert_false (aus_peer_handle_signal (call->peer, stale));
}

static void
test_glare (Call          *call,
            gconstpointer  data)
{
  g_autoptr (JsonObject) offer = NULL;
  g_autofree char *text = NULL;

  call->quiet = TRUE;
  aus_peer_call (call->peer);
  await (call, has_offered);
  text = g_strdup_printf ("{\"from\":\"patient\",\"epoch\":%" G_GINT64_FORMAT ",\"description\":{\"type\":\"offer\",\"sdp\":"
                          "\"v=0\\r\\no=- 1 1 IN IP4 0.0.0.0\\r\\ns=-\\r\\nt=0 0\\r\\nm=video 9 UDP/TLS/RTP/SAVPF 96\\r\\n"
                          "a=ice-ufrag:abcd\\r\\na=ice-pwd:abcdefghijklmnopqrstuv\\r\\na=fingerprint:sha-256 AA\\r\\n\"}}",
                          call->epoch);
  offer = parse_frame (text);
  g_assert_false (aus_peer_handle_signal (call->peer, offer));
}

static void
test_later_offer (Call          *call,
                  gconstpointer  data)
{
  guint heard;

  aus_peer_call (call->peer);
  await (call, both_see);
  heard = call->signals;
  aus_answerer_offer (call->answerer);
  call->bright_frames = 0;
  await (call, sees);
  g_assert_cmpuint (call->signals, >, heard);
  g_assert_cmpint (aus_peer_get_state (call->peer), ==, AUS_PEER_STATE_CONNECTED);
  g_assert_cmpuint (call->epochs, ==, 1);
}

/* What strangers may send; %s is the epoch. */
static const char *const garbage[] = {
  "{}",
  "{\"from\":7,\"restart\":true}",
  "{\"from\":\"patient\"}",
  "{\"from\":\"patient\",\"restart\":\"yes\"}",
  "{\"from\":\"patient\",\"restart\":false,\"epoch\":%s}",
  "{\"from\":\"patient\",\"epoch\":\"%s\",\"description\":{\"type\":\"answer\",\"sdp\":\"v=0\"}}",
  "{\"from\":\"patient\",\"epoch\":%s.5,\"description\":{\"type\":\"answer\",\"sdp\":\"v=0\"}}",
  "{\"from\":\"patient\",\"epoch\":%s,\"description\":null}",
  "{\"from\":\"patient\",\"epoch\":%s,\"description\":[]}",
  "{\"from\":\"patient\",\"epoch\":%s,\"description\":{}}",
  "{\"from\":\"patient\",\"epoch\":%s,\"description\":{\"type\":\"answer\"}}",
  "{\"from\":\"patient\",\"epoch\":%s,\"description\":{\"type\":\"rollback\",\"sdp\":\"\"}}",
  "{\"from\":\"patient\",\"epoch\":%s,\"description\":{\"type\":\"answer\",\"sdp\":\"\"}}",
  "{\"from\":\"patient\",\"epoch\":%s,\"description\":{\"type\":\"answer\",\"sdp\":{}}}",
  "{\"from\":\"patient\",\"epoch\":%s,\"description\":{\"type\":\"answer\",\"sdp\":\"v=0\\nm=\"}}",
  "{\"from\":\"patient\",\"epoch\":%s,\"description\":{\"type\":\"answer\",\"sdp\":\"v=0\\r\\nm=video 9 X 96\\r\\n\"}}",
  "{\"from\":\"patient\",\"epoch\":%s,\"description\":{\"type\":\"offer\",\"sdp\":\"hello\"}}",
  "{\"from\":\"patient\",\"epoch\":%s,\"candidate\":7}",
  "{\"from\":\"patient\",\"epoch\":%s,\"candidate\":{}}",
  "{\"from\":\"patient\",\"epoch\":%s,\"candidate\":{\"candidate\":\"candidate:1\"}}",
  "{\"from\":\"patient\",\"epoch\":%s,\"candidate\":{\"candidate\":\"x\",\"sdpMLineIndex\":0}}",
  "{\"from\":\"patient\",\"epoch\":%s,\"candidate\":{\"candidate\":\"candidate:1\\r\\na=x\",\"sdpMLineIndex\":0}}",
  "{\"from\":\"patient\",\"epoch\":%s,\"candidate\":{\"candidate\":\"candidate:1\",\"sdpMLineIndex\":-1}}",
  "{\"from\":\"patient\",\"epoch\":%s,\"candidate\":{\"candidate\":\"candidate:1\",\"sdpMLineIndex\":99999999999}}",
  "{\"from\":\"patient\",\"epoch\":%s,\"candidate\":{\"candidate\":\"candidate:1\",\"sdpMLineIndex\":\"0\"}}",
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
test_huge (Call          *call,
           gconstpointer  data)
{
  g_autofree char *huge = g_strnfill (1024 * 1024, 'x');
  g_autofree char *sdp = g_strconcat ("v=0\r\ns=", huge, NULL);
  g_autofree char *candidate = g_strconcat ("candidate:", huge, NULL);
  g_autoptr (JsonObject) frame = parse_frame ("{\"from\":\"patient\",\"description\":{\"type\":\"answer\"}}");
  JsonObject *object = json_object_new ();

  call->quiet = TRUE;
  aus_peer_call (call->peer);
  await (call, has_offered);

  json_object_set_int_member (frame, "epoch", call->epoch);
  json_object_set_string_member (json_object_get_object_member (frame, "description"), "sdp", sdp);
  g_assert_false (aus_peer_handle_signal (call->peer, frame));

  json_object_remove_member (frame, "description");
  json_object_set_string_member (object, "candidate", candidate);
  json_object_set_int_member (object, "sdpMLineIndex", 0);
  json_object_set_object_member (frame, "candidate", object);
  g_assert_false (aus_peer_handle_signal (call->peer, frame));
}

static void
test_garbage (Call          *call,
              gconstpointer  data)
{
  call->quiet = TRUE;
  aus_peer_call (call->peer);
  await (call, has_offered);

  for (guint i = 0; i < G_N_ELEMENTS (garbage); i++) {
    g_autofree char *text = with_epoch (garbage[i], call->epoch);
    g_autoptr (JsonObject) frame = parse_frame (text);

    if (aus_peer_handle_signal (call->peer, frame))
      g_error ("accepted: %s", text);
  }

  g_assert_cmpint (aus_peer_get_state (call->peer), ==, AUS_PEER_STATE_CONNECTING);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char      *path;
    AusMediaSource   source;
    void           (*test) (Call *, gconstpointer);
  } tests[] = {
    { "/peer/both-ways", AUS_MEDIA_SOURCE_TEST, test_both_ways },
    { "/peer/nothing-after-close", AUS_MEDIA_SOURCE_TEST, test_nothing_after_close },
    { "/peer/close-at-once", AUS_MEDIA_SOURCE_TEST, test_close_at_once },
    { "/peer/second-call", AUS_MEDIA_SOURCE_TEST, test_second_call },
    { "/peer/restart", AUS_MEDIA_SOURCE_TEST, test_restart },
    { "/peer/interrupted", AUS_MEDIA_SOURCE_TEST, test_interrupted },
    { "/peer/without-devices", AUS_MEDIA_SOURCE_NONE, test_without_devices },
    { "/peer/silent-other-side", AUS_MEDIA_SOURCE_TEST, test_silent_other_side },
    { "/peer/mute", AUS_MEDIA_SOURCE_TEST, test_mute },
    { "/peer/camera-off", AUS_MEDIA_SOURCE_TEST, test_camera_off },
    { "/peer/stale-epoch", AUS_MEDIA_SOURCE_TEST, test_stale_epoch },
    { "/peer/glare", AUS_MEDIA_SOURCE_TEST, test_glare },
    { "/peer/later-offer", AUS_MEDIA_SOURCE_TEST, test_later_offer },
    { "/peer/garbage", AUS_MEDIA_SOURCE_NONE, test_garbage },
    { "/peer/huge", AUS_MEDIA_SOURCE_NONE, test_huge },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Call, GINT_TO_POINTER (tests[i].source), set_up, tests[i].test, tear_down);

  return g_test_run ();
}
