#include "aus-provider-handlers.h"

#include "aus-provider-health.h"
#include "aus-provider-settings.h"

/* What a caller sees of a provider. Everybody: whether it can be used. Admins: what was said of it, too. */

static const char *
get_type (const AusProviderField *field)
{
  return field->kind == AUS_KIND_INTEGER ? "integer" : field->kind == AUS_KIND_BOOLEAN ? "boolean" : "text";
}

static void
write_field (AusCall                *call,
             AusProviderRow         *row,
             const AusProviderField *field)
{
  const gboolean is_secret = (field->flags & AUS_PROVIDER_FIELD_SECRET) != 0;
  const char *value = g_hash_table_lookup (is_secret ? row->secrets : row->settings, field->name);

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "name", field->name);
  aus_json_add_text (&call->out, "type", get_type (field));
  aus_json_add_text (&call->out, "label", field->label);
  aus_json_add_text (&call->out, "help", field->help);
  aus_json_add_boolean (&call->out, "is_required", (field->flags & AUS_PROVIDER_FIELD_REQUIRED) != 0);
  aus_json_add_boolean (&call->out, "is_secret", is_secret);
  aus_json_add_boolean (&call->out, "is_long", (field->flags & AUS_PROVIDER_FIELD_LONG) != 0);
  aus_json_add_boolean (&call->out, "is_set", value != NULL);
  aus_json_add_text (&call->out, "value", is_secret ? NULL : value);
  aus_json_add_text (&call->out, "default", field->usual);
  aus_json_add_text (&call->out, "words", field->words);
  aus_json_add_text (&call->out, "when", field->when);

  if (field->kind == AUS_KIND_INTEGER) {
    aus_json_add_integer (&call->out, "minimum", field->minimum);
    aus_json_add_integer (&call->out, "maximum", field->maximum);
  }

  aus_json_end_object (&call->out);
}

/* Of who lets us act for them at the provider, where somebody is to. */
static void
write_connection (AusCall        *call,
                  AusProvider    *provider,
                  AusProviderRow *row)
{
  const char *account = g_hash_table_lookup (row->settings, AUS_SIGN_IN_ACCOUNT);
  const gboolean is_broken = account != NULL && aus_provider_is_refused (provider);
  g_autofree char *reason = NULL;

  if (is_broken)
    aus_provider_is_healthy (provider, &reason);

  aus_json_begin_object (&call->out, "connection");
  aus_json_add_text (&call->out, "state", account == NULL ? "none" : is_broken ? "broken" : "connected");
  aus_json_add_text (&call->out, "account", account);
  aus_json_add_text (&call->out, "connected_at", g_hash_table_lookup (row->settings, AUS_SIGN_IN_TIME));
  aus_json_add_text (&call->out, "reason", reason);
  aus_json_end_object (&call->out);
}

static void
write_row (AusCall        *call,
           AusProvider    *provider,
           AusProviderRow *row)
{
  const AusProviderField *fields = row->description->fields;
  const char *webhook = row->description->webhook;
  g_autofree char *url = webhook ? aus_provider_make_webhook_url (call->clinic, row->description) : NULL;

  aus_json_add_integer (&call->out, "revision", row->revision);
  aus_json_add_boolean (&call->out, "is_enabled", row->is_enabled);
  aus_json_add_text (&call->out, "source", row->revision > 0 ? "app" : "configuration");
  aus_json_add_text (&call->out, "webhook_url", url);

  if (row->tested_at != 0) {
    aus_json_add_time (&call->out, "tested_at", row->tested_at);
    aus_json_add_boolean (&call->out, "test_passed", row->is_good);
    aus_json_add_text (&call->out, "test_note", row->test_note);
  }

  if (row->description->sign_in != NULL)
    write_connection (call, provider, row);

  aus_json_begin_array (&call->out, "fields");

  for (const AusProviderField *field = fields; field != NULL && field->name != NULL; field++)
    write_field (call, row, field);

  aus_json_end_array (&call->out);
}

static void
write_members (AusCall                 *call,
               const AusProviderHealth *health)
{
  const AusProviderDescription *description = aus_provider_get_description (health->provider);
  g_autoptr (JsonObject) features = aus_provider_features_to_json (health->provider);
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), features);
  g_autofree char *text = json_to_string (node, FALSE);

  aus_json_add_text (&call->out, "name", description->name);
  aus_json_add_text (&call->out, "display_name", description->display_name);
  aus_json_add_boolean (&call->out, "available", health->is_available);
  aus_json_add_text (&call->out, "reason", health->is_available ? NULL : health->reason);
  aus_json_add_boolean (&call->out, "healthy", health->is_healthy);
  aus_json_add_text (&call->out, "health_reason", health->reason);
  aus_json_add_text (&call->out, "sees", description->sees);
  aus_json_add_text (&call->out, "caution", description->caution);
  aus_json_add_raw (&call->out, "features", text);
}

static gboolean
write_provider (AusCall      *call,
                AusDatabase  *database,
                const char   *member,
                const char   *name,
                GError      **error)
{
  g_auto (AusProviderHealth) health = { NULL };
  g_autoptr (AusProviderRow) row = NULL;

  if (!aus_provider_health_read (&health, call->clinic, database, name, error))
    return FALSE;

  aus_json_begin_object (&call->out, member);
  write_members (call, &health);

  if (member == NULL && call->caller.role == AUS_ROLE_ADMIN) {
    row = aus_provider_row_read (call->clinic, database, name, error);

    if (row == NULL)
      return FALSE;

    write_row (call, health.provider, row);
  }

  aus_json_end_object (&call->out);

  return TRUE;
}

gboolean
aus_provider_list (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  GPtrArray *list = aus_providers_get_list (call->clinic->providers);

  aus_json_begin_object (&call->out, NULL);

  for (guint i = 0; i < list->len; i++) {
    const char *name = aus_provider_get_name (g_ptr_array_index (list, i));

    if (!write_provider (call, database, name, name, error))
      return FALSE;
  }

  aus_json_end_object (&call->out);

  return TRUE;
}

gboolean
aus_provider_show (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  return write_provider (call, database, NULL, call->id, error);
}
