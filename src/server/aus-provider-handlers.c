#include "aus-handlers.h"

static void
write_provider (AusCall     *call,
                const char  *name,
                AusProvider *provider)
{
  const char *reason = NULL;
  gboolean available = aus_provider_is_configured (provider, &reason);
  g_autoptr (JsonObject) features = aus_provider_features_to_json (provider);
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), features);
  g_autofree char *text = json_to_string (node, FALSE);

  aus_json_begin_object (&call->out, name);
  aus_json_add_text (&call->out, "name", aus_provider_get_name (provider));
  aus_json_add_text (&call->out, "display_name", aus_provider_get_display_name (provider));
  aus_json_add_boolean (&call->out, "available", available);
  aus_json_add_text (&call->out, "reason", available ? NULL : reason);
  aus_json_add_raw (&call->out, "features", text);
  aus_json_end_object (&call->out);
}

gboolean
aus_provider_list (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  GPtrArray *list = aus_providers_get_list (call->clinic->providers);

  aus_json_begin_object (&call->out, NULL);

  for (guint i = 0; i < list->len; i++)
    write_provider (call, aus_provider_get_name (g_ptr_array_index (list, i)), g_ptr_array_index (list, i));

  aus_json_end_object (&call->out);

  return TRUE;
}

gboolean
aus_provider_show (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  AusProvider *provider = aus_providers_lookup (call->clinic->providers, call->id);

  if (provider == NULL) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such video provider.");
    return FALSE;
  }

  write_provider (call, NULL, provider);

  return TRUE;
}
