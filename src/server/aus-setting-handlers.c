#include "aus-entity-tag.h"
#include "aus-handlers.h"
#include "aus-settings.h"
#include "aus-time.h"

#include <stdlib.h>
#include <string.h>

/* A value in JSON, as its kind says. */
static void
write_value (AusJsonWriter    *out,
             const AusSetting *setting,
             const char       *name,
             const char       *text)
{
  if (setting->kind == AUS_KIND_INTEGER)
    aus_json_add_integer (out, name, strtoll (text, NULL, 10));
  else
    aus_json_add_text (out, name, text);
}

static const char *
get_kind (const AusSetting *setting)
{
  return setting->kind == AUS_KIND_INTEGER ? "integer" : setting->kind == AUS_KIND_ENUM ? "word" : "text";
}

static void
write_limits (AusJsonWriter    *out,
              const AusSetting *setting)
{
  aus_json_add_text (out, "type", get_kind (setting));

  if (setting->kind == AUS_KIND_INTEGER)
    aus_json_add_integer (out, "minimum", setting->minimum);

  if (setting->maximum > 0)
    aus_json_add_integer (out, setting->kind == AUS_KIND_INTEGER ? "maximum" : "max_length", setting->maximum);

  if (setting->kind == AUS_KIND_ENUM) {
    g_autofree char *list = aus_enum_list (setting->enum_type ());

    aus_json_add_text (out, "words", list);
  }
}

/* @stored: (nullable): what the database says */
static void
write_setting (AusCall          *call,
               const AusSetting *setting,
               const char       *stored)
{
  const char *configured = setting->configured ? setting->configured (call->clinic) : NULL;
  const char *usual = configured ? configured : setting->usual;

  aus_json_begin_object (&call->out, setting->name);
  write_value (&call->out, setting, "value", stored ? stored : usual);
  write_value (&call->out, setting, "default", usual);
  aus_json_add_text (&call->out, "source", stored ? "database" : configured ? "configuration" : "default");
  aus_json_add_text (&call->out, "label", setting->label);
  write_limits (&call->out, setting);
  aus_json_end_object (&call->out);
}

/* The highest revision of any of them is that of all. */
static gboolean
read_revision (AusDatabase  *database,
               gint64       *revision,
               GError      **error)
{
  g_autoptr (AusStatement) row = aus_database_prepare (database, "SELECT max (revision) FROM clinic_settings", error);

  return row != NULL && aus_statement_run_integer (row, 0, revision, error);
}

gboolean
aus_setting_list (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  gint64 revision;

  if (!read_revision (database, &revision, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_integer (&call->out, "revision", revision);
  aus_json_begin_object (&call->out, "settings");

  for (guint i = 0; i < AUS_N_SETTINGS; i++) {
    g_autoptr (AusStatement) row =
      aus_database_prepare (database, "SELECT value FROM clinic_settings WHERE name = ?1", error);
    AusStep step;

    if (row == NULL)
      return FALSE;

    aus_statement_bind_text (row, 1, aus_settings[i].name);
    step = aus_statement_step (row, error);

    if (step == AUS_STEP_ERROR)
      return FALSE;

    write_setting (call, &aus_settings[i], step == AUS_STEP_ROW ? aus_statement_get_text (row, 0) : NULL);
  }

  aus_json_end_object (&call->out);
  aus_json_end_object (&call->out);

  return TRUE;
}

static const AusSetting *
find_setting (const char *name)
{
  for (guint i = 0; i < AUS_N_SETTINGS; i++) {
    if (strcmp (aus_settings[i].name, name) == 0)
      return &aus_settings[i];
  }

  return NULL;
}

static char *
read_number (const AusSetting  *setting,
             JsonNode          *node,
             GError           **fault)
{
  const gint64 number = json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : -1;

  if (number >= setting->minimum && number <= setting->maximum)
    return g_strdup_printf ("%" G_GINT64_FORMAT, number);

  aus_error_add_field (fault, setting->name, "Must be a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
                                             ".", setting->minimum, setting->maximum);

  return NULL;
}

static char *
read_text (const AusSetting  *setting,
           JsonNode          *node,
           GError           **fault)
{
  const char *text = json_node_get_string (node);
  const char *wrong;
  guint word;

  if (text == NULL) {
    aus_error_add_field (fault, setting->name, "Must be a text.");
  } else if (setting->kind == AUS_KIND_ENUM && !aus_enum_from_nick (setting->enum_type (), text, &word)) {
    g_autofree char *list = aus_enum_list (setting->enum_type ());

    aus_error_add_field (fault, setting->name, "Must be one of: %s.", list);
  } else if (setting->maximum > 0 && g_utf8_strlen (text, -1) > setting->maximum) {
    aus_error_add_field (fault, setting->name, "Must not be longer than %" G_GINT64_FORMAT " characters.",
                         setting->maximum);
  } else {
    wrong = setting->check ? setting->check (text) : NULL;

    if (wrong == NULL)
      return g_strdup (text);

    aus_error_add_field (fault, setting->name, "%s", wrong);
  }

  return NULL;
}

/* Null forgets what was set. (nullable) (transfer full) */
static char *
read_value (const AusSetting  *setting,
            JsonNode          *node,
            GError           **fault)
{
  if (JSON_NODE_HOLDS_NULL (node))
    return NULL;

  if (!JSON_NODE_HOLDS_VALUE (node)) {
    aus_error_add_field (fault, setting->name, "Must be a single value.");
    return NULL;
  }

  return setting->kind == AUS_KIND_INTEGER ? read_number (setting, node, fault) : read_text (setting, node, fault);
}

static gboolean
store (AusCall      *call,
       AusDatabase  *database,
       const char   *name,
       const char   *value,
       gint64        revision,
       GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "INSERT INTO clinic_settings (name, value, revision, updated_at, updated_by) "
                                    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET value = excluded.value, "
                                    "revision = excluded.revision, updated_at = excluded.updated_at, "
                                    "updated_by = excluded.updated_by", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, name);
  aus_statement_bind_text (row, 2, value);
  aus_statement_bind_integer (row, 3, revision);
  aus_statement_bind_integer (row, 4, aus_time_now ());
  aus_statement_bind_text (row, 5, call->caller.user_id);

  return aus_statement_run (row, error);
}

static gboolean
read_all (AusCall     *call,
          GHashTable  *values,
          GError     **error)
{
  GError *fault = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, call->json);

  while (json_object_iter_next (&iter, &name, &node)) {
    const AusSetting *setting = find_setting (name);

    if (setting == NULL)
      aus_error_add_field (&fault, name, "There is no such setting.");
    else
      g_hash_table_insert (values, (gpointer) setting->name, read_value (setting, node, &fault));
  }

  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, fault);

  return FALSE;
}

static gboolean
check_revision (AusCall  *call,
                gint64    revision,
                GError  **error)
{
  call->is_guarded = TRUE;

  if (call->if_match == NULL || aus_entity_tag_matches (call->if_match, revision))
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_STALE, "Somebody else changed it meanwhile.");

  return FALSE;
}

/* All or nothing. Whatever asks for a setting reads it in its own job, so the next one has it. */
gboolean
aus_setting_update (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  GHashTableIter iter;
  const char *name, *value;
  gint64 revision;

  if (!read_all (call, values, error) || !read_revision (database, &revision, error) ||
      !check_revision (call, revision, error))
    return FALSE;

  g_hash_table_iter_init (&iter, values);

  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &value)) {
    if (!store (call, database, name, value, revision + 1, error))
      return FALSE;
  }

  return aus_setting_list (call, database, error);
}
