#include "aus-test-store.h"

#include "aus-statement-private.h"
#include "aus-time.h"

#include <glib/gstdio.h>

void
aus_test_store_open (AusTestStore *self)
{
  g_autoptr (GError) error = NULL;

  self->store = aus_store_new (self->path, AUS_DATABASE_WRITER, 2, &error);
  g_assert_no_error (error);
}

void
aus_test_store_close (AusTestStore *self)
{
  g_assert_finalize_object (g_steal_pointer (&self->store));
}

void
aus_test_store_set_up (AusTestStore  *self,
                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->vfs = aus_test_vfs_new ();
  self->folder = g_dir_make_tmp ("aus-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "clinic.db", NULL);
  aus_test_store_open (self);

  self->doctor = g_object_new (AUS_TYPE_USER, "title", "Dr", "first-name", "Ada", "last-name", "Byron",
                               "email", "ada@example.org", "role", AUS_ROLE_DOCTOR, "is-active", TRUE, NULL);
  aus_test_store_insert (self, self->doctor);
  self->patient = g_object_new (AUS_TYPE_PATIENT, "given-name", "Grace", "family-name", "Hopper", NULL);
  aus_test_store_insert (self, self->patient);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_assert_cmpint (g_unlink (path), ==, 0);
  }

  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

void
aus_test_store_tear_down (AusTestStore  *self,
                          gconstpointer  data)
{
  if (self->store != NULL)
    aus_test_store_close (self);

  g_assert_finalize_object (g_steal_pointer (&self->doctor));
  g_assert_finalize_object (g_steal_pointer (&self->patient));
  remove_folder (self->folder);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->path, g_free);
  aus_test_vfs_free (g_steal_pointer (&self->vfs));
}

AusConsultation *
aus_test_store_make_visit (AusTestStore *self)
{
  g_autoptr (GDateTime) start = aus_time_to_date_time (aus_time_now ());

  return g_object_new (AUS_TYPE_CONSULTATION, "doctor-id", self->doctor->id, "patient-id", self->patient->id,
                       "appointment-date", "2026-11-02", "appointment-time", "10:00", "time-zone", "Europe/Berlin",
                       "scheduled-start", start, "duration-planned", (gint64) 30, NULL);
}

AusConsultation *
aus_test_store_add_visit (AusTestStore *self)
{
  AusConsultation *visit = aus_test_store_make_visit (self);

  aus_test_store_insert (self, visit);

  return visit;
}

gboolean
aus_test_insert_job (AusDatabase  *database,
                     gpointer      data,
                     GError      **error)
{
  return aus_table_insert (database, data, error);
}

gboolean
aus_test_save_job (AusDatabase  *database,
                   gpointer      data,
                   GError      **error)
{
  return aus_table_save (database, data, error);
}

void
aus_test_store_insert (AusTestStore *self,
                       gpointer      record)
{
  g_autoptr (GError) error = NULL;

  aus_store_write_sync (self->store, aus_test_insert_job, record, &error);
  g_assert_no_error (error);
}

void
aus_test_store_save (AusTestStore *self,
                     gpointer      record)
{
  g_autoptr (GError) error = NULL;

  aus_store_write_sync (self->store, aus_test_save_job, record, &error);
  g_assert_no_error (error);
}

typedef struct
{
  const char *sql;
  gint64      answer;
} Question;

static gboolean
ask_job (AusDatabase  *database,
         gpointer      data,
         GError      **error)
{
  Question *question = data;
  g_autoptr (AusStatement) statement = aus_database_prepare (database, question->sql, error);

  return statement != NULL && aus_statement_run_integer (statement, 0, &question->answer, error);
}

gint64
aus_test_store_ask (AusTestStore *self,
                    const char   *sql)
{
  g_autoptr (GError) error = NULL;
  Question question = { sql, 0 };

  aus_store_read_sync (self->store, ask_job, &question, &error);
  g_assert_no_error (error);

  return question.answer;
}

guint
aus_test_take_steps (AusDatabase *database)
{
  g_autoptr (AusStatement) any = aus_database_prepare (database, "SELECT 1", NULL);
  sqlite3 *handle = sqlite3_db_handle (any->handle);
  guint n_steps = 0;

  for (sqlite3_stmt *at = sqlite3_next_stmt (handle, NULL); at != NULL; at = sqlite3_next_stmt (handle, at))
    n_steps += sqlite3_stmt_status (at, SQLITE_STMTSTATUS_VM_STEP, TRUE);

  return n_steps;
}

gint64
aus_test_store_count_visits (AusTestStore *self)
{
  return aus_test_store_ask (self, "SELECT count(*) FROM consultations");
}

void
aus_test_answer_cb (gpointer      data,
                    const GError *error)
{
  AusTestAnswer *self = data;

  self->n_told++;
  self->thread = g_thread_self ();
  self->error = error ? g_error_copy (error) : NULL;
}

void
aus_test_answer_wait (AusTestAnswer *self)
{
  while (self->n_told == 0)
    g_main_context_iteration (NULL, TRUE);
}

void
aus_test_answer_clear (AusTestAnswer *self)
{
  g_assert_cmpuint (self->n_told, ==, 1);
  g_clear_object (&self->record);
  g_clear_error (&self->error);
}

gboolean
aus_test_answer_insert_job (AusDatabase  *database,
                            gpointer      data,
                            GError      **error)
{
  return aus_table_insert (database, ((AusTestAnswer *) data)->record, error);
}
