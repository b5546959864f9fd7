#include "aus-statement.h"

#include "aus-statement-private.h"
#include "aus-time.h"

#include <string.h>

/* How tables are made is nobody's business; what triggers say are our own words. */
static void
set_conflict (sqlite3     *handle,
              const char  *text,
              GError     **error)
{
  const gboolean is_ours = sqlite3_extended_errcode (handle) == SQLITE_CONSTRAINT_TRIGGER;

  g_message ("The database refuses something: %s", text);
  g_set_error_literal (error, AUS_ERROR, AUS_ERROR_CONFLICT,
                       is_ours ? text : "It does not go together with what is there already.");
}

void
aus_sqlite_set_error (sqlite3  *handle,
                      GError  **error)
{
  const char *text = sqlite3_errmsg (handle);

  switch (sqlite3_errcode (handle) & 0xff) {
    case SQLITE_CONSTRAINT:
      set_conflict (handle, text, error);
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
      g_set_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE, "The database cannot do it now: %s", text);
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "The database is damaged: %s", text);
      break;
    default:
      g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "The database failed: %s", text);
      break;
  }
}

void
aus_statement_free (AusStatement *self)
{
  sqlite3_finalize (self->handle);
  g_free (self->columns);
  g_free (self->written);
  g_free (self->sql);
  g_free (self);
}

void
aus_statement_release (AusStatement *self)
{
  if (self->sql == NULL) {
    aus_statement_free (self);
    return;
  }

  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
  self->lent = FALSE;
}

void
aus_statement_bind_text (AusStatement *self,
                         int           parameter,
                         const char   *value)
{
  int result = value ? sqlite3_bind_text (self->handle, parameter, value, -1, SQLITE_TRANSIENT)
                     : sqlite3_bind_null (self->handle, parameter);

  g_return_if_fail (result == SQLITE_OK);
}

void
aus_statement_bind_lent (AusStatement *self,
                         int           parameter,
                         const char   *value)
{
  int result = value ? sqlite3_bind_text (self->handle, parameter, value, -1, SQLITE_STATIC)
                     : sqlite3_bind_null (self->handle, parameter);

  g_return_if_fail (result == SQLITE_OK);
}

void
aus_statement_bind_integer (AusStatement *self,
                            int           parameter,
                            gint64        value)
{
  int result = sqlite3_bind_int64 (self->handle, parameter, value);

  g_return_if_fail (result == SQLITE_OK);
}

void
aus_statement_bind_null (AusStatement *self,
                         int           parameter)
{
  int result = sqlite3_bind_null (self->handle, parameter);

  g_return_if_fail (result == SQLITE_OK);
}

void
aus_statement_bind_time (AusStatement *self,
                         int           parameter,
                         gint64        time)
{
  if (time != 0)
    aus_statement_bind_integer (self, parameter, time);
  else
    aus_statement_bind_null (self, parameter);
}

static void
bind_number (AusStatement   *self,
             int             parameter,
             const AusField *field,
             gint64          value)
{
  if (aus_field_is (field, AUS_FIELD_NULLABLE) && value == AUS_INTEGER_NULL)
    aus_statement_bind_null (self, parameter);
  else
    aus_statement_bind_integer (self, parameter, value);
}

void
aus_statement_bind_member (AusStatement   *self,
                           int             parameter,
                           AusRecord      *record,
                           const AusField *field)
{
  gpointer member = aus_record_get_member (record, field);
  GDateTime *time;

  switch (field->kind) {
    case AUS_KIND_TEXT:
      aus_statement_bind_lent (self, parameter, *(char **) member);
      break;
    case AUS_KIND_INTEGER:
      bind_number (self, parameter, field, *(gint64 *) member);
      break;
    case AUS_KIND_REAL:
      sqlite3_bind_double (self->handle, parameter, *(double *) member);
      break;
    case AUS_KIND_BOOLEAN:
      aus_statement_bind_integer (self, parameter, *(gboolean *) member);
      break;
    case AUS_KIND_TIME:
      time = *(GDateTime **) member;
      if (time != NULL)
        aus_statement_bind_integer (self, parameter, aus_time_from_date_time (time));
      else
        aus_statement_bind_null (self, parameter);
      break;
    case AUS_KIND_ENUM:
      aus_statement_bind_lent (self, parameter, aus_enum_to_nick (field->enum_type (), *(guint *) member));
      break;
  }
}

AusStep
aus_statement_step (AusStatement  *self,
                    GError       **error)
{
  switch (sqlite3_step (self->handle)) {
    case SQLITE_ROW:
      return AUS_STEP_ROW;
    case SQLITE_DONE:
      return AUS_STEP_DONE;
    default:
      aus_sqlite_set_error (sqlite3_db_handle (self->handle), error);
      return AUS_STEP_ERROR;
  }
}

gboolean
aus_statement_run (AusStatement  *self,
                   GError       **error)
{
  AusStep step = aus_statement_step (self, error);

  g_return_val_if_fail (step != AUS_STEP_ROW, FALSE);

  return step == AUS_STEP_DONE;
}

gboolean
aus_statement_run_integer (AusStatement  *self,
                           gint64         fallback,
                           gint64        *value,
                           GError       **error)
{
  AusStep step = aus_statement_step (self, error);

  if (step == AUS_STEP_ERROR)
    return FALSE;

  *value = step == AUS_STEP_DONE || aus_statement_is_null (self, 0) ? fallback : aus_statement_get_integer (self, 0);

  return TRUE;
}

const char *
aus_statement_get_text (AusStatement *self,
                        int           column)
{
  return (const char *) sqlite3_column_text (self->handle, column);
}

gint64
aus_statement_get_integer (AusStatement *self,
                           int           column)
{
  return sqlite3_column_int64 (self->handle, column);
}

double
aus_statement_get_real (AusStatement *self,
                        int           column)
{
  return sqlite3_column_double (self->handle, column);
}

gboolean
aus_statement_is_null (AusStatement *self,
                       int           column)
{
  return sqlite3_column_type (self->handle, column) == SQLITE_NULL;
}

static int
find_column (AusStatement *self,
             const char   *name)
{
  for (int column = sqlite3_column_count (self->handle) - 1; column >= 0; column--) {
    if (strcmp (sqlite3_column_name (self->handle, column), name) == 0)
      return column;
  }

  return -1;
}

static void
find_columns (AusStatement   *self,
              AusRecordClass *klass)
{
  if (self->klass == klass)
    return;

  self->klass = klass;
  g_free (self->columns);
  self->columns = g_new (int, klass->n_fields);

  for (guint i = 0; i < klass->n_fields; i++)
    self->columns[i] = find_column (self, klass->fields[i].name);
}

static void
read_enum (AusStatement   *self,
           int             column,
           const AusField *field,
           GValue         *value)
{
  const char *nick = aus_statement_get_text (self, column);
  guint number = 0;

  /* A word from a newer version: keep the first, which is the harmless one in every enum. */
  if (nick != NULL && !aus_enum_from_nick (field->enum_type (), nick, &number))
    g_warning ("Column %s holds the unknown word “%s”", field->name, nick);

  g_value_init (value, field->enum_type ());
  g_value_set_enum (value, number);
}

static void
read_column (AusStatement   *self,
             int             column,
             const AusField *field,
             GValue         *value)
{
  gboolean is_null = aus_statement_is_null (self, column);

  switch (field->kind) {
    case AUS_KIND_TEXT:
      g_value_init (value, G_TYPE_STRING);
      g_value_set_static_string (value, aus_statement_get_text (self, column));
      break;
    case AUS_KIND_INTEGER:
      g_value_init (value, G_TYPE_INT64);
      g_value_set_int64 (value, is_null && aus_field_is (field, AUS_FIELD_NULLABLE)
                                ? AUS_INTEGER_NULL : aus_statement_get_integer (self, column));
      break;
    case AUS_KIND_REAL:
      g_value_init (value, G_TYPE_DOUBLE);
      g_value_set_double (value, aus_statement_get_real (self, column));
      break;
    case AUS_KIND_BOOLEAN:
      g_value_init (value, G_TYPE_BOOLEAN);
      g_value_set_boolean (value, aus_statement_get_integer (self, column) != 0);
      break;
    case AUS_KIND_TIME:
      g_value_init (value, G_TYPE_DATE_TIME);
      if (!is_null)
        g_value_take_boxed (value, aus_time_to_date_time (aus_statement_get_integer (self, column)));
      break;
    case AUS_KIND_ENUM:
      read_enum (self, column, field, value);
      break;
  }
}

void
aus_statement_read_record (AusStatement *self,
                           AusRecord    *record)
{
  AusRecordClass *klass = AUS_RECORD_GET_CLASS (record);

  find_columns (self, klass);
  g_object_freeze_notify (G_OBJECT (record));

  for (guint i = 0; i < klass->n_fields; i++) {
    if (self->columns[i] >= 0) {
      g_auto (GValue) value = G_VALUE_INIT;

      read_column (self, self->columns[i], &klass->fields[i], &value);
      aus_record_set_member (record, &klass->fields[i], &value);
    }
  }

  g_object_thaw_notify (G_OBJECT (record));
}

/* Where nothing is there for a field that is not nullable, as behind an outer join, it has its unset value. */
static void
write_text (AusStatement   *self,
            int             column,
            const AusField *field,
            AusJsonWriter  *writer)
{
  const char *text = aus_statement_get_text (self, column);

  if (text == NULL && !aus_field_is (field, AUS_FIELD_NULLABLE))
    text = field->kind == AUS_KIND_ENUM ? aus_enum_to_nick (field->enum_type (), 0) : "";

  aus_json_add_text (writer, field->name, text);
}

/* SQLite reads nothing as 0, so only then is it asked. */
static gboolean
is_nothing (AusStatement *self,
            int           column,
            gint64        value)
{
  return value == 0 && aus_statement_is_null (self, column);
}

static void
write_integer (AusStatement   *self,
               int             column,
               const AusField *field,
               AusJsonWriter  *writer)
{
  const gint64 value = aus_statement_get_integer (self, column);

  if (aus_field_is (field, AUS_FIELD_NULLABLE) && is_nothing (self, column, value))
    aus_json_add_null (writer, field->name);
  else
    aus_json_add_integer (writer, field->name, value);
}

static void
write_time (AusStatement   *self,
            int             column,
            const AusField *field,
            AusJsonWriter  *writer)
{
  const gint64 value = aus_statement_get_integer (self, column);

  if (is_nothing (self, column, value))
    aus_json_add_null (writer, field->name);
  else
    aus_json_add_time (writer, field->name, value);
}

static void
write_member (AusStatement   *self,
              int             column,
              const AusField *field,
              AusJsonWriter  *writer)
{
  switch (field->kind) {
    case AUS_KIND_TEXT:
    case AUS_KIND_ENUM:
      write_text (self, column, field, writer);
      break;
    case AUS_KIND_INTEGER:
      write_integer (self, column, field, writer);
      break;
    case AUS_KIND_REAL:
      aus_json_add_real (writer, field->name, aus_statement_get_real (self, column));
      break;
    case AUS_KIND_BOOLEAN:
      aus_json_add_boolean (writer, field->name, aus_statement_get_integer (self, column) != 0);
      break;
    case AUS_KIND_TIME:
      write_time (self, column, field, writer);
      break;
  }
}

static void
find_written (AusStatement   *self,
              AusRecordClass *klass,
              const AusView  *view)
{
  if (self->written_klass == klass && self->view.role == view->role && self->view.detail == view->detail)
    return;

  g_free (self->written);
  self->written_klass = klass;
  self->view = *view;
  self->written = g_new (AusWrittenField, klass->n_fields);
  self->n_written = 0;

  for (guint i = 0; i < klass->n_fields; i++) {
    const AusField *field = &klass->fields[i];
    const int column = aus_view_has (view, field) ? find_column (self, field->name) : -1;

    if (column >= 0)
      self->written[self->n_written++] = (AusWrittenField) { field, column };
  }
}

void
aus_statement_write_members (AusStatement   *self,
                             AusRecordClass *klass,
                             AusJsonWriter  *writer,
                             const AusView  *view)
{
  find_written (self, klass, view);

  for (guint i = 0; i < self->n_written; i++)
    write_member (self, self->written[i].column, self->written[i].field, writer);
}

void
aus_statement_write_json (AusStatement   *self,
                          AusRecordClass *klass,
                          AusJsonWriter  *writer,
                          const AusView  *view)
{
  aus_json_begin_object (writer, NULL);
  aus_statement_write_members (self, klass, writer, view);
  aus_json_end_object (writer);
}
