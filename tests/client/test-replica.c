#include "aus-replica.h"

#include "aus-patient.h"
#include "aus-test-fake.h"
#include "aus-test-wait.h"

#define SYNC  "/telemedicine/api/sync/"
#define EMAIL "kaya@clinic.example"
#define ID    "00000000-0000-7000-8000-00000000000"

#define SAVED(entity, digit, members) \
  "{\"seq\":1,\"entity\":\"" entity "\",\"id\":\"" ID digit "\",\"revision\":1,\"kind\":\"save\",\"record\":" \
  "{\"id\":\"" ID digit "\",\"revision\":1," members "}}"
#define PATIENT(digit, name) SAVED ("patients", digit, "\"given_name\":\"Ada\",\"family_name\":\"" name "\"")
#define DOCTOR(digit, active) \
  SAVED ("users", digit, "\"email\":\"k@x.y\",\"first_name\":\"Elif\",\"last_name\":\"Kaya\",\"role\":\"doctor\"," \
         "\"is_active\":" active)
#define PAGE(changes, next, more) \
  "{\"changes\":[" changes "],\"next\":" next ",\"more\":" more ",\"server_time\":\"2026-11-02T09:00:00Z\"}"

typedef struct
{
  char        *folder;
  AusTestFake *fake;
  AusApi      *api;
  AusReplica  *replica;
  guint        n_synced;
  guint        fewest;
} Fixture;

static void
synced_cb (Fixture *fixture)
{
  fixture->n_synced++;
}

static void
open_replica (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fixture->replica = aus_replica_new ();
  g_signal_connect_swapped (fixture->replica, "synced", G_CALLBACK (synced_cb), fixture);
  aus_replica_open_async (fixture->replica, fixture->folder, fixture->fake->uri, EMAIL, aus_test_result_cb, &result);
  g_assert_true (aus_replica_open_finish (fixture->replica, aus_test_await (&result), &error));
  g_assert_no_error (error);
}

static void
drop_replica (Fixture *fixture)
{
  aus_replica_stop (fixture->replica);
  aus_test_wait_until (G_OBJECT (fixture->replica)->ref_count == 1);
  g_assert_finalize_object (g_steal_pointer (&fixture->replica));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = aus_test_make_folder ();
  fixture->fake = aus_test_fake_new ();
  fixture->api = aus_api_new ();
  aus_api_set_server (fixture->api, fixture->fake->uri);
  open_replica (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  drop_replica (fixture);
  aus_test_wait_until (G_OBJECT (fixture->api)->ref_count == 1);
  g_assert_finalize_object (fixture->api);
  aus_test_fake_free (fixture->fake);
  aus_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static guint
count (Fixture      *fixture,
       AusListingId  list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (aus_replica_get_list (fixture->replica, list)));
}

static void
sync_with (Fixture    *fixture,
           const char *page)
{
  guint n_synced = fixture->n_synced;

  aus_test_fake_forget (fixture->fake);
  aus_test_fake_answer (fixture->fake, SYNC, 200, page);
  aus_replica_sync (fixture->replica);
  aus_test_wait_until (fixture->n_synced > n_synced);
}

static void
start_with (Fixture    *fixture,
            const char *page)
{
  aus_test_fake_forget (fixture->fake);
  aus_test_fake_answer (fixture->fake, SYNC, 200, page);
  aus_replica_start (fixture->replica, fixture->api);
  aus_test_wait_until (fixture->n_synced > 0);
}

/* Visits with a start so many days from now. */
static char *
make_visits (int first,
             int second)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) a = g_date_time_add_days (now, first);
  g_autoptr (GDateTime) b = g_date_time_add_days (now, second);
  g_autofree char *text_a = g_date_time_format (a, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *text_b = g_date_time_format (b, "%Y-%m-%dT%H:%M:%SZ");

  return g_strdup_printf (PAGE (SAVED ("consultations", "1", "\"doctor_id\":\"" ID "8\",\"patient_id\":\"" ID "9\","
                                       "\"scheduled_start\":\"%s\"") ","
                                SAVED ("consultations", "2", "\"doctor_id\":\"" ID "8\",\"patient_id\":\"" ID "9\","
                                       "\"scheduled_start\":\"%s\""), "5", "false"), text_a, text_b);
}

static void
test_window (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *near = make_visits (1, -2);
  g_autofree char *far = make_visits (70, -2);
  g_autofree char *past = make_visits (70, -20);

  start_with (fixture, near);
  g_assert_cmpuint (count (fixture, AUS_LISTING_CONSULTATIONS), ==, 2);
  sync_with (fixture, far);
  g_assert_cmpuint (count (fixture, AUS_LISTING_CONSULTATIONS), ==, 1);
  sync_with (fixture, past);
  g_assert_cmpuint (count (fixture, AUS_LISTING_CONSULTATIONS), ==, 0);
}

static void
test_doctors (Fixture       *fixture,
              gconstpointer  data)
{
  start_with (fixture, PAGE (DOCTOR ("1", "true"), "1", "false"));
  g_assert_cmpuint (count (fixture, AUS_LISTING_DOCTORS), ==, 1);
  sync_with (fixture, PAGE (DOCTOR ("1", "false"), "2", "false"));
  g_assert_cmpuint (count (fixture, AUS_LISTING_DOCTORS), ==, 0);
}

static void
test_before_network (Fixture       *fixture,
                     gconstpointer  data)
{
  start_with (fixture, PAGE (PATIENT ("1", "Byron") "," DOCTOR ("2", "true"), "7", "false"));
  drop_replica (fixture);
  aus_test_fake_stop (fixture->fake);
  open_replica (fixture);

  g_assert_cmpuint (count (fixture, AUS_LISTING_PATIENTS), ==, 1);
  g_assert_cmpuint (count (fixture, AUS_LISTING_DOCTORS), ==, 1);
  g_assert_nonnull (aus_replica_get_as_of (fixture->replica));
}

static void
shrunk_cb (GListModel *model,
           guint       position,
           guint       removed,
           guint       added,
           gpointer    user_data)
{
  Fixture *fixture = user_data;

  fixture->fewest = MIN (fixture->fewest, g_list_model_get_n_items (model));
}

/* The server's log begins anew: nobody sees an empty list meanwhile, and what is gone goes at the end. */
static void
test_afresh (Fixture       *fixture,
             gconstpointer  data)
{
  AusRecordList *patients = aus_replica_get_list (fixture->replica, AUS_LISTING_PATIENTS);
  AusPatient *kept;

  start_with (fixture, PAGE (PATIENT ("1", "Byron") "," PATIENT ("2", "Turing"), "50", "false"));
  kept = aus_record_list_find (patients, ID "2");
  fixture->fewest = G_MAXUINT;
  g_signal_connect (patients, "items-changed", G_CALLBACK (shrunk_cb), fixture);

  aus_test_fake_forget (fixture->fake);
  aus_test_fake_answer (fixture->fake, SYNC, 410, "{}");
  aus_test_fake_answer (fixture->fake, SYNC, 200, PAGE (PATIENT ("3", "Hopper"), "1", "true"));
  aus_test_fake_answer (fixture->fake, SYNC, 200, PAGE (PATIENT ("2", "Turing"), "2", "false"));
  aus_replica_sync (fixture->replica);
  aus_test_wait_until (aus_record_list_find (patients, ID "1") == NULL);

  g_assert_cmpuint (fixture->fewest, ==, 2);
  g_assert_true (aus_record_list_find (patients, ID "2") == kept);
  g_assert_nonnull (aus_record_list_find (patients, ID "3"));
}

/* Somebody else signs in: nothing of the first stays, neither on screen nor on disk. */
static void
test_other_person (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  start_with (fixture, PAGE (PATIENT ("1", "Byron"), "7", "false"));
  aus_replica_open_async (fixture->replica, fixture->folder, fixture->fake->uri, "other@clinic.example",
                          aus_test_result_cb, &result);
  g_assert_true (aus_replica_open_finish (fixture->replica, aus_test_await (&result), NULL));
  g_clear_object (&result);
  g_assert_cmpuint (count (fixture, AUS_LISTING_PATIENTS), ==, 0);

  aus_replica_wipe (fixture->replica);
  g_assert_null (aus_replica_get_cache (fixture->replica));
  dir = g_dir_open (fixture->folder, 0, NULL);

  while ((name = g_dir_read_name (dir)) != NULL)
    g_error ("%s stayed", name);
}

/* However the address is written, it is the same person. */
static void
test_same_person (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  AusCache *cache = aus_replica_get_cache (fixture->replica);

  start_with (fixture, PAGE (PATIENT ("1", "Byron"), "7", "false"));
  aus_replica_open_async (fixture->replica, fixture->folder, fixture->fake->uri, "Kaya@Clinic.Example",
                          aus_test_result_cb, &result);
  g_assert_true (aus_replica_open_finish (fixture->replica, aus_test_await (&result), NULL));
  g_assert_cmpuint (count (fixture, AUS_LISTING_PATIENTS), ==, 1);
  g_assert_true (aus_replica_get_cache (fixture->replica) == cache);
}

static const struct
{
  const char *path;
  void      (*test) (Fixture *fixture, gconstpointer data);
} tests[] = {
  { "/client/replica/window", test_window },
  { "/client/replica/doctors", test_doctors },
  { "/client/replica/before-network", test_before_network },
  { "/client/replica/afresh", test_afresh },
  { "/client/replica/other-person", test_other_person },
  { "/client/replica/same-person", test_same_person },
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
