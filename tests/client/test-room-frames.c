#include "aus-room-private.h"

#include "aus-error.h"
#include "aus-json.h"
#include "aus-participant.h"
#include "aus-test-fake.h"
#include "aus-test-wait.h"

#define VISIT    "00000000-0000-7000-8000-000000000001"
#define MESSAGES "/telemedicine/api/consultations/" VISIT "/messages/"
#define SEND     "/telemedicine/api/consultations/" VISIT "/send_message/"

#define MESSAGE(id, text) \
  "{\"id\":\"" id "\",\"consultation_id\":\"" VISIT "\",\"message\":\"" text "\",\"sender_role\":\"patient\"," \
  "\"timestamp\":\"2026-11-02T09:00:0" id "Z\"}"
#define PAGE(results, next) "{\"count\":9,\"next\":" next ",\"previous\":null,\"results\":[" results "]}"

/* The presence of the patient, connected or not. */
#define STATUS(presence, connected) \
  "{\"type\":\"consultation_status\",\"status\":\"waiting\",\"you\":\"d\",\"last_seq\":7,\"participants\":[" \
  "{\"id\":\"d\",\"name\":\"Elif Kaya\",\"role\":\"doctor\",\"presence\":\"here\",\"connected\":true}," \
  "{\"id\":\"p\",\"name\":\"Ada Byron\",\"role\":\"patient\",\"presence\":\"" presence "\",\"connected\":" connected \
  "}]}"

/* A room of a server that says what it is told. */
typedef struct
{
  AusTestFake *fake;
  AusApi      *api;
  AusRoom     *room;
  guint        n_frames;
  guint        n_signals;
} Fixture;

static void
frame_cb (Fixture *fixture)
{
  fixture->n_frames++;
}

static void
signal_cb (Fixture *fixture)
{
  fixture->n_signals++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->fake = aus_test_fake_new ();
  fixture->api = aus_api_new ();
  aus_api_set_server (fixture->api, fixture->fake->uri);
  aus_test_fake_answer (fixture->fake, MESSAGES, 200, PAGE (MESSAGE ("2", "Two"), "null"));
  fixture->room = aus_room_new (fixture->api, VISIT);
  aus_live_set_waits (aus_room_get_live (fixture->room), 20, 40);
  g_signal_connect_swapped (fixture->room, "frame", G_CALLBACK (frame_cb), fixture);
  g_signal_connect_swapped (fixture->room, "signal", G_CALLBACK (signal_cb), fixture);
  aus_test_wait_until (aus_room_get_connected (fixture->room) && fixture->fake->requests->len == 1 &&
                       g_list_model_get_n_items (aus_room_get_messages (fixture->room)) == 1);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  aus_room_close (fixture->room);
  aus_test_wait_until (G_OBJECT (fixture->room)->ref_count == 1);
  g_assert_finalize_object (fixture->room);
  aus_test_wait_until (G_OBJECT (fixture->api)->ref_count == 1);
  g_assert_finalize_object (fixture->api);
  aus_test_fake_free (fixture->fake);
}

/* Lets the server say it, and waits until it was heard. */
static void
hear (Fixture    *fixture,
      const char *frame)
{
  guint n_frames = fixture->n_frames;

  aus_test_fake_send (fixture->fake, frame);
  aus_test_wait_until (fixture->n_frames > n_frames);
}

static AusPresence
get_presence (Fixture *fixture)
{
  g_autoptr (AusParticipant) patient = g_list_model_get_item (aus_room_get_participants (fixture->room), 1);

  return patient->presence;
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (aus_room_get_messages (fixture->room));
}

static const struct
{
  const char  *frame;
  AusPresence  presence;
} presences[] = {
  { STATUS ("here", "true"), AUS_PRESENCE_HERE },
  { STATUS ("here", "false"), AUS_PRESENCE_LOST },
  { STATUS ("asleep", "false"), AUS_PRESENCE_ASLEEP },
  { "{\"type\":\"user_joined\",\"participant_id\":\"p\",\"user_name\":\"Ada\",\"user_role\":\"patient\"}",
    AUS_PRESENCE_HERE },
  { "{\"type\":\"presence\",\"participant_id\":\"p\",\"state\":\"no_camera\"}", AUS_PRESENCE_NO_CAMERA },
  { "{\"type\":\"presence\",\"participant_id\":\"p\",\"state\":\"dancing\"}", AUS_PRESENCE_NO_CAMERA },
  { "{\"type\":\"user_left\",\"participant_id\":\"p\",\"reason\":\"lost\"}", AUS_PRESENCE_LOST },
  { "{\"type\":\"user_left\",\"participant_id\":\"p\",\"reason\":\"hung_up\"}", AUS_PRESENCE_HERE },
  { "{\"type\":\"user_left\",\"participant_id\":\"p\",\"reason\":\"left\"}", AUS_PRESENCE_LEFT },
  { "{\"type\":\"user_left\",\"participant_id\":\"stranger\",\"reason\":\"left\"}", AUS_PRESENCE_LEFT },
};

static void
test_presence (Fixture       *fixture,
               gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (presences); i++) {
    hear (fixture, presences[i].frame);
    g_assert_cmpint (get_presence (fixture), ==, presences[i].presence);
    g_assert_cmpuint (g_list_model_get_n_items (aus_room_get_participants (fixture->room)), ==, 2);
  }

  g_assert_cmpstr (aus_room_get_you (fixture->room), ==, "d");
  g_assert_cmpint (aus_room_get_status (fixture->room), ==, AUS_STATUS_WAITING);
}

#define TOLD(status, mode, revision) \
  "{\"type\":\"consultation_status\",\"status\":\"" status "\",\"call_mode\":\"" mode "\",\"revision\":" revision "}"
#define GREETING(status, mode, revision) \
  "{\"type\":\"consultation_status\",\"status\":\"" status "\",\"call_mode\":\"" mode "\",\"revision\":" revision \
  ",\"you\":\"d\"}"
#define TYPING "{\"type\":\"typing_indicator\",\"participant_id\":\"p\",\"user_name\":\"Ada\",\"is_typing\":true}"

static void
check_state (Fixture   *fixture,
             AusStatus  status,
             gboolean   is_open,
             gint64     revision)
{
  AusRoomLatch *latch = aus_room_get_latch (fixture->room);

  g_assert_cmpint (aus_room_get_status (fixture->room), ==, status);
  g_assert_cmpint (aus_room_latch_is_open (latch), ==, is_open);
  g_assert_cmpint (aus_room_latch_get_revision (latch), ==, revision);
}

/* What was missed comes behind how it stands now, and changes nothing of it. */
static void
test_over (Fixture       *fixture,
           gconstpointer  data)
{
  hear (fixture, GREETING ("in_progress", "video", "5"));
  check_state (fixture, AUS_STATUS_IN_PROGRESS, TRUE, 5);
  aus_test_fake_send (fixture->fake, TOLD ("waiting", "video", "3"));
  aus_test_fake_send (fixture->fake, TOLD ("in_progress", "hold", "4"));
  hear (fixture, TYPING);
  check_state (fixture, AUS_STATUS_IN_PROGRESS, TRUE, 5);
  hear (fixture, TOLD ("in_progress", "hold", "6"));
  check_state (fixture, AUS_STATUS_IN_PROGRESS, FALSE, 6);

  /* As in a clinic that was restored. */
  hear (fixture, GREETING ("waiting", "video", "2"));
  check_state (fixture, AUS_STATUS_WAITING, TRUE, 2);
}

#define NUMBERED(type, members, seq) \
  "{\"type\":\"" type "\",\"participant_id\":\"p\"," members ",\"seq\":" seq "}"

/* The greeting knows all that is told again behind it. What is kept nowhere is new, though it has the same number. */
static void
test_past (Fixture       *fixture,
           gconstpointer  data)
{
  guint n_messages;

  hear (fixture, STATUS ("in_call", "true"));
  n_messages = count (fixture);
  hear (fixture, NUMBERED ("user_left", "\"reason\":\"left\"", "5"));
  hear (fixture, NUMBERED ("new_message", "\"message_id\":\"6\",\"message\":\"Six\"", "6"));
  hear (fixture, NUMBERED ("consultation_ended", "\"status\":\"no_show\"", "6"));
  hear (fixture, NUMBERED ("user_joined", "\"user_role\":\"patient\"", "7"));
  g_assert_cmpint (get_presence (fixture), ==, AUS_PRESENCE_IN_CALL);
  g_assert_cmpint (aus_room_get_status (fixture->room), ==, AUS_STATUS_WAITING);
  g_assert_cmpuint (count (fixture), ==, n_messages + 1);

  hear (fixture, NUMBERED ("presence", "\"state\":\"no_camera\"", "7"));
  g_assert_cmpint (get_presence (fixture), ==, AUS_PRESENCE_NO_CAMERA);
  hear (fixture, NUMBERED ("user_left", "\"reason\":\"lost\"", "8"));
  g_assert_cmpint (get_presence (fixture), ==, AUS_PRESENCE_LOST);

  /* As in a clinic that was restored. */
  hear (fixture, "{\"type\":\"consultation_status\",\"status\":\"waiting\",\"you\":\"d\",\"last_seq\":2}");
  hear (fixture, NUMBERED ("user_joined", "\"user_role\":\"patient\"", "3"));
  g_assert_cmpint (get_presence (fixture), ==, AUS_PRESENCE_HERE);
}

static void
test_typing (Fixture       *fixture,
             gconstpointer  data)
{
  hear (fixture, STATUS ("here", "true"));
  hear (fixture, "{\"type\":\"typing_indicator\",\"participant_id\":\"d\",\"user_name\":\"Elif\",\"is_typing\":true}");
  g_assert_null (aus_room_get_typing (fixture->room));
  hear (fixture, "{\"type\":\"typing_indicator\",\"participant_id\":\"p\",\"user_name\":\"Ada\",\"is_typing\":true}");
  g_assert_cmpstr (aus_room_get_typing (fixture->room), ==, "Ada");
  hear (fixture, "{\"type\":\"new_message\",\"message_id\":\"3\",\"message\":\"Three\",\"sender_role\":\"patient\","
                 "\"timestamp\":\"2026-11-02T09:00:03Z\",\"seq\":8}");
  g_assert_null (aus_room_get_typing (fixture->room));
  g_assert_cmpuint (count (fixture), ==, 2);
}

/* The server does not remember that far, so everything is read anew. */
static void
test_incomplete (Fixture       *fixture,
                 gconstpointer  data)
{
  aus_test_fake_forget (fixture->fake);
  aus_test_fake_answer (fixture->fake, MESSAGES, 200, PAGE (MESSAGE ("1", "One") "," MESSAGE ("2", "Two"), "\"more\""));
  aus_test_fake_answer (fixture->fake, MESSAGES, 200, PAGE (MESSAGE ("4", "Four"), "null"));
  hear (fixture, "{\"type\":\"resumed\",\"after\":3,\"complete\":true}");
  hear (fixture, "{\"type\":\"resumed\",\"after\":3,\"complete\":false}");
  aus_test_wait_until (count (fixture) == 3);
  g_assert_cmpstr (aus_test_fake_get_request (fixture->fake, 1)->query, ==, "page=1&page_size=200");
  g_assert_cmpstr (aus_test_fake_get_request (fixture->fake, 2)->query, ==, "page=2&page_size=200");
  g_assert_cmpuint (fixture->fake->requests->len, ==, 3);
}

static void
test_signals (Fixture       *fixture,
              gconstpointer  data)
{
  hear (fixture, "{\"type\":\"signal\",\"from\":\"p\",\"restart\":true}");
  hear (fixture, "{\"type\":\"admitted\",\"by\":\"Elif\"}");
  g_assert_cmpuint (fixture->n_signals, ==, 1);
}

static gboolean
say (Fixture    *fixture,
     const char *text)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_room_send_message_async (fixture->room, text, FALSE, NULL, aus_test_result_cb, &result);

  return aus_room_send_message_finish (fixture->room, aus_test_await (&result), NULL);
}

/* Nobody knows whether it arrived: the same again has the same key, something else another. */
static void
test_sends_once (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *id = NULL;
  g_autofree char *key = NULL;

  aus_test_fake_answer (fixture->fake, SEND, 0, NULL);
  g_assert_false (say (fixture, "Hello"));
  key = g_strdup (aus_test_fake_get_request (fixture->fake, 1)->key);
  id = g_strdup_printf ("{\"message\":\"Hello\",\"is_private\":false,\"id\":\"%s\"}", key);
  g_assert_cmpstr (aus_test_fake_get_request (fixture->fake, 1)->body, ==, id);

  aus_test_fake_forget (fixture->fake);
  aus_test_fake_answer (fixture->fake, SEND, 201, MESSAGE ("5", "Hello"));
  g_assert_true (say (fixture, "Hello"));
  g_assert_true (say (fixture, "Hello"));
  g_assert_cmpstr (aus_test_fake_get_request (fixture->fake, 3)->key, ==, key);
  g_assert_cmpstr (aus_test_fake_get_request (fixture->fake, 4)->key, !=, key);
}

/* What was missed is read again until that works, whatever becomes of the line. */
static void
test_gap (Fixture       *fixture,
          gconstpointer  data)
{
  aus_test_fake_forget (fixture->fake);
  aus_test_fake_answer (fixture->fake, MESSAGES, 503, "{}");
  hear (fixture, "{\"type\":\"resumed\",\"after\":3,\"complete\":false}");
  aus_test_wait_until (fixture->fake->requests->len >= 3);
  g_assert_cmpuint (count (fixture), ==, 1);
  aus_test_fake_forget (fixture->fake);
  aus_test_fake_answer (fixture->fake, MESSAGES, 200, PAGE (MESSAGE ("2", "Two") "," MESSAGE ("4", "Four"), "null"));
  aus_test_wait_until (count (fixture) == 2);
}

/* Its answer was lost, but it comes by the line: the same words again are said again. */
static void
test_says_again (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *key = NULL;
  g_autofree char *frame = NULL;

  aus_test_fake_answer (fixture->fake, SEND, 0, NULL);
  g_assert_false (say (fixture, "Yes"));
  key = g_strdup (aus_test_fake_get_request (fixture->fake, 1)->key);
  frame = g_strdup_printf ("{\"type\":\"new_message\",\"message_id\":\"%s\",\"message\":\"Yes\","
                           "\"sender_role\":\"doctor\",\"timestamp\":\"2026-11-02T09:00:03Z\",\"seq\":8}", key);
  hear (fixture, frame);
  aus_test_fake_forget (fixture->fake);
  aus_test_fake_answer (fixture->fake, SEND, 201, MESSAGE ("5", "Yes"));
  g_assert_true (say (fixture, "Yes"));
  g_assert_cmpstr (aus_test_fake_get_request (fixture->fake, fixture->fake->requests->len - 1)->key, !=, key);
  g_assert_cmpuint (count (fixture), ==, 3);
}

static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  SoupWebsocketConnection *socket = g_ptr_array_index (fixture->fake->sockets, 0);

  soup_websocket_connection_close (socket, 4404, NULL);
  aus_test_wait_until (!aus_room_get_connected (fixture->room));
  g_assert_cmpstr (aus_room_get_problem (fixture->room), ==, "This visit is not there any more");
}

static const struct
{
  const char *path;
  void      (*test) (Fixture *fixture, gconstpointer data);
} tests[] = {
  { "/client/room-frames/presence", test_presence },
  { "/client/room-frames/over", test_over },
  { "/client/room-frames/past", test_past },
  { "/client/room-frames/typing", test_typing },
  { "/client/room-frames/incomplete", test_incomplete },
  { "/client/room-frames/signals", test_signals },
  { "/client/room-frames/sends-once", test_sends_once },
  { "/client/room-frames/gap", test_gap },
  { "/client/room-frames/says-again", test_says_again },
  { "/client/room-frames/gone", test_gone },
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
