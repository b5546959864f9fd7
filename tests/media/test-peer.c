#include "aus-test-call.h"

#include "aus-screen.h"
#include "aus-signal.h"

/* The last bit of a decoded silence, of 32768. */
#define DITHER 1

static gboolean
sees (AusTestCall *call)
{
  return call->bright_frames >= 30;
}

static gboolean
hears (AusTestCall *call)
{
  return call->loudest > 0.3;
}

static gboolean
is_heard (AusTestCall *call)
{
  int peak;

  aus_answerer_take_sound (call->answerer, &peak);

  return peak > 1000;
}

static gboolean
is_connected (AusTestCall *call)
{
  return aus_peer_get_state (call->peer) == AUS_PEER_STATE_CONNECTED;
}

static gboolean
is_interrupted (AusTestCall *call)
{
  return aus_peer_get_state (call->peer) == AUS_PEER_STATE_INTERRUPTED;
}

static gboolean
knows_quality (AusTestCall *call)
{
  AusPeerQuality quality = { 0 };

  return aus_peer_get_quality (call->peer, &quality) && quality.bitrate > 10000 && quality.frame_rate > 5
         && quality.rtt_ms > 0 && quality.rtt_ms < 1000 && quality.loss < 0.2;
}

static void
test_both_ways (AusTestCall   *call,
                gconstpointer  data)
{
  g_assert_cmpint (aus_peer_get_state (call->peer), ==, AUS_PEER_STATE_NEW);
  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_both_see);
  aus_test_call_await (call, hears);
  aus_test_call_await (call, is_heard);
  g_assert_cmpuint (aus_answerer_get_brightness (call->answerer), >, 40);
  g_assert_cmpuint (aus_answerer_get_contrast (call->answerer), >, 100);
  g_assert_cmpuint (aus_peer_get_frames_received (call->peer), >=, call->frames);
  aus_test_call_await (call, knows_quality);

  aus_peer_close (call->peer);
  g_assert_cmpuint (call->n_states, ==, 3);
  g_assert_cmpint (call->states[0], ==, AUS_PEER_STATE_CONNECTING);
  g_assert_cmpint (call->states[1], ==, AUS_PEER_STATE_CONNECTED);
  g_assert_cmpint (call->states[2], ==, AUS_PEER_STATE_CLOSED);
}

static void
test_nothing_after_close (AusTestCall   *call,
                          gconstpointer  data)
{
  guint frames, seen_signals;

  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_both_see);
  aus_peer_close (call->peer);
  frames = call->frames;
  seen_signals = call->signals;

  aus_test_call_pass (call);
  g_assert_cmpuint (call->frames, ==, frames);
  g_assert_cmpuint (call->signals, ==, seen_signals);
}

static void
test_close_at_once (AusTestCall   *call,
                    gconstpointer  data)
{
  aus_peer_call (call->peer);
  aus_peer_close (call->peer);

  aus_test_call_pass (call);
  g_assert_cmpuint (call->signals, ==, 0);
}

static void
test_second_call (AusTestCall   *call,
                  gconstpointer  data)
{
  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_both_see);
  aus_test_call_drop_peer (call);

  call->bright_frames = 0;
  aus_test_call_make_peer (call);
  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_both_see);
  g_assert_cmpuint (call->epochs, ==, 2);
}

static void
test_interrupted (AusTestCall   *call,
                  gconstpointer  data)
{
  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_both_see);
  aus_answerer_vanish (call->answerer);
  aus_test_call_await (call, is_interrupted);

  call->bright_frames = 0;
  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_both_see);
  aus_test_call_await (call, is_connected);
}

static gboolean
has_offered_again (AusTestCall *call)
{
  return call->signals > call->signals_before;
}

/* A way is looked for that nobody answers; while the offer is repeated, somebody ends the call over it. */
static void
test_close_while_reviving (AusTestCall   *call,
                           gconstpointer  data)
{
  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_both_see);
  aus_answerer_vanish (call->answerer);
  call->quiet = TRUE;
  aus_test_call_await (call, is_interrupted);
  call->signals_before = call->signals;
  aus_peer_revive (call->peer);
  aus_test_call_await (call, has_offered_again);

  call->hangs_up = TRUE;
  call->signals = 0;
  aus_peer_revive (call->peer);
  g_assert_cmpuint (call->signals, ==, 1);
  g_assert_cmpint (aus_peer_get_state (call->peer), ==, AUS_PEER_STATE_CLOSED);
}

static void
test_without_devices (AusTestCall   *call,
                      gconstpointer  data)
{
  g_assert_false (aus_local_media_get_has_camera (call->media));
  g_assert_false (aus_local_media_get_has_microphone (call->media));
  g_assert_nonnull (aus_local_media_get_problem (call->media));

  aus_peer_call (call->peer);
  aus_test_call_await (call, sees);
  aus_test_call_await (call, hears);
  g_assert_cmpuint (aus_answerer_get_frames (call->answerer), ==, 0);
}

static void
test_silent_other_side (AusTestCall   *call,
                        gconstpointer  data)
{
  call->answerer_sends = FALSE;
  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_is_seen);
  g_assert_false (aus_test_call_wait (call, is_interrupted, 4));
  g_assert_cmpuint (call->frames, ==, 0);
}

static gboolean
is_still (AusTestCall *call)
{
  int peak;

  return aus_answerer_take_sound (call->answerer, &peak) > 0 && peak <= DITHER;
}

static void
test_mute (AusTestCall   *call,
           gconstpointer  data)
{
  guint samples = 0;
  int peak;

  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_both_see);
  aus_test_call_await (call, is_heard);

  aus_local_media_set_muted (call->media, TRUE);
  aus_test_call_await (call, is_still);
  aus_answerer_take_sound (call->answerer, &peak);
  aus_test_call_pass (call);
  samples = aus_answerer_take_sound (call->answerer, &peak);
  g_assert_cmpuint (samples, >, 24000);
  g_assert_cmpint (peak, <=, DITHER);

  aus_local_media_set_muted (call->media, FALSE);
  aus_test_call_await (call, is_heard);
}

static void
test_mute_is_kept (AusTestCall   *call,
                   gconstpointer  data)
{
  int peak;

  aus_local_media_set_muted (call->media, TRUE);
  aus_local_media_set_camera_on (call->media, FALSE);

  for (guint i = 0; i < 2; i++) {
    call->epochs = 0;
    aus_peer_call (call->peer);
    aus_test_call_await (call, aus_test_call_offered);
    aus_test_call_await (call, is_still);
    aus_test_call_pass (call);
    g_assert_cmpuint (aus_answerer_take_sound (call->answerer, &peak), >, 24000);
    g_assert_cmpint (peak, <=, DITHER);
    g_assert_cmpuint (aus_answerer_get_brightness (call->answerer), <, 20);
  }

  aus_local_media_set_muted (call->media, FALSE);
  aus_test_call_await (call, is_heard);
}

static gboolean
is_dark (AusTestCall *call)
{
  return aus_answerer_get_brightness (call->answerer) < 20 && aus_answerer_get_contrast (call->answerer) < 20;
}

static gboolean
is_light (AusTestCall *call)
{
  return aus_answerer_get_brightness (call->answerer) > 40;
}

static void
test_camera_off (AusTestCall   *call,
                 gconstpointer  data)
{
  guint frames;

  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_both_see);

  aus_local_media_set_camera_on (call->media, FALSE);
  g_assert_true (aus_local_media_get_has_camera (call->media));
  aus_test_call_await (call, is_dark);
  aus_test_call_pass (call);
  frames = aus_answerer_get_frames (call->answerer);
  aus_test_call_pass (call);
  g_assert_cmpuint (aus_answerer_get_frames (call->answerer), ==, frames);

  aus_local_media_set_camera_on (call->media, TRUE);
  aus_test_call_await (call, is_light);
}

/* The screen that is made is mostly black. */
static gboolean
shows_something (AusTestCall *call)
{
  return aus_answerer_get_contrast (call->answerer) > 40;
}

static gboolean
is_heard_anew (AusTestCall *call)
{
  return call->epochs == 2 && is_heard (call);
}

static void
share (AusTestCall *call,
       AusScreen   *screen)
{
  aus_screen_begin_async (screen, NULL, NULL, NULL, NULL);
  g_assert_true (aus_local_media_get_sharing (call->media));
}

static void
assert_nothing_comes (AusTestCall *call)
{
  guint frames;

  aus_test_call_pass (call);
  frames = aus_answerer_get_frames (call->answerer);
  aus_test_call_pass (call);
  g_assert_cmpuint (aus_answerer_get_frames (call->answerer), ==, frames);
}

/* Whoever wants sound only is sent neither the camera's picture nor a screen, but hears. */
static void
test_sparing (AusTestCall   *call,
              gconstpointer  data)
{
  g_autoptr (AusScreen) screen = aus_screen_new (call->media);

  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_both_see);
  aus_peer_set_sparing (call->peer, TRUE);
  assert_nothing_comes (call);
  aus_test_call_await (call, is_heard);
  share (call, screen);
  assert_nothing_comes (call);

  aus_peer_set_sparing (call->peer, FALSE);
  aus_local_media_set_camera_on (call->media, FALSE);
  aus_local_media_unshare (call->media);
  aus_test_call_await (call, is_dark);
  share (call, screen);
  aus_test_call_await (call, shows_something);

  /* It outlives an attempt. */
  aus_peer_set_sparing (call->peer, TRUE);
  aus_peer_call (call->peer);
  aus_test_call_await (call, is_heard_anew);
  g_assert_cmpuint (aus_answerer_get_frames (call->answerer), ==, 0);
}

static gboolean
is_asked (AusTestCall *call)
{
  return aus_answerer_get_asked (call->answerer) >= 2;
}

static gboolean
sees_again (AusTestCall *call)
{
  return call->frames >= call->frames_before + 10;
}

/* What follows a picture that is lost for good would be smeared: nothing is shown until there is a whole one, which is
 * asked for until it comes. */
static void
test_lost_picture (AusTestCall   *call,
                   gconstpointer  data)
{
  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_both_see);
  aus_answerer_lose_picture (call->answerer);
  aus_test_call_await (call, is_asked);
  aus_test_call_pass (call);
  call->frames_before = call->frames;
  aus_test_call_pass (call);
  g_assert_cmpuint (call->frames, ==, call->frames_before);

  aus_answerer_listen (call->answerer);
  aus_test_call_await (call, sees_again);
}

/* Returns: how much of the last seconds the pictures stood still, after they did so for a second */
static double
freeze (AusTestCall *call)
{
  AusPeerQuality quality;

  aus_answerer_lose_picture (call->answerer);
  aus_test_call_await (call, is_asked);
  aus_test_call_pass (call);
  call->frames_before = call->frames;
  aus_answerer_listen (call->answerer);
  aus_test_call_await (call, sees_again);
  aus_test_call_pass (call);
  g_assert_true (aus_peer_get_quality (call->peer, &quality));

  return quality.frozen;
}

static void
tell_screen (AusTestCall *call,
             gboolean     screen)
{
  g_autoptr (JsonObject) frame = aus_signal_new_screen ("doctor", call->epoch, screen);

  json_object_set_string_member (frame, "from", "patient");
  g_assert_true (aus_peer_handle_signal (call->peer, frame));
}

/* A screen may stand still, and whoever switched the camera off does. */
static void
test_still (AusTestCall   *call,
            gconstpointer  data)
{
  aus_peer_call (call->peer);
  aus_test_call_await (call, aus_test_call_both_see);
  tell_screen (call, TRUE);
  g_assert_cmpfloat (freeze (call), ==, 0);
  tell_screen (call, FALSE);
  aus_peer_set_dark (call->peer, TRUE);
  g_assert_cmpfloat (freeze (call), ==, 0);
  aus_peer_set_dark (call->peer, FALSE);
  g_assert_cmpfloat (freeze (call), >, 0.1);
}

static gboolean
is_failed (AusTestCall *call)
{
  return aus_peer_get_state (call->peer) == AUS_PEER_STATE_FAILED;
}

/* The media are encrypted for whoever speaks over the signal channel, and for nobody else. */
static void
test_other_certificate (AusTestCall   *call,
                        gconstpointer  data)
{
  int peak;

  call->forges = TRUE;
  g_test_expect_message ("aus-media", G_LOG_LEVEL_WARNING, "*not whom it was said to be*");
  aus_peer_call (call->peer);
  aus_test_call_await (call, is_failed);
  g_test_assert_expected_messages ();
  aus_test_call_pass (call);
  g_assert_cmpuint (call->frames, ==, 0);
  g_assert_cmpuint (aus_peer_get_heard (call->peer), ==, 0);
  g_assert_cmpfloat (call->loudest, ==, 0);
  g_assert_cmpuint (aus_answerer_get_frames (call->answerer), ==, 0);
  g_assert_cmpuint (aus_answerer_take_sound (call->answerer, &peak), ==, 0);

  for (guint i = 0; i < call->n_states; i++)
    g_assert_cmpint (call->states[i], !=, AUS_PEER_STATE_CONNECTED);
}

int
main (int    argc,
      char **argv)
{
  static const AusTestCase cases[] = {
    { "/peer/both-ways", AUS_MEDIA_SOURCE_TEST, test_both_ways },
    { "/peer/nothing-after-close", AUS_MEDIA_SOURCE_TEST, test_nothing_after_close },
    { "/peer/close-at-once", AUS_MEDIA_SOURCE_TEST, test_close_at_once },
    { "/peer/second-call", AUS_MEDIA_SOURCE_TEST, test_second_call },
    { "/peer/interrupted", AUS_MEDIA_SOURCE_TEST, test_interrupted },
    { "/peer/close-while-reviving", AUS_MEDIA_SOURCE_TEST, test_close_while_reviving },
    { "/peer/without-devices", AUS_MEDIA_SOURCE_NONE, test_without_devices },
    { "/peer/silent-other-side", AUS_MEDIA_SOURCE_TEST, test_silent_other_side },
    { "/peer/mute", AUS_MEDIA_SOURCE_TEST, test_mute },
    { "/peer/other-certificate", AUS_MEDIA_SOURCE_TEST, test_other_certificate },
    { "/peer/lost-picture", AUS_MEDIA_SOURCE_TEST, test_lost_picture },
    { "/peer/still", AUS_MEDIA_SOURCE_TEST, test_still },
    { "/peer/mute-is-kept", AUS_MEDIA_SOURCE_TEST, test_mute_is_kept },
    { "/peer/camera-off", AUS_MEDIA_SOURCE_TEST, test_camera_off },
    { "/peer/sparing", AUS_MEDIA_SOURCE_TEST, test_sparing },
  };

  g_test_init (&argc, &argv, NULL);
  aus_test_call_add (cases, G_N_ELEMENTS (cases));

  return g_test_run ();
}
