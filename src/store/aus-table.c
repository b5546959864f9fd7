#include "aus-table.h"

#include "aus-changes.h"
#include "aus-time.h"
#include "aus-uuid.h"

/* What a class has its SQL for. */
typedef enum
{
  INSERT,
  REPLACE,
  UPDATE,
  SELECT,
} Verb;

G_STATIC_ASSERT (SELECT < AUS_DATABASE_N_TEXTS);

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

static void
append_value (GString        *sql,
              AusRecordClass *klass,
              guint           i)
{
  const char *key_of = klass->fields[i].key_of;

  if (key_of != NULL)
    g_string_append_printf (sql, "fold (?%u)", (guint) (aus_record_class_find (klass, key_of) - klass->fields) + 1);
  else
    g_string_append_printf (sql, "?%u", i + 1);
}

static char *
make_insert (AusRecordClass *klass,
             const char     *verb)
{
  GString *sql = g_string_new (verb);
  const char *separator = " (";

  g_string_append_printf (sql, " INTO %s", klass->table);

  for (guint i = 0; i < klass->n_fields; i++) {
    if (is_column (&klass->fields[i])) {
      g_string_append_printf (sql, "%s%s", separator, klass->fields[i].name);
      separator = ", ";
    }
  }

  separator = ") VALUES (";

  for (guint i = 0; i < klass->n_fields; i++) {
    if (is_column (&klass->fields[i])) {
      g_string_append (sql, separator);
      append_value (sql, klass, i);
      separator = ", ";
    }
  }

  g_string_append_c (sql, ')');

  return g_string_free (sql, FALSE);
}

/* Parameter n + 1 is the revision that must be there. The id stays as it is: setting it would make SQLite look through
 * every table that refers to it. */
static char *
make_update (AusRecordClass *klass)
{
  GString *sql = g_string_new ("UPDATE ");
  const char *separator = " SET ";

  g_string_append (sql, klass->table);

  for (guint i = 1; i < klass->n_fields; i++) {
    if (is_column (&klass->fields[i])) {
      g_string_append_printf (sql, "%s%s = ", separator, klass->fields[i].name);
      append_value (sql, klass, i);
      separator = ", ";
    }
  }

  g_string_append_printf (sql, " WHERE id = ?1 AND revision = ?%u", klass->n_fields + 1);

  return g_string_free (sql, FALSE);
}

static char *
make_text (AusRecordClass *klass,
           Verb            verb)
{
  switch (verb) {
    case INSERT:
      return make_insert (klass, "INSERT");
    case REPLACE:
      return make_insert (klass, "INSERT OR REPLACE");
    case UPDATE:
      return make_update (klass);
    case SELECT:
      return g_strdup_printf ("SELECT * FROM %s WHERE id = ?1", klass->table);
  }

  g_return_val_if_reached (NULL);
}

static AusStatement *
prepare (AusDatabase     *database,
         AusRecordClass  *klass,
         Verb             verb,
         GError         **error)
{
  char **texts = aus_database_get_texts (database, klass);

  if (texts[verb] == NULL)
    texts[verb] = make_text (klass, verb);

  return aus_database_prepare (database, texts[verb], error);
}

static void
bind_record (AusStatement *statement,
             AusRecord    *record)
{
  AusRecordClass *klass = AUS_RECORD_GET_CLASS (record);

  for (guint i = 0; i < klass->n_fields; i++) {
    if (is_column (&klass->fields[i]) && klass->fields[i].key_of == NULL)
      aus_statement_bind_member (statement, i + 1, record, &klass->fields[i]);
  }
}

static gboolean
run_insert (AusDatabase  *database,
            AusRecord    *record,
            Verb          verb,
            GError      **error)
{
  g_autoptr (AusStatement) statement = prepare (database, AUS_RECORD_GET_CLASS (record), verb, error);

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
  AusRecordClass *klass = AUS_RECORD_GET_CLASS (record);

  return klass->is_unfollowed || aus_changes_add (database, klass->table, aus_record_get_id (record),
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
  g_autoptr (AusStatement) statement = prepare (database, AUS_RECORD_GET_CLASS (record), SELECT, error);

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

    aus_record_set_text (record, "id", id);
  }

  aus_record_set_integer (record, "revision", 1);
  aus_record_set_time (record, "created_at", now);
  aus_record_set_time (record, "updated_at", now);

  return run_insert (database, record, INSERT, error) && note_change (database, record, FALSE, error);
}

gboolean
aus_table_put (AusDatabase  *database,
               AusRecord    *record,
               GError      **error)
{
  return run_insert (database, record, REPLACE, error);
}

static gboolean
run_update (AusDatabase  *database,
            AusRecord    *record,
            gint64        expected,
            GError      **error)
{
  AusRecordClass *klass = AUS_RECORD_GET_CLASS (record);
  g_autoptr (AusStatement) statement = prepare (database, klass, UPDATE, error);

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

  aus_record_set_integer (record, "revision", expected + 1);
  aus_record_set_time (record, "updated_at", now);

  if (run_update (database, record, expected, error) && note_change (database, record, FALSE, error))
    return TRUE;

  aus_record_set_integer (record, "revision", expected);
  aus_record_set_time (record, "updated_at", before);

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
