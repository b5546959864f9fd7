#include "aus-test-call.h"

#include <string.h>

static const int WIDTH = 320;
static const int HEIGHT = 240;

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

static void
forge (JsonObject *frame)
{
  JsonObject *description = json_object_has_member (frame, "description")
                            ? json_object_get_object_member (frame, "description") : NULL;
  const char *sdp = description ? json_object_get_string_member (description, "sdp") : "";
  g_autofree char *copy = g_strdup (sdp);

  for (char *at = strstr (copy, "a=fingerprint:sha-256 "); at != NULL; at = strstr (at + 1, "a=fingerprint:sha-256 "))
    memcpy (at + strlen ("a=fingerprint:sha-256 "), "00:11", 5);

  if (description != NULL)
    json_object_set_string_member (description, "sdp", copy);
}

static void
reply_cb (JsonObject *frame,
          gpointer    user_data)
{
  AusTestCall *call = user_data;

  if (call->forges)
    forge (frame);

  if (call->peer != NULL)
    aus_peer_handle_signal (call->peer, frame);

  json_object_unref (frame);
}

static gboolean
is_direct (JsonObject *frame)
{
  JsonObject *candidate = json_object_has_member (frame, "candidate")
                          ? json_object_get_object_member (frame, "candidate") : NULL;

  return candidate != NULL && strstr (json_object_get_string_member (candidate, "candidate"), " typ relay") == NULL;
}

static gboolean
is_about_screen (JsonObject *frame)
{
  return json_object_has_member (frame, "screen") && !json_object_has_member (frame, "description");
}

static void
signal_cb (AusPeer     *peer,
           JsonObject  *frame,
           AusTestCall *call)
{
  gint64 epoch = json_object_get_int_member (frame, "epoch");

  if (call->hangs_up)
    aus_peer_close (peer);

  call->signals++;
  call->direct += is_direct (frame);
  g_assert_cmpstr (json_object_get_string_member (frame, "type"), ==, "signal");
  g_assert_cmpstr (json_object_get_string_member (frame, "to"), ==, "patient");

  if (epoch != call->epoch) {
    JsonObject *description = json_object_get_object_member (frame, "description");

    g_assert_cmpint (epoch, >, call->epoch);
    g_assert_cmpstr (json_object_get_string_member (description, "type"), ==, "offer");
    g_free (call->offer);
    call->offer = g_strdup (json_object_get_string_member (description, "sdp"));
    call->epoch = epoch;
    call->epochs++;
    g_clear_pointer (&call->answerer, aus_answerer_free);
    call->answerer = aus_answerer_new (call->answerer_sends, reply_cb, call);
  }

  /* Whether it is a screen is nothing to somebody who does not look. */
  if (!call->quiet && !is_about_screen (frame))
    aus_answerer_handle (call->answerer, frame);
}

static void
frame_cb (AusPeer     *peer,
          AusFrame    *frame,
          AusTestCall *call)
{
  const guint8 *pixels = g_bytes_get_data (frame->bytes, NULL);
  gsize middle = frame->stride * (gsize) (frame->height / 4) + (gsize) frame->width / 3 * 4;

  call->frames++;

  if (pixels[middle] + pixels[middle + 1] + pixels[middle + 2] > 60)
    call->bright_frames++;

  g_assert_cmpint (frame->width, ==, WIDTH);
  g_assert_cmpint (frame->height, ==, HEIGHT);
}

static void
state_cb (AusPeer     *peer,
          GParamSpec  *pspec,
          AusTestCall *call)
{
  g_assert_cmpuint (call->n_states, <, G_N_ELEMENTS (call->states));
  call->states[call->n_states++] = aus_peer_get_state (peer);
}

static void
level_cb (AusPeer     *peer,
          GParamSpec  *pspec,
          AusTestCall *call)
{
  call->loudest = MAX (call->loudest, aus_peer_get_level (peer));
}

static void
set_up (AusTestCall   *call,
        gconstpointer  source)
{
  g_autoptr (GError) error = NULL;

  call->answerer_sends = TRUE;
  call->media = aus_local_media_new (GPOINTER_TO_INT (source));
  aus_local_media_start (call->media, &error);
  g_assert_no_error (error);
  aus_test_call_make_peer (call);
}

static gboolean
never (AusTestCall *call)
{
  return FALSE;
}

static gboolean
is_alone (AusTestCall *call)
{
  return G_OBJECT (call->media)->ref_count == 1;
}

/* Each attempt holds the media: when they are free, no webrtcbin is left. */
static void
tear_down (AusTestCall   *call,
           gconstpointer  source)
{
  if (call->peer != NULL)
    aus_test_call_drop_peer (call);

  aus_test_call_await (call, is_alone);
  g_free (call->offer);
  g_clear_pointer (&call->ice, json_object_unref);
  g_object_add_weak_pointer (G_OBJECT (call->media), (gpointer *) &call->media);
  g_object_unref (call->media);
  g_assert_null (call->media);
}

void
aus_test_call_add (const AusTestCase *cases,
                   guint              n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    g_test_add (cases[i].path, AusTestCall, GINT_TO_POINTER (cases[i].source), set_up, cases[i].test,
                tear_down);
}

gboolean
aus_test_call_wait (AusTestCall      *call,
                    AusTestCondition  condition,
                    guint             seconds)
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

void
aus_test_call_pass (AusTestCall *call)
{
  g_assert_false (aus_test_call_wait (call, never, 1));
}

void
aus_test_call_drop_peer (AusTestCall *call)
{
  g_object_add_weak_pointer (G_OBJECT (call->peer), (gpointer *) &call->peer);
  aus_peer_close (call->peer);
  g_object_unref (call->peer);
  g_assert_null (call->peer);
  g_clear_pointer (&call->answerer, aus_answerer_free);
}

void
aus_test_call_make_peer (AusTestCall *call)
{
  call->peer = aus_peer_new (call->media, "patient", call->ice);
  g_signal_connect (call->peer, "signal", G_CALLBACK (signal_cb), call);
  g_signal_connect (call->peer, "frame", G_CALLBACK (frame_cb), call);
  g_signal_connect (call->peer, "notify::state", G_CALLBACK (state_cb), call);
  g_signal_connect (call->peer, "notify::level", G_CALLBACK (level_cb), call);
}

gboolean
aus_test_call_is_seen (AusTestCall *call)
{
  return call->answerer != NULL && aus_answerer_get_frames (call->answerer) >= 30;
}

gboolean
aus_test_call_both_see (AusTestCall *call)
{
  return aus_test_call_is_seen (call) && call->bright_frames >= 30;
}

gboolean
aus_test_call_offered (AusTestCall *call)
{
  return call->epochs > 0;
}

JsonObject *
aus_test_parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);

  g_assert_no_error (error);

  return json_node_dup_object (node);
}
