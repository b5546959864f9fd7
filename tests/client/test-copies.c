/* The app's own copy against the real server: while others work and the server is killed, it follows; in the end it is
 * what somebody gets who begins afresh. SEED=n runs one that failed again. */

#include "aus-client-private.h"
#include "aus-json.h"
#include "aus-listing.h"
#include "aus-record-json.h"
#include "aus-test-clinic.h"
#include "aus-test-wait.h"
#include "aus-time.h"

#define ROUNDS 4
#define DEEDS 14

typedef struct
{
  AusTestClinic  doctor;
  AusTestClinic  admin;
  char          *colleague;
  char          *leave;
  GRand         *chance;
} Fixture;

static GListModel *
get_list (AusTestClinic *clinic,
          AusListingId   list)
{
  GListModel *(* const getters[]) (AusClient *) = {
    [AUS_LISTING_CONSULTATIONS] = aus_client_get_consultations,
    [AUS_LISTING_BOOKINGS] = aus_client_get_bookings,
    [AUS_LISTING_PATIENTS] = aus_client_get_patients,
    [AUS_LISTING_DOCTORS] = aus_client_get_doctors,
  };

  return getters[list] (clinic->client);
}

static char *
get_user_id (AusTestClinic *clinic,
             AusTestClinic *other)
{
  const char *own = aus_record_get_id (AUS_RECORD (aus_client_get_user (clinic->client)));
  GListModel *doctors = get_list (other, AUS_LISTING_DOCTORS);

  for (guint i = 0; i < g_list_model_get_n_items (doctors); i++) {
    g_autoptr (AusRecord) doctor = g_list_model_get_item (doctors, i);

    if (g_strcmp0 (aus_record_get_id (doctor), own) != 0)
      return g_strdup (aus_record_get_id (doctor));
  }

  g_assert_not_reached ();
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const char *seed = g_getenv ("SEED");
  guint32 number = seed ? (guint32) g_ascii_strtoull (seed, NULL, 10) : g_random_int ();

  g_test_message ("SEED=%u", number);
  fixture->chance = g_rand_new_with_seed (number);
  aus_test_clinic_set_up (&fixture->doctor, NULL);
  fixture->admin.server = fixture->doctor.server;
  fixture->admin.folder = aus_test_make_folder ();
  fixture->admin.client = aus_client_new (fixture->admin.folder);
  aus_test_clinic_sign_in (&fixture->doctor, aus_test_server_find (fixture->doctor.server, AUS_ROLE_DOCTOR, 0));
  aus_test_clinic_sign_in (&fixture->admin, aus_test_server_find (fixture->doctor.server, AUS_ROLE_ADMIN, 0));
  fixture->colleague = get_user_id (&fixture->doctor, &fixture->admin);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  aus_test_clinic_sign_out (&fixture->admin);
  aus_client_disconnect (fixture->admin.client);
  aus_test_wait_until (G_OBJECT (fixture->admin.client)->ref_count == 1);
  g_assert_finalize_object (fixture->admin.client);
  aus_test_remove_folder (fixture->admin.folder);
  g_free (fixture->admin.folder);
  g_free (fixture->colleague);
  g_free (fixture->leave);
  g_rand_free (fixture->chance);
  aus_test_clinic_tear_down (&fixture->doctor, NULL);
}

/* (transfer full) (nullable): the answer; the server may refuse, or be killed. */
static JsonNode *
ask (Fixture    *fixture,
     const char *method,
     const char *path,
     const char *body)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  aus_client_send_async (fixture->admin.client, method, path, body ? json_from_string (body, NULL) : NULL, NULL,
                         aus_test_result_cb, &result);

  return aus_client_send_finish (fixture->admin.client, aus_test_await (&result), &error);
}

static void
change (Fixture    *fixture,
        const char *method,
        const char *path,
        const char *body)
{
  g_autoptr (JsonNode) answer = ask (fixture, method, path, body);
}

/* (transfer full): the id of one that the admin sees. */
static char *
pick (Fixture      *fixture,
      AusListingId  list)
{
  GListModel *model = get_list (&fixture->admin, list);
  const guint n_items = g_list_model_get_n_items (model);
  g_autoptr (AusRecord) record = NULL;

  g_assert_cmpuint (n_items, >, 0);
  record = g_list_model_get_item (model, (guint) g_rand_int_range (fixture->chance, 0, (int) n_items));

  return g_strdup (aus_record_get_id (record));
}

static void
add_patient (Fixture    *fixture,
             const char *name)
{
  g_autofree char *body = g_strdup_printf ("{\"given_name\":\"A\",\"family_name\":\"%s\"}", name);

  change (fixture, "POST", "patients/", body);
}

static void
add_visit (Fixture *fixture)
{
  g_autofree char *doctor = pick (fixture, AUS_LISTING_DOCTORS);
  g_autofree char *patient = pick (fixture, AUS_LISTING_PATIENTS);
  const gint64 minutes = g_rand_int_range (fixture->chance, 5, 300);
  g_autoptr (GDateTime) time = aus_time_to_date_time (aus_time_now () + minutes * AUS_TIME_MINUTE);
  g_autofree char *start = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *body = g_strdup_printf ("{\"doctor_id\":\"%s\",\"patient_id\":\"%s\",\"scheduled_start\":\"%s\"}",
                                           doctor, patient, start);

  change (fixture, "POST", "consultations/", body);
}

static void
change_visit (Fixture    *fixture,
              const char *method,
              const char *part,
              const char *body)
{
  g_autofree char *id = pick (fixture, AUS_LISTING_CONSULTATIONS);
  g_autofree char *path = g_strconcat ("consultations/", id, "/", part, NULL);

  change (fixture, method, path, body);
}

static void
rename_colleague (Fixture *fixture)
{
  g_autofree char *path = g_strconcat ("users/", fixture->colleague, "/", NULL);
  g_autofree char *body = g_strdup_printf ("{\"last_name\":\"N%u\"}", g_rand_int (fixture->chance));

  change (fixture, "PATCH", path, body);
}

/* In the colleague's leave the doctor sees all of the colleague's visits, and after it none. */
static void
cover_or_not (Fixture *fixture)
{
  const char *own = aus_record_get_id (AUS_RECORD (aus_client_get_user (fixture->doctor.client)));
  g_autofree char *path = fixture->leave ? g_strconcat ("availability/", fixture->leave, "/", NULL) : NULL;
  g_autofree char *body =
    g_strdup_printf ("{\"doctor_id\":\"%s\",\"kind\":\"leave\",\"first_date\":\"2020-01-01\","
                     "\"last_date\":\"2099-01-01\",\"covered_by\":\"%s\"}", fixture->colleague, own);
  g_autoptr (JsonNode) answer = NULL;

  if (path != NULL) {
    change (fixture, "DELETE", path, NULL);
    g_clear_pointer (&fixture->leave, g_free);
    return;
  }

  answer = ask (fixture, "POST", "availability/", body);

  if (answer != NULL)
    fixture->leave = g_strdup (aus_json_get_text (json_node_get_object (answer), "id"));
}

static void
do_something (Fixture *fixture)
{
  switch (g_rand_int_range (fixture->chance, 0, 8)) {
    case 0:
      add_patient (fixture, "Somebody");
      break;
    case 1:
      change_visit (fixture, "PATCH", "", "{\"reason\":\"Something else\"}");
      break;
    case 2:
      change_visit (fixture, "POST", "cancel/", "{\"reason\":\"x\"}");
      break;
    case 3:
      change_visit (fixture, "DELETE", "", NULL);
      break;
    case 4:
      rename_colleague (fixture);
      break;
    case 5:
    case 6:
      cover_or_not (fixture);
      break;
    default:
      add_visit (fixture);
  }
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char **) a, *(const char **) b);
}

/* (transfer full): all that the lists show, as JSON, in an order of its own. */
static char *
dump (AusTestClinic *clinic)
{
  const AusView view = { AUS_ROLE_ADMIN, TRUE };
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint list = 0; list < AUS_N_LISTINGS; list++) {
    GListModel *model = get_list (clinic, list);

    for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
      g_autoptr (AusRecord) record = g_list_model_get_item (model, i);
      g_autoptr (GBytes) bytes = NULL;
      AusJsonWriter writer;

      aus_json_writer_init (&writer);
      aus_record_write_json (record, &writer, NULL, &view);
      bytes = aus_json_writer_finish (&writer);
      g_ptr_array_add (texts, g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
    }
  }

  g_ptr_array_sort (texts, compare_texts);
  g_ptr_array_add (texts, NULL);

  return g_strjoinv ("\n", (char **) texts->pdata);
}

static gboolean
knows (AusTestClinic *clinic,
       const char    *family_name)
{
  g_autofree char *all = dump (clinic);

  return strstr (all, family_name) != NULL;
}

/* The first that differs says enough. */
static void
assert_same (const char *followed,
             const char *fresh)
{
  g_auto (GStrv) ours = g_strsplit (followed, "\n", -1);
  g_auto (GStrv) theirs = g_strsplit (fresh, "\n", -1);

  for (guint i = 0; ours[i] != NULL && theirs[i] != NULL; i++)
    g_assert_cmpstr (ours[i], ==, theirs[i]);

  g_assert_cmpuint (g_strv_length (ours), ==, g_strv_length (theirs));
}

static void
check_afresh (AusTestClinic *clinic,
              AusRole        role)
{
  g_autofree char *followed = dump (clinic);
  g_autofree char *fresh = NULL;

  aus_test_clinic_sign_out (clinic);
  aus_test_clinic_sign_in (clinic, aus_test_server_find (clinic->server, role, 0));
  aus_test_wait_until (knows (clinic, "Lastcomer"));
  fresh = dump (clinic);
  assert_same (followed, fresh);
}

static void
test_copies (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (JsonNode) last = NULL;

  for (guint round = 0; round < ROUNDS; round++) {
    const int killed = g_rand_int_range (fixture->chance, 1, DEEDS);

    for (int deed = 0; deed < DEEDS; deed++) {
      do_something (fixture);

      if (deed == killed) {
        aus_test_server_kill (fixture->doctor.server);
        aus_test_server_start (fixture->doctor.server);
      }
    }
  }

  /* What comes last in the log has come when all else has. */
  last = ask (fixture, "POST", "patients/", "{\"given_name\":\"A\",\"family_name\":\"Lastcomer\"}");
  g_assert_nonnull (last);
  aus_test_wait_until (knows (&fixture->doctor, "Lastcomer") && knows (&fixture->admin, "Lastcomer"));
  check_afresh (&fixture->doctor, AUS_ROLE_DOCTOR);
  check_afresh (&fixture->admin, AUS_ROLE_ADMIN);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/client/copies/follow", Fixture, NULL, set_up, test_copies, tear_down);

  return g_test_run ();
}
