#include "aus-live.h"

#include "aus-error.h"
#include "aus-json.h"
#include "aus-test-fake.h"
#include "aus-test-monitor.h"
#include "aus-test-wait.h"

/* The server closes at more frames in one second. */
#define FRAMES_A_SECOND 20

typedef struct
{
  AusTestFake    *fake;
  AusApi         *api;
  AusLive        *live;
  AusTestMonitor *monitor;
  GPtrArray      *frames;
  guint           n_lost;
  gboolean        final;
  int             code;
  guint           n_unauthorized;
} Fixture;

static void
frame_cb (Fixture    *fixture,
          JsonObject *frame)
{
  g_ptr_array_add (fixture->frames, json_object_ref (frame));
}

static void
lost_cb (Fixture  *fixture,
         GError   *error,
         gboolean  final)
{
  fixture->n_lost++;
  fixture->final = final;
  fixture->code = error->code;
}

static void
unauthorized_cb (Fixture *fixture)
{
  fixture->n_unauthorized++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->fake = aus_test_fake_new ();
  fixture->frames = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  fixture->monitor = aus_test_monitor_new ();
  fixture->api = aus_api_new ();
  aus_api_set_server (fixture->api, fixture->fake->uri);
  aus_api_set_token (fixture->api, "secret");
  fixture->live = aus_live_new (fixture->api, "/ws/events/");
  aus_live_set_waits (fixture->live, 20, 40);
  aus_live_set_monitor (fixture->live, G_NETWORK_MONITOR (fixture->monitor));
  g_signal_connect_swapped (fixture->api, "unauthorized", G_CALLBACK (unauthorized_cb), fixture);
  g_signal_connect_swapped (fixture->live, "frame", G_CALLBACK (frame_cb), fixture);
  g_signal_connect_swapped (fixture->live, "lost", G_CALLBACK (lost_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  aus_live_stop (fixture->live);

  /* A try under way holds on to it until it is told. */
  aus_test_wait_until (G_OBJECT (fixture->live)->ref_count == 1);
  g_assert_finalize_object (fixture->live);
  g_assert_finalize_object (fixture->monitor);
  g_assert_finalize_object (fixture->api);
  g_ptr_array_unref (fixture->frames);
  aus_test_fake_free (fixture->fake);
}

static void
connect_live (Fixture *fixture)
{
  guint n_sockets = fixture->fake->sockets->len;

  aus_live_start (fixture->live);
  aus_test_wait_until (aus_live_get_connected (fixture->live) && fixture->fake->sockets->len > n_sockets);
}

static void
send_type (Fixture    *fixture,
           const char *type)
{
  g_autoptr (JsonObject) frame = json_object_new ();

  json_object_set_string_member (frame, "type", type);
  g_assert_true (aus_live_send (fixture->live, frame));
}

static void
test_frames (Fixture       *fixture,
             gconstpointer  data)
{
  connect_live (fixture);
  aus_test_fake_send (fixture->fake, "{\"type\":\"admitted\",\"seq\":5}");
  aus_test_fake_send (fixture->fake, "no JSON");
  aus_test_fake_send (fixture->fake, "[1]");
  aus_test_fake_send (fixture->fake, "{\"type\":\"changes\",\"seq\":9}");
  aus_test_wait_until (fixture->frames->len == 2);
  g_assert_cmpstr (aus_json_get_text (g_ptr_array_index (fixture->frames, 0), "type"), ==, "admitted");

  send_type (fixture, "presence");
  aus_test_wait_until (fixture->fake->frames->len == 1);
  g_assert_cmpstr (g_ptr_array_index (fixture->fake->frames, 0), ==, "{\"type\":\"presence\"}");
}

/* It comes back by itself and asks for what it missed, from the last event and not from “changes”. */
static void
test_comes_back (Fixture       *fixture,
                 gconstpointer  data)
{
  connect_live (fixture);
  aus_test_fake_send (fixture->fake, "{\"type\":\"admitted\",\"seq\":5}");
  aus_test_fake_send (fixture->fake, "{\"type\":\"changes\",\"seq\":9}");
  aus_test_wait_until (fixture->frames->len == 2);

  aus_test_fake_stop (fixture->fake);
  aus_test_wait_until (!aus_live_get_connected (fixture->live));
  aus_test_wait_until (fixture->n_lost > 2);
  g_assert_false (fixture->final);
  g_assert_cmpint (fixture->code, ==, AUS_ERROR_UNAVAILABLE);

  aus_test_fake_start (fixture->fake);
  aus_test_wait_until (aus_live_get_connected (fixture->live) && fixture->fake->frames->len == 1);
  g_assert_cmpstr (g_ptr_array_index (fixture->fake->frames, 0), ==, "{\"type\":\"resume\",\"after\":5}");
}

static void
come_back (Fixture    *fixture,
           const char *resume)
{
  g_ptr_array_set_size (fixture->fake->frames, 0);
  aus_test_fake_stop (fixture->fake);
  aus_test_wait_until (!aus_live_get_connected (fixture->live));
  aus_test_fake_start (fixture->fake);
  aus_test_wait_until (aus_live_get_connected (fixture->live) && fixture->fake->frames->len == 1);
  g_assert_cmpstr (g_ptr_array_index (fixture->fake->frames, 0), ==, resume);
}

/* Cut off before all that it missed was told, it asks for the same again, whatever newer it heard meanwhile. */
static void
test_cut_while_resuming (Fixture       *fixture,
                         gconstpointer  data)
{
  connect_live (fixture);
  aus_test_fake_send (fixture->fake, "{\"type\":\"admitted\",\"seq\":5}");
  aus_test_wait_until (fixture->frames->len == 1);
  come_back (fixture, "{\"type\":\"resume\",\"after\":5}");

  aus_test_fake_send (fixture->fake, "{\"type\":\"consultation_status\",\"seq\":20,\"last_seq\":20}");
  aus_test_fake_send (fixture->fake, "{\"type\":\"new_message\",\"seq\":7}");
  aus_test_wait_until (fixture->frames->len == 3);
  come_back (fixture, "{\"type\":\"resume\",\"after\":5}");

  aus_test_fake_send (fixture->fake, "{\"type\":\"consultation_status\",\"seq\":20,\"last_seq\":20}");
  aus_test_fake_send (fixture->fake, "{\"type\":\"resumed\",\"after\":5,\"complete\":true}");
  aus_test_wait_until (fixture->frames->len == 5);
  come_back (fixture, "{\"type\":\"resume\",\"after\":20}");
}

/* Years until the next try, but the network comes. */
static void
test_network (Fixture       *fixture,
              gconstpointer  data)
{
  aus_live_set_waits (fixture->live, 1000000000, 1000000000);
  aus_test_fake_stop (fixture->fake);
  aus_live_start (fixture->live);
  aus_test_wait_until (fixture->n_lost == 1);

  aus_test_fake_start (fixture->fake);
  aus_test_monitor_change (fixture->monitor, TRUE);
  aus_test_wait_until (aus_live_get_connected (fixture->live));
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  fixture->fake->socket_status = 401;
  aus_live_start (fixture->live);
  aus_test_wait_until (fixture->n_lost == 1);
  g_assert_true (fixture->final);
  g_assert_cmpint (fixture->code, ==, AUS_ERROR_UNAUTHENTICATED);
  g_assert_cmpuint (fixture->n_unauthorized, ==, 1);

  fixture->fake->socket_status = 503;
  aus_live_start (fixture->live);
  aus_test_wait_until (fixture->n_lost == 3);
  g_assert_false (fixture->final);
  fixture->fake->socket_status = 0;
  aus_test_wait_until (aus_live_get_connected (fixture->live));
}

static const struct
{
  gushort  code;
  gboolean final;
} closes[] = {
  { 1001, FALSE }, { 1008, FALSE }, { 4401, TRUE }, { 4404, TRUE },
};

static void
test_closed (Fixture       *fixture,
             gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (closes); i++) {
    GPtrArray *sockets = fixture->fake->sockets;

    connect_live (fixture);
    fixture->n_lost = 0;
    soup_websocket_connection_close (g_ptr_array_index (sockets, sockets->len - 1), closes[i].code, NULL);
    aus_test_wait_until (fixture->n_lost > 0);
    g_assert_cmpint (fixture->final, ==, closes[i].final);
    aus_live_stop (fixture->live);
    aus_test_wait_until (G_OBJECT (fixture->live)->ref_count == 1);
  }
}

/* A burst keeps its order and stays below what the server bears. */
static void
test_pace (Fixture       *fixture,
           gconstpointer  data)
{
  const guint n_frames = 30;
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));

  connect_live (fixture);

  for (guint i = 0; i < n_frames; i++) {
    g_autofree char *type = g_strdup_printf ("%02u", i);

    send_type (fixture, type);
  }

  while (times->len < n_frames) {
    gint64 now;

    aus_test_wait_until (fixture->fake->frames->len > times->len);
    now = g_get_monotonic_time ();
    g_array_append_val (times, now);
  }

  for (guint i = 0; i < n_frames; i++) {
    g_autofree char *frame = g_strdup_printf ("{\"type\":\"%02u\"}", i);

    g_assert_cmpstr (g_ptr_array_index (fixture->fake->frames, i), ==, frame);
  }

  for (guint i = FRAMES_A_SECOND; i < n_frames; i++)
    g_assert_cmpint (g_array_index (times, gint64, i) - g_array_index (times, gint64, i - FRAMES_A_SECOND), >,
                     G_USEC_PER_SEC * 9 / 10);
}

static void
test_stopped (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (JsonObject) frame = json_object_new ();

  connect_live (fixture);
  aus_live_stop (fixture->live);
  g_assert_false (aus_live_get_connected (fixture->live));
  g_assert_false (aus_live_send (fixture->live, frame));
  g_assert_cmpuint (fixture->n_lost, ==, 0);
  aus_test_wait_until (soup_websocket_connection_get_state (g_ptr_array_index (fixture->fake->sockets, 0)) ==
                       SOUP_WEBSOCKET_STATE_CLOSED);
}

static const struct
{
  const char *path;
  void      (*test) (Fixture *fixture, gconstpointer data);
} tests[] = {
  { "/client/live/frames", test_frames },
  { "/client/live/comes-back", test_comes_back },
  { "/client/live/cut-while-resuming", test_cut_while_resuming },
  { "/client/live/network", test_network },
  { "/client/live/refused", test_refused },
  { "/client/live/closed", test_closed },
  { "/client/live/pace", test_pace },
  { "/client/live/stopped", test_stopped },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
