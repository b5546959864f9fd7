#include "aus-app-caller.h"

#include "aus-json.h"
#include "aus-room-private.h"
#include "aus-screen.h"
#include "aus-video-call.h"

/* Whoever comes back to a call is in it again, against the real server, whose path is the first argument. */

/* The linker puts it in place of the clock wherever our own code asks; what libraries measure stays as it is. */
gint64 __wrap_g_get_monotonic_time (void);
gint64 __real_g_get_monotonic_time (void);

/* In seconds. */
static int *
get_lead (void)
{
  static int lead;

  return &lead;
}

gint64
__wrap_g_get_monotonic_time (void)
{
  return __real_g_get_monotonic_time () + g_atomic_int_get (get_lead ()) * G_TIME_SPAN_SECOND;
}

/* Somebody of the staff, at an app of their own. */
typedef struct
{
  AusClient     *client;
  AusLocalMedia *media;
  AusRoom       *room;
  AusVideoCall  *call;
} Desk;

static void
sit_down (Desk       *desk,
          AusClient  *client,
          const char *visit_id)
{
  desk->client = client;
  desk->media = aus_local_media_new (AUS_MEDIA_SOURCE_TEST);
  desk->room = aus_client_open_room (client, visit_id);
  desk->call = aus_video_call_new (client, desk->room, desk->media);
  app_test_wait_for (aus_room_get_connected (desk->room));
  aus_video_call_start (desk->call);
}

static void
stand_up (Desk *desk)
{
  aus_video_call_stop (desk->call);
  g_assert_finalize_object (desk->call);
  g_object_unref (desk->room);
  g_object_unref (desk->media);
}

static gboolean
sees_one (Desk       *desk,
          const char *role)
{
  GListModel *remotes = aus_video_call_get_remotes (desk->call);
  g_autoptr (AusRemote) remote = g_list_model_get_item (remotes, 0);

  return g_list_model_get_n_items (remotes) == 1 && aus_remote_get_has_picture (remote)
         && aus_remote_get_state (remote) == AUS_PEER_STATE_CONNECTED
         && g_str_equal (aus_enum_to_nick (AUS_TYPE_PARTICIPANT_ROLE, aus_remote_get_participant (remote)->role), role);
}

/* Returns: (transfer full): of the nurse, who may see the visit from now on */
static AusClient *
call_in_nurse (AppClinic  *clinic,
               const char *visit_id)
{
  AppClinic nurse = { .uri = clinic->uri, .email = clinic->nurse[2], .password = clinic->nurse[3] };
  g_autofree char *folder = g_dir_make_tmp ("ausculta-XXXXXX", NULL);

  app_clinic_assign_nurse (clinic, visit_id);
  nurse.client = aus_client_new (folder);
  app_clinic_sign_in (&nurse, NULL);

  return nurse.client;
}

/* Both are in the call of a visit. Returns: (transfer full): its id */
static char *
meet (AppClinic *clinic,
      Desk      *doctor,
      Desk      *nurse)
{
  char *id = app_clinic_find_scheduled (clinic);
  g_autofree char *path = g_strdup_printf ("/telemedicine/api/consultations/%s/start/", id);
  g_autofree char *token = app_clinic_sign_in_elsewhere (clinic);
  g_autofree char *started = app_clinic_call (clinic, token, "POST", path, "{}");
  AusClient *client = call_in_nurse (clinic, id);

  sit_down (doctor, clinic->client, id);
  sit_down (nurse, client, id);
  app_test_wait_for (sees_one (doctor, "assistant") && sees_one (nurse, "doctor"));

  return id;
}

static void
part (Desk *doctor,
      Desk *nurse)
{
  stand_up (nurse);
  stand_up (doctor);
  g_object_add_weak_pointer (G_OBJECT (nurse->client), (gpointer *) &nurse->client);
  g_object_unref (nurse->client);
  app_test_wait_for (nurse->client == NULL);
}

/* Of the two one offers; whoever that is, the one whose app broke down comes back. */
static void
test_colleagues (AppClinic     *clinic,
                 gconstpointer  program)
{
  Desk doctor, nurse;
  g_autofree char *id = meet (clinic, &doctor, &nurse);

  stand_up (&doctor);
  sit_down (&doctor, clinic->client, id);
  app_test_wait_for (sees_one (&doctor, "assistant") && sees_one (&nurse, "doctor"));
  part (&doctor, &nurse);
}

static void
hang_up (Desk *desk)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = NULL;

  aus_video_call_stop (desk->call);
  aus_room_act_async (desk->room, "hang_up", NULL, NULL, app_clinic_result_cb, &result);
  app_test_wait_for (result != NULL);
  answer = aus_room_act_finish (desk->room, result, &error);
  g_assert_no_error (error);
}

/* Whoever hung up while our line was away is there still, as the greeting says, but is not called without end. */
static void
test_missed_hang_up (AppClinic     *clinic,
                     gconstpointer  program)
{
  Desk doctor, nurse;
  g_autofree char *id = meet (clinic, &doctor, &nurse);
  GListModel *remotes = aus_video_call_get_remotes (doctor.call);

  aus_live_stop (aus_room_get_live (doctor.room));
  hang_up (&nurse);
  g_assert_cmpuint (g_list_model_get_n_items (remotes), ==, 1);
  aus_live_start (aus_room_get_live (doctor.room));
  app_test_wait_for (g_list_model_get_n_items (remotes) == 0);
  part (&doctor, &nurse);
}

static gboolean
is_there (Desk        *desk,
          const char  *role,
          AusPresence  presence)
{
  GListModel *people = aus_room_get_participants (desk->room);
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (people); i++) {
    g_autoptr (AusParticipant) person = g_list_model_get_item (people, i);

    found |= g_str_equal (aus_enum_to_nick (AUS_TYPE_PARTICIPANT_ROLE, person->role), role)
             && person->presence == presence;
  }

  return found;
}

static void
answered_cb (AusRoom    *room,
             JsonObject *frame,
             gboolean   *was_answered)
{
  *was_answered |= g_strcmp0 (aus_json_get_text (frame, "ref"), "last") == 0;
}

/* Until the server has had all that was said before. */
static void
wait_until_said (Desk *desk)
{
  g_autoptr (JsonObject) ping = aus_json_parse_object ("{\"type\":\"ping\",\"ref\":\"last\"}", -1, NULL);
  gboolean was_answered = FALSE;

  g_signal_connect (desk->room, "frame", G_CALLBACK (answered_cb), &was_answered);
  g_assert_true (aus_room_send (desk->room, ping));
  app_test_wait_for (was_answered);
  g_signal_handlers_disconnect_by_data (desk->room, &was_answered);
}

/* Returns: (transfer full): the patient, whom the doctor sees */
static AppCaller *
call_patient (AppVisit *visit,
              Desk     *doctor)
{
  g_autofree char *path = app_visit_make_path (visit, "start");
  g_autoptr (JsonObject) started = app_visit_call (visit, "POST", path, "{}");
  AppCaller *caller;

  app_visit_patient_does (visit, "join_waiting", "{}");
  caller = app_caller_new (visit, visit->door);
  sit_down (doctor, visit->app.client, visit->visit->id);
  app_test_wait_for (sees_one (doctor, "patient"));

  return caller;
}

/* Whoever was away when the doctor called is called when they are back, though they do not ask. */
static void
test_called_again (AppVisit      *visit,
                   gconstpointer  program)
{
  Desk doctor;
  AppCaller *caller = call_patient (visit, &doctor);

  app_caller_free (caller);
  app_test_wait_for (is_there (&doctor, "patient", AUS_PRESENCE_LOST));
  aus_video_call_stop (doctor.call);
  app_test_wait_for (is_there (&doctor, "doctor", AUS_PRESENCE_HERE));
  aus_video_call_start (doctor.call);
  app_test_wait_for (is_there (&doctor, "doctor", AUS_PRESENCE_IN_CALL));
  wait_until_said (&doctor);

  caller = app_caller_new (visit, visit->door);
  app_test_wait_for (sees_one (&doctor, "patient"));
  app_caller_free (caller);
  stand_up (&doctor);
}

/* The call breaks off so many seconds after a move of ours. Returns: whether it begins anew then */
static gboolean
begins_anew (AppVisit *visit,
             int       seconds)
{
  Desk doctor;
  AppCaller *caller = call_patient (visit, &doctor);
  const gint64 epoch = app_caller_get_epoch (caller);
  const guint n_offers = app_caller_get_n_offers (caller);
  gboolean is_new;

  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
  wait_until_said (&doctor);
  app_caller_vanish (caller);
  g_atomic_int_add (get_lead (), seconds);
  app_test_wait_for (app_caller_get_n_offers (caller) > n_offers);
  is_new = app_caller_get_epoch (caller) != epoch;
  app_caller_free (caller);
  stand_up (&doctor);

  return is_new;
}

/* What breaks off then broke off by the move: only a call from the new address helps. */
static void
test_after_move (AppVisit      *visit,
                 gconstpointer  program)
{
  g_assert_true (begins_anew (visit, 15));
}

/* Later another way is looked for in the same call. */
static void
test_long_after_move (AppVisit      *visit,
                      gconstpointer  program)
{
  g_assert_false (begins_anew (visit, 21));
}

/* The devices are being tried out, so that hanging up does not close them. */
static void
test_shared_while_checking (AppClinic     *clinic,
                            gconstpointer  program)
{
  g_autofree char *id = app_clinic_find_scheduled (clinic);
  g_autoptr (AusScreen) screen = NULL;
  Desk desk;

  sit_down (&desk, clinic->client, id);
  screen = aus_screen_new (desk.media);
  g_assert_true (aus_local_media_start (desk.media, NULL));
  aus_screen_begin_async (screen, NULL, NULL, NULL, NULL);
  g_assert_true (aus_local_media_get_sharing (desk.media));
  aus_video_call_stop (desk.call);
  g_assert_false (aus_local_media_get_sharing (desk.media));

  aus_video_call_start (desk.call);
  g_assert_false (aus_local_media_get_sharing (desk.media));
  aus_local_media_stop (desk.media);
  aus_video_call_stop (desk.call);
  app_test_wait_for (G_OBJECT (desk.call)->ref_count == 1);
  stand_up (&desk);
}

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  g_test_add ("/call-again/colleagues", AppClinic, argv[1], app_clinic_set_up, test_colleagues, app_clinic_tear_down);
  g_test_add ("/call-again/missed-hang-up", AppClinic, argv[1], app_clinic_set_up, test_missed_hang_up,
              app_clinic_tear_down);
  g_test_add ("/call-again/shared-while-checking", AppClinic, argv[1], app_clinic_set_up, test_shared_while_checking,
              app_clinic_tear_down);
  g_test_add ("/call-again/called-again", AppVisit, argv[1], app_visit_set_up, test_called_again, app_visit_tear_down);
  g_test_add ("/call-again/after-move", AppVisit, argv[1], app_visit_set_up, test_after_move, app_visit_tear_down);
  g_test_add ("/call-again/long-after-move", AppVisit, argv[1], app_visit_set_up, test_long_after_move,
              app_visit_tear_down);

  return g_test_run ();
}
