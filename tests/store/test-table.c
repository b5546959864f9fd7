#include "aus-events.h"
#include "aus-test-store.h"

#include "aus-uuid.h"

static gboolean
get_job (AusDatabase  *database,
         gpointer      data,
         GError      **error)
{
  return aus_table_get (database, data, aus_record_get_id (data), error);
}

static gboolean
put_job (AusDatabase  *database,
         gpointer      data,
         GError      **error)
{
  return aus_table_put (database, data, error);
}

static gboolean
delete_job (AusDatabase  *database,
            gpointer      data,
            GError      **error)
{
  return aus_table_delete (database, data, error);
}

/* (transfer full): read afresh. */
static AusConsultation *
read_visit (AusTestStore *self,
            const char   *id)
{
  g_autoptr (GError) error = NULL;
  AusConsultation *visit = g_object_new (AUS_TYPE_CONSULTATION, "id", id, NULL);

  aus_store_read_sync (self->store, get_job, visit, &error);
  g_assert_no_error (error);

  return visit;
}

static gint64
ask_change (AusTestStore *self,
            const char   *column,
            const char   *id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM changes WHERE entity = 'consultations' AND id = '%s'",
                                          column, id);

  return aus_test_store_ask (self, sql);
}

static void
test_insert (AusTestStore  *self,
             gconstpointer  data)
{
  g_autoptr (AusConsultation) visit = aus_test_store_make_visit (self);

  g_object_set (visit, "revision", (gint64) 7, NULL);
  aus_test_store_insert (self, visit);

  g_assert_true (aus_uuid_is_valid (visit->id));
  g_assert_cmpint (visit->revision, ==, 1);
  g_assert_nonnull (visit->created_at);
  g_assert_true (g_date_time_equal (visit->created_at, visit->updated_at));
  g_assert_cmpint (ask_change (self, "revision", visit->id), ==, 1);
  g_assert_cmpint (ask_change (self, "kind = 'save'", visit->id), ==, 1);
}

/* Who brings an id may try again without doing it twice. */
static void
test_insert_twice (AusTestStore  *self,
                   gconstpointer  data)
{
  g_autoptr (AusConsultation) visit = aus_test_store_make_visit (self);
  g_autoptr (AusConsultation) again = aus_test_store_make_visit (self);
  g_autoptr (GError) error = NULL;
  const char *id = "01890a5d-ac96-774b-bcce-b302099a8057";

  g_object_set (visit, "id", id, NULL);
  g_object_set (again, "id", id, NULL);
  aus_test_store_insert (self, visit);
  g_assert_cmpstr (visit->id, ==, id);

  g_assert_false (aus_store_write_sync (self->store, aus_test_insert_job, again, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_CONFLICT);
  g_assert_cmpint (aus_test_store_count_visits (self), ==, 1);
}

static void
test_get (AusTestStore  *self,
          gconstpointer  data)
{
  g_autoptr (AusConsultation) visit = aus_test_store_make_visit (self);
  g_autoptr (AusConsultation) read = NULL;

  g_object_set (visit, "notes", "Ruhe; „Tee“ & 'Honig'", "duration-minutes", (gint64) 12,
                "status", AUS_STATUS_NO_SHOW, "recording-enabled", TRUE, NULL);
  aus_test_store_insert (self, visit);
  read = read_visit (self, visit->id);

  g_assert_cmpstr (read->notes, ==, "Ruhe; „Tee“ & 'Honig'");
  g_assert_cmpint (read->duration_minutes, ==, 12);
  g_assert_cmpuint (read->status, ==, AUS_STATUS_NO_SHOW);
  g_assert_true (read->recording_enabled);
  g_assert_true (g_date_time_equal (read->scheduled_start, visit->scheduled_start));
  g_assert_null (read->actual_start);
  g_assert_null (read->booking_id);
  g_assert_cmpstr (read->reason, ==, "");
}

static void
test_get_nothing (AusTestStore  *self,
                  gconstpointer  data)
{
  g_autoptr (AusConsultation) visit = g_object_new (AUS_TYPE_CONSULTATION, "id", "nowhere", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (aus_store_read_sync (self->store, get_job, visit, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND);
}

static void
test_save (AusTestStore  *self,
           gconstpointer  data)
{
  g_autoptr (AusConsultation) visit = aus_test_store_add_visit (self);
  g_autoptr (AusConsultation) other = aus_test_store_add_visit (self);
  g_autoptr (AusConsultation) read = NULL;
  g_autoptr (AusConsultation) untouched = NULL;

  g_object_set (visit, "reason", "Cough", NULL);
  aus_test_store_save (self, visit);
  read = read_visit (self, visit->id);
  untouched = read_visit (self, other->id);

  g_assert_cmpint (visit->revision, ==, 2);
  g_assert_cmpint (read->revision, ==, 2);
  g_assert_cmpstr (read->reason, ==, "Cough");
  g_assert_cmpint (g_date_time_compare (read->updated_at, read->created_at), >, 0);
  g_assert_cmpint (untouched->revision, ==, 1);
  g_assert_cmpstr (untouched->reason, ==, "");
}

static void
test_save_stale (AusTestStore  *self,
                 gconstpointer  data)
{
  g_autoptr (AusConsultation) mine = aus_test_store_add_visit (self);
  g_autoptr (AusConsultation) theirs = read_visit (self, mine->id);
  g_autoptr (AusConsultation) read = NULL;
  g_autoptr (GDateTime) updated_at = g_date_time_ref (mine->updated_at);
  g_autoptr (GError) error = NULL;

  g_object_set (theirs, "reason", "theirs", NULL);
  aus_test_store_save (self, theirs);
  g_object_set (mine, "reason", "mine", NULL);

  g_assert_false (aus_store_write_sync (self->store, aus_test_save_job, mine, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_STALE);
  g_assert_cmpint (mine->revision, ==, 1);
  g_assert_true (g_date_time_equal (mine->updated_at, updated_at));

  read = read_visit (self, mine->id);
  g_assert_cmpstr (read->reason, ==, "theirs");
  g_assert_cmpint (ask_change (self, "revision", mine->id), ==, 2);
}

static void
test_delete (AusTestStore  *self,
             gconstpointer  data)
{
  g_autoptr (AusConsultation) visit = aus_test_store_add_visit (self);
  g_autoptr (GError) error = NULL;

  g_assert_true (aus_store_write_sync (self->store, delete_job, visit, &error));
  g_assert_no_error (error);
  g_assert_cmpint (aus_test_store_count_visits (self), ==, 0);
  g_assert_cmpint (ask_change (self, "kind = 'delete'", visit->id), ==, 1);

  g_assert_false (aus_store_write_sync (self->store, delete_job, visit, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND);
}

/* A copy takes over what another database decided, and decides nothing itself. */
static void
test_put (AusTestStore  *self,
          gconstpointer  data)
{
  g_autoptr (AusConsultation) visit = aus_test_store_make_visit (self);
  g_autoptr (AusConsultation) read = NULL;
  g_autoptr (GError) error = NULL;

  g_object_set (visit, "id", "01890a5d-ac96-774b-bcce-b302099a8057", "revision", (gint64) 9, NULL);
  g_assert_true (aus_store_write_sync (self->store, put_job, visit, &error));
  g_object_set (visit, "revision", (gint64) 12, "reason", "Cough", NULL);
  g_assert_true (aus_store_write_sync (self->store, put_job, visit, &error));

  read = read_visit (self, visit->id);
  g_assert_cmpint (read->revision, ==, 12);
  g_assert_cmpstr (read->reason, ==, "Cough");
  g_assert_null (read->updated_at);
  g_assert_cmpint (aus_test_store_count_visits (self), ==, 1);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT count(*) FROM changes WHERE entity = 'consultations'"), ==, 0);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT sum(total) FROM consultation_counts"), ==, 1);
}

static void
test_references (AusTestStore  *self,
                 gconstpointer  data)
{
  g_autoptr (AusConsultation) visit = aus_test_store_make_visit (self);
  g_autoptr (GError) error = NULL;

  g_object_set (visit, "doctor-id", "nobody", NULL);
  g_assert_false (aus_store_write_sync (self->store, aus_test_insert_job, visit, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_CONFLICT);
}

static gboolean
event_job (AusDatabase  *database,
           gpointer      data,
           GError      **error)
{
  return aus_events_add (database, data, "admitted", AUS_TO (AUS_ROLES_ALL), NULL, error);
}

/* One row for each record, and one sequence for changes and events that rises whatever happens. */
static void
test_change_log (AusTestStore  *self,
                 gconstpointer  data)
{
  g_autoptr (AusConsultation) visit = aus_test_store_add_visit (self);
  gint64 last = ask_change (self, "seq", visit->id);

  for (guint i = 0; i < 12; i++) {
    gint64 seq;

    if (i % 4 == 3) {
      aus_test_store_close (self);
      aus_test_store_open (self);
    }

    if (i % 2 == 0) {
      aus_test_store_save (self, visit);
      seq = ask_change (self, "seq", visit->id);
      g_assert_cmpint (ask_change (self, "count(*)", visit->id), ==, 1);
      g_assert_cmpint (ask_change (self, "revision", visit->id), ==, visit->revision);
    } else {
      g_assert_true (aus_store_write_sync (self->store, event_job, visit, NULL));
      seq = aus_test_store_ask (self, "SELECT max(seq) FROM events");
    }

    g_assert_cmpint (seq, ==, last + 1);
    last = seq;
  }

  g_assert_cmpint (aus_test_store_ask (self, "SELECT count(*) FROM events"), ==, 6);
}

/* Changes one visit in some way, or adds or removes one. */
static void
edit_randomly (AusTestStore *self,
               GPtrArray    *visits)
{
  AusConsultation *visit;

  if (visits->len < 3 || g_test_rand_int_range (0, 4) == 0) {
    g_ptr_array_add (visits, aus_test_store_add_visit (self));
    return;
  }

  visit = g_ptr_array_index (visits, g_test_rand_int_range (0, visits->len));

  if (g_test_rand_int_range (0, 6) == 0) {
    g_assert_true (aus_store_write_sync (self->store, delete_job, visit, NULL));
    g_ptr_array_remove_fast (visits, visit);
    return;
  }

  g_object_set (visit, "status", g_test_rand_int_range (0, AUS_STATUS_NO_SHOW + 1),
                "video-provider", g_test_rand_int_range (0, AUS_VIDEO_PROVIDER_GOOGLE_MEET + 1),
                "duration-minutes", g_test_rand_bit () ? AUS_INTEGER_NULL : (gint64) g_test_rand_int_range (0, 90),
                NULL);
  g_assert_true (aus_store_write_sync (self->store, g_test_rand_bit () ? aus_test_save_job : put_job, visit, NULL));
}

#define KEPT    "SELECT doctor_id, status, video_provider, total, minutes, timed FROM consultation_counts"
#define COUNTED "SELECT doctor_id, status, video_provider, count(*), sum (coalesce (duration_minutes, 0)), " \
                "count(duration_minutes) FROM consultations GROUP BY 1, 2, 3"

/* The counts that are kept equal those that are counted, whatever was done. */
static void
test_counts (AusTestStore  *self,
             gconstpointer  data)
{
  g_autoptr (GPtrArray) visits = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 300; i++)
    edit_randomly (self, visits);

  g_assert_cmpint (aus_test_store_count_visits (self), ==, visits->len);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT count(*) FROM (" COUNTED " EXCEPT " KEPT ")"), ==, 0);
  g_assert_cmpint (aus_test_store_ask (self, "SELECT count(*) FROM (" KEPT " WHERE total <> 0 OR minutes <> 0 "
                                             "OR timed <> 0 EXCEPT " COUNTED ")"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  AUS_TEST_STORE ("/table/insert", test_insert);
  AUS_TEST_STORE ("/table/insert-twice", test_insert_twice);
  AUS_TEST_STORE ("/table/get", test_get);
  AUS_TEST_STORE ("/table/get-nothing", test_get_nothing);
  AUS_TEST_STORE ("/table/save", test_save);
  AUS_TEST_STORE ("/table/save-stale", test_save_stale);
  AUS_TEST_STORE ("/table/delete", test_delete);
  AUS_TEST_STORE ("/table/put", test_put);
  AUS_TEST_STORE ("/table/references", test_references);
  AUS_TEST_STORE ("/table/change-log", test_change_log);
  AUS_TEST_STORE ("/table/counts", test_counts);

  return g_test_run ();
}
