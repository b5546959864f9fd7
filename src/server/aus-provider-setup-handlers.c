#include "aus-entity-tag.h"
#include "aus-json.h"
#include "aus-meeting-revival.h"
#include "aus-provider-handlers.h"
#include "aus-provider-news.h"
#include "aus-provider-settings.h"
#include "aus-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const AusProviderField *
find_field (AusProviderRow *row,
            const char     *name)
{
  for (const AusProviderField *field = row->description->fields; field->name != NULL; field++) {
    if (strcmp (field->name, name) == 0)
      return field;
  }

  return NULL;
}

/* (transfer full) (nullable): the value without blanks around. Numbers and words are texts, too. */
static char *
read_value (const AusProviderField  *field,
            JsonNode                *node,
            GError                 **fault)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strstrip (g_strdup (json_node_get_string (node)));

  aus_error_add_field (fault, field->name, "Must be a text.");

  return NULL;
}

static void
take_value (AusProviderRow          *row,
            const char              *name,
            JsonNode                *node,
            GError                 **fault)
{
  const AusProviderField *field = find_field (row, name);
  g_autofree char *value = NULL;
  GHashTable *texts;

  if (field == NULL) {
    aus_error_add_field (fault, name, "%s has no such setting.", row->description->display_name);
    return;
  }

  texts = (field->flags & AUS_PROVIDER_FIELD_SECRET) != 0 ? row->secrets : row->settings;
  value = read_value (field, node, fault);

  if (value == NULL)
    return;

  if (*value == '\0')
    g_hash_table_remove (texts, name);
  else if (aus_provider_field_check (field, value, fault))
    g_hash_table_insert (texts, g_strdup (name), g_steal_pointer (&value));
}

/* What is not named stays as it is, and so secrets need not be typed in again. */
static gboolean
take_body (AusCall         *call,
           AusProviderRow  *row,
           GError         **error)
{
  JsonNode *node = json_object_get_member (call->json, "settings");
  GError *fault = NULL;
  JsonObjectIter iter;
  const char *name;

  row->is_enabled = aus_json_get_boolean (call->json, "is_enabled", row->is_enabled);

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node)) {
    aus_error_add_field (error, "settings", "Must be an object.");
    return FALSE;
  }

  if (node == NULL)
    return TRUE;

  json_object_iter_init (&iter, json_node_get_object (node));

  while (json_object_iter_next (&iter, &name, &node))
    take_value (row, name, node, &fault);

  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, fault);

  return FALSE;
}

static gboolean
check_editable (AusProviderRow  *row,
                GError         **error)
{
  if (row->description->fields != NULL)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "%s is set up in the configuration file.",
               row->description->display_name);

  return FALSE;
}

static gboolean
check_revision (AusCall         *call,
                AusProviderRow  *row,
                GError         **error)
{
  call->is_guarded = TRUE;

  if (call->if_match == NULL || aus_entity_tag_matches (call->if_match, row->revision))
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_STALE, N_("Somebody else changed it meanwhile."));

  return FALSE;
}

/* Meetings that could not be had are tried for again, since this may be what was missing. */
gboolean
aus_provider_update (AusCall      *call,
                     AusDatabase  *database,
                     GError      **error)
{
  g_autoptr (AusProviderRow) row = aus_provider_row_read (call->clinic, database, call->id, error);

  return row != NULL && check_editable (row, error) && check_revision (call, row, error) &&
         take_body (call, row, error) &&
         aus_provider_row_save (row, call->clinic, database, call->caller.user_id, error) &&
         aus_meeting_revival_try_all (database, call->id, error) &&
         aus_provider_news_relieve (call->clinic, database, call->id, error) &&
         aus_provider_show (call, database, error);
}

typedef struct
{
  AusProvider *provider;
  gboolean     is_good;
  char        *note;
} Trial;

static void
trial_free (gpointer data)
{
  Trial *trial = data;

  g_clear_object (&trial->provider);
  g_free (trial->note);
  g_free (trial);
}

gboolean
aus_provider_test_look_up (AusCall      *call,
                           AusDatabase  *database,
                           GError      **error)
{
  Trial *trial = g_new0 (Trial, 1);

  call->work = trial;
  call->work_free = trial_free;
  trial->provider = aus_provider_settings_get (call->clinic, database, call->id, error);

  return trial->provider != NULL;
}

/* That it failed is the answer, and no error. */
gboolean
aus_provider_test_prepare (AusCall  *call,
                           GError  **error)
{
  Trial *trial = call->work;
  g_autoptr (AusErrand) errand = aus_errand_new (AUS_ERRAND_TEST);
  g_autoptr (GError) fault = NULL;
  const char *reason;

  errand->is_urgent = TRUE;

  if (!aus_provider_is_configured (trial->provider, &reason)) {
    trial->note = g_strdup (reason);
  } else if (!aus_provider_can (trial->provider, AUS_ERRAND_TEST)) {
    trial->is_good = TRUE;
    trial->note = g_strdup (N_("It needs nobody else to work."));
  } else {
    trial->is_good = aus_provider_perform (trial->provider, errand, NULL, &fault);
    trial->note = g_strdup (trial->is_good ? errand->note : fault->message);
  }

  return TRUE;
}

static gboolean
follow_test (AusCall      *call,
             AusDatabase  *database,
             gboolean      is_good,
             GError      **error)
{
  if (!is_good)
    return aus_provider_news_warn (call->clinic, database, call->id, error);

  return aus_meeting_revival_try_all (database, call->id, error) &&
         aus_provider_news_relieve (call->clinic, database, call->id, error);
}

gboolean
aus_provider_test (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  Trial *trial = call->work;

  if (!aus_provider_row_note_test (database, call->id, trial->is_good, trial->note, error) ||
      !follow_test (call, database, trial->is_good, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_boolean (&call->out, "passed", trial->is_good);
  aus_json_add_text (&call->out, "note", trial->note);
  aus_json_add_time (&call->out, "tested_at", aus_time_now ());
  aus_json_end_object (&call->out);

  return TRUE;
}
