#include "aus-cache-jobs.h"

#include "aus-booking.h"
#include "aus-consultation.h"
#include "aus-message.h"
#include "aus-patient.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-user.h"

/* Names in the table of settings. */
#define CURSOR "cache-cursor"
#define AS_OF  "cache-as-of"
#define USER   "cache-user"

#define SELECT_CONSULTATIONS \
  "SELECT * FROM consultations_view WHERE scheduled_start >= ?1 AND scheduled_start < ?2 " \
  "ORDER BY scheduled_start, id LIMIT 10000"
#define SELECT_BOOKINGS \
  "SELECT * FROM bookings_view WHERE starts_at >= ?1 AND starts_at < ?2 ORDER BY starts_at, id LIMIT 10000"
#define SELECT_PATIENTS "SELECT * FROM patients ORDER BY family_key, given_key, id LIMIT 10000"
#define SELECT_DOCTORS \
  "SELECT * FROM users WHERE role = 'doctor' AND is_active ORDER BY last_key, first_key, id LIMIT 10000"
#define SELECT_MESSAGES "SELECT * FROM messages WHERE consultation_id = ?1 ORDER BY position, id LIMIT 10000"

#define DELETE_ALL \
  "DELETE FROM messages; DELETE FROM participants; DELETE FROM consultations; DELETE FROM bookings;" \
  "DELETE FROM patients; DELETE FROM users; DELETE FROM settings WHERE name = '" CURSOR "'"

static gboolean
set_setting (AusDatabase  *database,
             const char   *name,
             const char   *value,
             GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "INSERT OR REPLACE INTO settings (name, value) VALUES (?1, ?2)", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, name);
  aus_statement_bind_text (statement, 2, value);

  return aus_statement_run (statement, error);
}

/* *@value is %NULL where there is none. */
static gboolean
get_setting (AusDatabase  *database,
             const char   *name,
             char        **value,
             GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "SELECT value FROM settings WHERE name = ?1", error);
  AusStep step = AUS_STEP_ERROR;

  if (statement != NULL) {
    aus_statement_bind_text (statement, 1, name);
    step = aus_statement_step (statement, error);
  }

  *value = step == AUS_STEP_ROW ? g_strdup (aus_statement_get_text (statement, 0)) : NULL;

  return step != AUS_STEP_ERROR;
}

static gboolean
set_number (AusDatabase  *database,
            const char   *name,
            gint64        number,
            GError      **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return set_setting (database, name, text, error);
}

/* Reads all rows of @statement, which may be %NULL with an error set. */
static GPtrArray *
read_rows (AusStatement  *statement,
           GType          type,
           GError       **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  AusStep step = AUS_STEP_ERROR;

  while (statement != NULL && (step = aus_statement_step (statement, error)) == AUS_STEP_ROW) {
    AusRecord *record = g_object_new (type, NULL);

    aus_statement_read_record (statement, record);
    g_ptr_array_add (records, record);
  }

  return step == AUS_STEP_DONE ? g_steal_pointer (&records) : NULL;
}

static GPtrArray *
read_between (AusDatabase  *database,
              const char   *sql,
              GType         type,
              gint64        from,
              gint64        to,
              GError      **error)
{
  g_autoptr (AusStatement) statement = aus_database_prepare (database, sql, error);

  if (statement != NULL) {
    aus_statement_bind_integer (statement, 1, from);
    aus_statement_bind_integer (statement, 2, to);
  }

  return read_rows (statement, type, error);
}

static GPtrArray *
read_all (AusDatabase  *database,
          const char   *sql,
          GType         type,
          GError      **error)
{
  g_autoptr (AusStatement) statement = aus_database_prepare (database, sql, error);

  return read_rows (statement, type, error);
}

static gboolean
read_settings (AusDatabase       *database,
               AusCacheContents  *contents,
               GError           **error)
{
  g_autofree char *cursor = NULL;
  g_autofree char *as_of = NULL;

  if (!get_setting (database, CURSOR, &cursor, error) || !get_setting (database, AS_OF, &as_of, error) ||
      !get_setting (database, USER, &contents->user, error))
    return FALSE;

  contents->cursor = cursor ? g_ascii_strtoll (cursor, NULL, 10) : 0;

  if (as_of != NULL)
    contents->as_of = aus_time_to_date_time (g_ascii_strtoll (as_of, NULL, 10));

  return TRUE;
}

static gboolean
delete_row (AusDatabase         *database,
            const AusTombstone  *tombstone,
            GError             **error)
{
  g_autoptr (AusRecordClass) klass = g_type_class_ref (tombstone->type);
  g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE id = ?1", klass->table);
  g_autoptr (AusStatement) statement = aus_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, tombstone->id);

  return aus_statement_run (statement, error);
}

AusCacheContents *
aus_cache_read_contents (AusDatabase  *database,
                         gint64        from,
                         gint64        to,
                         GError      **error)
{
  g_autoptr (AusCacheContents) contents = g_new0 (AusCacheContents, 1);

  if (!read_settings (database, contents, error))
    return NULL;

  contents->consultations =
    read_between (database, SELECT_CONSULTATIONS, AUS_TYPE_CONSULTATION, from, to, error);
  if (contents->consultations == NULL)
    return NULL;

  contents->bookings = read_between (database, SELECT_BOOKINGS, AUS_TYPE_BOOKING, from, to, error);
  if (contents->bookings == NULL)
    return NULL;

  contents->patients = read_all (database, SELECT_PATIENTS, AUS_TYPE_PATIENT, error);
  if (contents->patients == NULL)
    return NULL;

  contents->doctors = read_all (database, SELECT_DOCTORS, AUS_TYPE_USER, error);
  if (contents->doctors == NULL)
    return NULL;

  return g_steal_pointer (&contents);
}

GPtrArray *
aus_cache_read_messages (AusDatabase  *database,
                         const char   *consultation_id,
                         GError      **error)
{
  g_autoptr (AusStatement) statement = aus_database_prepare (database, SELECT_MESSAGES, error);

  if (statement != NULL)
    aus_statement_bind_text (statement, 1, consultation_id);

  return read_rows (statement, AUS_TYPE_MESSAGE, error);
}

gboolean
aus_cache_write_page (AusDatabase  *database,
                      AusSyncPage      *page,
                      GError      **error)
{
  for (guint i = 0; i < page->saved->len; i++) {
    if (!aus_table_put (database, g_ptr_array_index (page->saved, i), error))
      return FALSE;
  }

  for (guint i = 0; i < page->deleted->len; i++) {
    if (!delete_row (database, g_ptr_array_index (page->deleted, i), error))
      return FALSE;
  }

  if (!page->more && page->server_time != NULL &&
      !set_number (database, AS_OF, aus_time_from_date_time (page->server_time), error))
    return FALSE;

  return set_number (database, CURSOR, page->next, error);
}

gboolean
aus_cache_write_user (AusDatabase  *database,
                      const char   *user,
                      GError      **error)
{
  return set_setting (database, USER, user, error);
}

gboolean
aus_cache_delete_all (AusDatabase  *database,
                      GError      **error)
{
  return aus_database_run (database, DELETE_ALL, error);
}

void
aus_cache_contents_free (AusCacheContents *self)
{
  g_free (self->user);
  g_clear_pointer (&self->as_of, g_date_time_unref);
  g_clear_pointer (&self->consultations, g_ptr_array_unref);
  g_clear_pointer (&self->bookings, g_ptr_array_unref);
  g_clear_pointer (&self->patients, g_ptr_array_unref);
  g_clear_pointer (&self->doctors, g_ptr_array_unref);
  g_free (self);
}
