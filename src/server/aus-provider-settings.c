#include "aus-provider-settings.h"

#include "aus-json.h"
#include "aus-seal.h"
#include "aus-time.h"

static GHashTable *
new_texts (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

void
aus_provider_row_free (AusProviderRow *self)
{
  g_hash_table_unref (self->settings);
  g_hash_table_unref (self->secrets);
  g_free (self->test_note);
  g_free (self);
}

static gboolean
read_texts (GHashTable  *texts,
            const char  *json,
            GError     **error)
{
  g_autoptr (JsonObject) object = aus_json_parse_object (json, -1, error);
  JsonObjectIter iter;
  const char *name;

  if (object == NULL)
    return FALSE;

  json_object_iter_init (&iter, object);

  while (json_object_iter_next (&iter, &name, NULL)) {
    const char *text = aus_json_get_text (object, name);

    if (text != NULL)
      g_hash_table_insert (texts, g_strdup (name), g_strdup (text));
  }

  return TRUE;
}

static gboolean
read_columns (AusProviderRow  *self,
              AusStatement    *row,
              GBytes          *key,
              GError         **error)
{
  const char *sealed = aus_statement_get_text (row, 3);
  g_autofree char *secrets = NULL;

  self->revision = aus_statement_get_integer (row, 0);
  self->is_enabled = aus_statement_get_integer (row, 1) != 0;
  self->tested_at = aus_statement_get_integer (row, 4);
  self->is_good = aus_statement_get_integer (row, 5) != 0;
  self->test_note = g_strdup (aus_statement_get_text (row, 6));

  if (!read_texts (self->settings, aus_statement_get_text (row, 2), error))
    return FALSE;

  if (*sealed == '\0')
    return TRUE;

  secrets = aus_unseal_text (key, sealed, error);

  return secrets != NULL && read_texts (self->secrets, secrets, error);
}

AusProviderRow *
aus_provider_row_read (AusClinic    *clinic,
                       AusDatabase  *database,
                       const char   *name,
                       GError      **error)
{
  g_autoptr (AusProviderRow) self = g_new0 (AusProviderRow, 1);
  g_autoptr (AusStatement) row = NULL;
  AusStep step;

  self->description = aus_providers_describe (name);
  self->is_enabled = TRUE;
  self->settings = new_texts ();
  self->secrets = new_texts ();

  if (self->description == NULL) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such video provider.");
    return NULL;
  }

  row = aus_database_prepare (database, "SELECT revision, is_enabled, settings, secrets, tested_at, is_good, test_note "
                                        "FROM providers WHERE name = ?1", error);

  if (row == NULL)
    return NULL;

  aus_statement_bind_text (row, 1, name);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ERROR || (step == AUS_STEP_ROW && !read_columns (self, row, clinic->key, error)))
    return NULL;

  return g_steal_pointer (&self);
}

static char *
write_texts (GHashTable *texts)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;
  GHashTableIter iter;
  const char *name, *text;

  g_hash_table_iter_init (&iter, texts);

  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &text))
    json_object_set_string_member (object, name, text);

  node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

gboolean
aus_provider_row_save (AusProviderRow  *self,
                       AusClinic       *clinic,
                       AusDatabase     *database,
                       const char      *by,
                       GError         **error)
{
  g_autofree char *settings = write_texts (self->settings);
  g_autofree char *secrets = write_texts (self->secrets);
  g_autofree char *sealed = aus_seal_text (clinic->key, secrets);
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "INSERT INTO providers (name, revision, is_enabled, settings, secrets, updated_at, "
                                    "updated_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET "
                                    "revision = excluded.revision, is_enabled = excluded.is_enabled, "
                                    "settings = excluded.settings, secrets = excluded.secrets, tested_at = NULL, "
                                    "updated_at = excluded.updated_at, updated_by = excluded.updated_by", error);

  if (row == NULL)
    return FALSE;

  self->revision++;
  self->tested_at = 0;
  aus_statement_bind_text (row, 1, self->description->name);
  aus_statement_bind_integer (row, 2, self->revision);
  aus_statement_bind_integer (row, 3, self->is_enabled);
  aus_statement_bind_text (row, 4, settings);
  aus_statement_bind_text (row, 5, sealed);
  aus_statement_bind_integer (row, 6, aus_time_now ());
  aus_statement_bind_text (row, 7, by);

  return aus_statement_run (row, error);
}

gboolean
aus_provider_row_note_test (AusDatabase  *database,
                            const char   *name,
                            gboolean      is_good,
                            const char   *note,
                            GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "UPDATE providers SET tested_at = ?2, is_good = ?3, test_note = ?4 "
                                    "WHERE name = ?1", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, name);
  aus_statement_bind_integer (row, 2, aus_time_now ());
  aus_statement_bind_integer (row, 3, is_good);
  aus_statement_bind_text (row, 4, note);

  return aus_statement_run (row, error);
}

static void
take_all (AusProviderValues *values,
          GHashTable        *texts)
{
  GHashTableIter iter;
  const char *name, *text;

  g_hash_table_iter_init (&iter, texts);

  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &text))
    aus_provider_values_set (values, name, text);
}

AusProviderValues *
aus_provider_row_get_values (AusProviderRow *self)
{
  AusProviderValues *values = aus_provider_values_new (self->description->fields);

  take_all (values, self->settings);
  take_all (values, self->secrets);

  return values;
}

void
aus_provider_row_set_grant (AusProviderRow       *self,
                            const AusSignInGrant *grant)
{
  char now[AUS_TIME_BUFFER_LENGTH];

  if (grant == NULL) {
    g_hash_table_remove (self->secrets, AUS_SIGN_IN_TOKEN);
    g_hash_table_remove (self->settings, AUS_SIGN_IN_ACCOUNT);
    g_hash_table_remove (self->settings, AUS_SIGN_IN_TIME);
    return;
  }

  aus_time_format (aus_time_now (), now);
  g_hash_table_insert (self->secrets, g_strdup (AUS_SIGN_IN_TOKEN), g_strdup (grant->refresh_token));
  g_hash_table_insert (self->settings, g_strdup (AUS_SIGN_IN_ACCOUNT), g_strdup (grant->account));
  g_hash_table_insert (self->settings, g_strdup (AUS_SIGN_IN_TIME), g_strdup (now));
}

static AusProvider *
make (AusClinic      *clinic,
      AusProviderRow *row)
{
  g_autoptr (AusProviderValues) values = aus_provider_row_get_values (row);

  return aus_providers_keep (clinic->providers, row->description->name, row->revision,
                             row->is_enabled ? values : NULL);
}

/* 0 where nothing was said, so that the configuration holds. */
static gboolean
read_revision (AusDatabase  *database,
               const char   *name,
               gint64       *revision,
               GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT revision FROM providers WHERE name = ?1", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, name);

  return aus_statement_run_integer (row, 0, revision, error);
}

AusProvider *
aus_provider_settings_get (AusClinic    *clinic,
                           AusDatabase  *database,
                           const char   *name,
                           GError      **error)
{
  AusProvider *configured = aus_providers_lookup (clinic->providers, name);
  g_autoptr (AusProviderRow) row = NULL;
  AusProvider *kept;
  gint64 revision;

  if (configured == NULL) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such video provider.");
    return NULL;
  }

  if (aus_provider_get_description (configured)->fields == NULL)
    return g_object_ref (configured);

  if (!read_revision (database, name, &revision, error))
    return NULL;

  if (revision == 0)
    return g_object_ref (configured);

  kept = aus_providers_find (clinic->providers, name, revision);

  if (kept != NULL)
    return kept;

  row = aus_provider_row_read (clinic, database, name, error);

  return row ? make (clinic, row) : NULL;
}

char *
aus_provider_make_webhook_url (AusClinic                    *clinic,
                               const AusProviderDescription *description)
{
  return g_strdup_printf ("%s/telemedicine/api/webhooks/%s/", clinic->public_url, description->webhook);
}
