#include "aus-room.h"

#include "aus-consultation.h"
#include "aus-error.h"
#include "aus-message.h"
#include "aus-participant.h"
#include "aus-record-list.h"
#include "aus-test-clinic.h"
#include "aus-test-wait.h"

/* A doctor in the room of the patient who has the door link. */
typedef struct
{
  AusTestClinic  clinic;
  char          *door;
  char          *id;
  AusRoom       *room;
} Fixture;

static char *
make_path (Fixture    *fixture,
           const char *action)
{
  return g_strdup_printf ("consultations/%s/%s/", fixture->id, action);
}

static void
patient_does (Fixture    *fixture,
              const char *action,
              const char *body)
{
  g_autofree char *path = make_path (fixture, action);
  g_autoptr (JsonNode) answer = aus_test_clinic_call (&fixture->clinic, fixture->door, "POST", path, body);

  g_assert_nonnull (answer);
}

/* Whichever doctor it is whose patient has the link. */
static void
sign_in (Fixture *fixture)
{
  AusTestClinic *clinic = &fixture->clinic;
  AusRecordList *list = AUS_RECORD_LIST (aus_client_get_consultations (clinic->client));

  for (guint i = 0; aus_record_list_find (list, fixture->id) == NULL; i++)
    aus_test_clinic_sign_in (clinic, aus_test_server_find (clinic->server, AUS_ROLE_DOCTOR, i));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (JsonNode) visit = NULL;

  aus_test_clinic_set_up (&fixture->clinic, NULL);
  fixture->door = g_strconcat ("Door ", fixture->clinic.server->door, NULL);
  visit = aus_test_clinic_call (&fixture->clinic, fixture->door, "GET", "doors/current/", NULL);
  fixture->id = g_strdup (json_object_get_string_member (json_node_get_object (visit), "consultation_id"));
  sign_in (fixture);
  patient_does (fixture, "join_waiting", "{}");
  fixture->room = aus_client_open_room (fixture->clinic.client, fixture->id);
  aus_test_wait_until (aus_room_get_connected (fixture->room) && aus_room_get_you (fixture->room) != NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  aus_room_close (fixture->room);
  aus_test_wait_until (G_OBJECT (fixture->room)->ref_count == 1);
  g_assert_finalize_object (fixture->room);
  aus_test_clinic_tear_down (&fixture->clinic, NULL);
  g_free (fixture->door);
  g_free (fixture->id);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (aus_room_get_messages (fixture->room));
}

static char *
get_text (Fixture *fixture,
          guint    position)
{
  g_autoptr (AusMessage) message = g_list_model_get_item (aus_room_get_messages (fixture->room), position);

  return message ? g_strdup (message->message) : NULL;
}

static void
assert_last (Fixture    *fixture,
             const char *text)
{
  g_autofree char *last = get_text (fixture, count (fixture) - 1);

  g_assert_cmpstr (last, ==, text);
}

static gboolean
say (Fixture     *fixture,
     const char  *text,
     GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_room_send_message_async (fixture->room, text, FALSE, NULL, aus_test_result_cb, &result);

  return aus_room_send_message_finish (fixture->room, aus_test_await (&result), error);
}

static JsonNode *
act (Fixture     *fixture,
     const char  *action,
     GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_room_act_async (fixture->room, action, NULL, NULL, aus_test_result_cb, &result);

  return aus_room_act_finish (fixture->room, aus_test_await (&result), error);
}

static AusParticipant *
find_patient (Fixture *fixture)
{
  GListModel *people = aus_room_get_participants (fixture->room);

  for (guint i = 0; i < g_list_model_get_n_items (people); i++) {
    g_autoptr (AusParticipant) person = g_list_model_get_item (people, i);

    if (person->role == AUS_PARTICIPANT_ROLE_PATIENT)
      return person;
  }

  return NULL;
}

/* Each message is there once, whether it came as a page, as a frame, as an answer, or as all three. */
static void
test_messages (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  guint before = count (fixture);

  patient_does (fixture, "send_message", "{\"message\":\"Hello\"}");
  aus_test_wait_until (count (fixture) == before + 1);
  assert_last (fixture, "Hello");

  g_assert_true (say (fixture, "Good morning", &error));
  g_assert_no_error (error);
  assert_last (fixture, "Good morning");

  patient_does (fixture, "send_message", "{\"message\":\"How are you?\"}");
  aus_test_wait_until (count (fixture) >= before + 3);
  g_assert_cmpuint (count (fixture), ==, before + 3);
  assert_last (fixture, "How are you?");
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  const AusFieldFault *fault;

  g_assert_false (say (fixture, "", &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
  fault = g_ptr_array_index (aus_error_get_fields (error), 0);
  g_assert_cmpstr (fault->name, ==, "message");
}

/* What was written while the server was away or coming back is all there, once. */
static void
test_comes_back (Fixture       *fixture,
                 gconstpointer  data)
{
  AusTestServer *server = fixture->clinic.server;
  g_autoptr (GError) error = NULL;
  guint before;

  patient_does (fixture, "send_message", "{\"message\":\"One\"}");
  aus_test_wait_until (count (fixture) > 0);
  before = count (fixture);

  aus_test_server_stop (server);
  aus_test_wait_until (!aus_room_get_connected (fixture->room));
  g_assert_nonnull (aus_room_get_problem (fixture->room));
  g_assert_false (say (fixture, "Two", &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_clear_error (&error);

  aus_test_server_start (server);
  patient_does (fixture, "send_message", "{\"message\":\"Three\"}");
  aus_test_wait_until (aus_room_get_connected (fixture->room));
  g_assert_null (aus_room_get_problem (fixture->room));
  g_assert_true (say (fixture, "Two", &error));
  aus_test_wait_until (count (fixture) == before + 2);
  assert_last (fixture, "Two");
}

static void
test_acts (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (JsonNode) admitted = NULL;
  g_autoptr (JsonNode) ended = NULL;
  g_autoptr (JsonNode) again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (aus_room_get_status (fixture->room), ==, AUS_STATUS_WAITING);
  admitted = act (fixture, "admit", &error);
  g_assert_no_error (error);
  aus_test_wait_until (aus_room_get_status (fixture->room) == AUS_STATUS_IN_PROGRESS);

  ended = act (fixture, "end", &error);
  g_assert_no_error (error);
  aus_test_wait_until (aus_room_get_status (fixture->room) == AUS_STATUS_COMPLETED);

  again = act (fixture, "end", &error);
  g_assert_null (again);
  g_assert_error (error, AUS_ERROR, AUS_ERROR_CONFLICT);
}

static void
test_people (Fixture       *fixture,
             gconstpointer  data)
{
  AusParticipant *patient;

  aus_test_wait_until (find_patient (fixture) != NULL);
  patient = find_patient (fixture);
  g_assert_cmpstr (patient->name, !=, "");
  patient_does (fixture, "leave", "{}");
  aus_test_wait_until (patient->presence == AUS_PRESENCE_LEFT);
  patient_does (fixture, "join_waiting", "{}");
  aus_test_wait_until (patient->presence != AUS_PRESENCE_LEFT);
}

static void
signal_cb (AusRoom    *room,
           JsonObject *frame,
           gpointer    user_data)
{
  (*(guint *) user_data)++;
}

/* Two of the doctor's windows: what one sends, the other hears. */
static void
test_signals (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (AusRoom) other = aus_client_open_room (fixture->clinic.client, fixture->id);
  g_autoptr (JsonObject) frame = json_object_new ();
  guint n_typing = 0;

  aus_test_wait_until (aus_room_get_you (other) != NULL);
  g_signal_connect (other, "frame", G_CALLBACK (signal_cb), &n_typing);
  json_object_set_string_member (frame, "type", "typing_indicator");
  json_object_set_boolean_member (frame, "is_typing", TRUE);
  g_assert_true (aus_room_send (fixture->room, frame));
  aus_test_wait_until (n_typing > 0);
  /* But of oneself nobody says that he is typing. */
  g_assert_null (aus_room_get_typing (other));

  aus_room_close (other);
  g_assert_false (aus_room_send (other, frame));
  aus_test_wait_until (G_OBJECT (other)->ref_count == 1);
}

static const struct
{
  const char *path;
  void      (*test) (Fixture *fixture, gconstpointer data);
} tests[] = {
  { "/client/room/messages", test_messages },
  { "/client/room/refused", test_refused },
  { "/client/room/comes-back", test_comes_back },
  { "/client/room/acts", test_acts },
  { "/client/room/people", test_people },
  { "/client/room/signals", test_signals },
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
