#include "aus-table.h"

#include "aus-changes.h"
#include "aus-time.h"
#include "aus-uuid.h"

/* Sets a time only where the record has it. */
static void
set_time (AusRecord  *record,
          const char *name,
          GDateTime  *time)
{
  const AusField *field = aus_record_class_find (AUS_RECORD_GET_CLASS (record), name);
  g_auto (GValue) value = G_VALUE_INIT;

  if (field == NULL)
    return;

  g_value_init (&value, G_TYPE_DATE_TIME);
  g_value_set_boxed (&value, time);
  aus_record_set_member (record, field, &value);
}

/* (transfer full) (nullable): what a time of the record is now, if it has such a field. */
static GDateTime *
get_time (AusRecord  *record,
          const char *name)
{
  const AusField *field = aus_record_class_find (AUS_RECORD_GET_CLASS (record), name);
  GDateTime *time = field ? *(GDateTime **) aus_record_get_member (record, field) : NULL;

  return time ? g_date_time_ref (time) : NULL;
}

static gboolean
is_column (const AusField *field)
{
  return !aus_field_is (field, AUS_FIELD_COMPUTED);
}

/* Saving makes its SQL anew each time, so without the detour of printf. */
static void
append_parameter (GString *sql,
                  guint    number)
{
  g_string_append_c (sql, '?');

  if (number >= 100)
    g_string_append_c (sql, '0' + number / 100);
  if (number >= 10)
    g_string_append_c (sql, '0' + number / 10 % 10);

  g_string_append_c (sql, '0' + number % 10);
}

static char *
insert_sql (AusRecordClass *klass,
            const char     *verb)
{
  GString *sql = g_string_sized_new (1024);
  const char *separator = " (";

  g_string_append (sql, verb);
  g_string_append (sql, " INTO ");
  g_string_append (sql, klass->table);

  for (guint i = 0; i < klass->n_fields; i++) {
    if (is_column (&klass->fields[i])) {
      g_string_append (sql, separator);
      g_string_append (sql, klass->fields[i].name);
      separator = ", ";
    }
  }

  separator = ") VALUES (";

  for (guint i = 0; i < klass->n_fields; i++) {
    if (is_column (&klass->fields[i])) {
      g_string_append (sql, separator);
      append_parameter (sql, i + 1);
      separator = ", ";
    }
  }

  g_string_append_c (sql, ')');

  return g_string_free (sql, FALSE);
}

/* Parameter n + 1 is the revision that must be there. The id stays as it is: setting it would make SQLite look through
 * every table that refers to it. */
static char *
update_sql (AusRecordClass *klass)
{
  GString *sql = g_string_sized_new (1024);
  const char *separator = " SET ";

  g_string_append (sql, "UPDATE ");
  g_string_append (sql, klass->table);

  for (guint i = 1; i < klass->n_fields; i++) {
    if (is_column (&klass->fields[i])) {
      g_string_append (sql, separator);
      g_string_append (sql, klass->fields[i].name);
      g_string_append (sql, " = ");
      append_parameter (sql, i + 1);
      separator = ", ";
    }
  }

  g_string_append (sql, " WHERE id = ?1 AND revision = ");
  append_parameter (sql, klass->n_fields + 1);

  return g_string_free (sql, FALSE);
}

static void
bind_record (AusStatement *statement,
             AusRecord    *record)
{
  AusRecordClass *klass = AUS_RECORD_GET_CLASS (record);

  for (guint i = 0; i < klass->n_fields; i++) {
    if (is_column (&klass->fields[i]))
      aus_statement_bind_member (statement, i + 1, record, &klass->fields[i]);
  }
}

static gboolean
run_insert (AusDatabase  *database,
            AusRecord    *record,
            const char   *verb,
            GError      **error)
{
  g_autofree char *sql = insert_sql (AUS_RECORD_GET_CLASS (record), verb);
  g_autoptr (AusStatement) statement = aus_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;

  bind_record (statement, record);

  return aus_statement_run (statement, error);
}

static gboolean
note_change (AusDatabase  *database,
             AusRecord    *record,
             gboolean      deleted,
             GError      **error)
{
  return aus_changes_add (database, AUS_RECORD_GET_CLASS (record)->table, aus_record_get_id (record),
                          aus_record_get_revision (record), deleted, error);
}

gboolean
aus_table_fail_to_find (AusRecord  *record,
                        GError    **error)
{
  g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such thing in %s.",
               AUS_RECORD_GET_CLASS (record)->table);

  return FALSE;
}

gboolean
aus_table_get (AusDatabase  *database,
               AusRecord    *record,
               const char   *id,
               GError      **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s WHERE id = ?1", AUS_RECORD_GET_CLASS (record)->table);
  g_autoptr (AusStatement) statement = aus_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, id);

  switch (aus_statement_step (statement, error)) {
    case AUS_STEP_ROW:
      aus_statement_read_record (statement, record);
      return TRUE;
    case AUS_STEP_DONE:
      return aus_table_fail_to_find (record, error);
    case AUS_STEP_ERROR:
      return FALSE;
  }

  g_return_val_if_reached (FALSE);
}

gboolean
aus_table_insert (AusDatabase  *database,
                  AusRecord    *record,
                  GError      **error)
{
  g_autoptr (GDateTime) now = aus_time_to_date_time (aus_time_now ());

  if (*aus_record_get_id (record) == '\0') {
    g_autofree char *id = aus_uuid_new ();

    g_object_set (record, "id", id, NULL);
  }

  g_object_set (record, "revision", (gint64) 1, NULL);
  set_time (record, "created_at", now);
  set_time (record, "updated_at", now);

  return run_insert (database, record, "INSERT", error) && note_change (database, record, FALSE, error);
}

gboolean
aus_table_put (AusDatabase  *database,
               AusRecord    *record,
               GError      **error)
{
  return run_insert (database, record, "INSERT OR REPLACE", error);
}

static gboolean
run_update (AusDatabase  *database,
            AusRecord    *record,
            gint64        expected,
            GError      **error)
{
  AusRecordClass *klass = AUS_RECORD_GET_CLASS (record);
  g_autofree char *sql = update_sql (klass);
  g_autoptr (AusStatement) statement = aus_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;

  bind_record (statement, record);
  aus_statement_bind_integer (statement, klass->n_fields + 1, expected);

  if (!aus_statement_run (statement, error))
    return FALSE;

  if (aus_database_get_changed (database) == 1)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_STALE, "Somebody else changed it meanwhile.");

  return FALSE;
}

gboolean
aus_table_save (AusDatabase  *database,
                AusRecord    *record,
                GError      **error)
{
  const gint64 expected = aus_record_get_revision (record);
  g_autoptr (GDateTime) before = get_time (record, "updated_at");
  g_autoptr (GDateTime) now = aus_time_to_date_time (aus_time_now ());

  g_object_set (record, "revision", expected + 1, NULL);
  set_time (record, "updated_at", now);

  if (run_update (database, record, expected, error) && note_change (database, record, FALSE, error))
    return TRUE;

  g_object_set (record, "revision", expected, NULL);
  set_time (record, "updated_at", before);

  return FALSE;
}

gboolean
aus_table_delete (AusDatabase  *database,
                  AusRecord    *record,
                  GError      **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE id = ?1", AUS_RECORD_GET_CLASS (record)->table);
  g_autoptr (AusStatement) statement = aus_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, aus_record_get_id (record));

  if (!aus_statement_run (statement, error))
    return FALSE;

  if (aus_database_get_changed (database) == 0)
    return aus_table_fail_to_find (record, error);

  return note_change (database, record, TRUE, error);
}
