#include "aus-account.h"

#include "aus-api.h"
#include "aus-json.h"
#include "aus-time.h"

#define TOTP "/accounts/api/totp/"
#define SESSIONS "/accounts/api/sessions/"

void
aus_factor_offer_free (AusFactorOffer *self)
{
  g_free (self->secret);
  g_strfreev (self->qr);
  g_strfreev (self->codes);
  g_free (self);
}

static void
device_free (gpointer data)
{
  AusDevice *device = data;

  g_free (device->id);
  g_free (device->name);
  g_free (device->address);
  g_clear_pointer (&device->last_used, g_date_time_unref);
  g_free (device);
}

/* Of pairs of name and text. (transfer full) */
static JsonNode *
make_body (const char *name,
           const char *value,
           const char *other_name,
           const char *other_value)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, name, value);

  if (other_name != NULL)
    json_object_set_string_member (object, other_name, other_value);

  json_node_take_object (node, object);

  return node;
}

/* (transfer full) */
static GStrv
get_texts (JsonObject *object,
           const char *name)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *text = json_array_get_element (array, i);

    if (json_node_get_value_type (text) == G_TYPE_STRING)
      g_strv_builder_add (texts, json_node_get_string (text));
  }

  return g_strv_builder_end (texts);
}

gboolean
aus_account_finish (AusClient     *client,
                    GAsyncResult  *result,
                    GError       **error)
{
  g_autoptr (JsonNode) answer = aus_client_send_finish (client, result, error);

  return answer != NULL;
}

void
aus_account_change_password (AusClient           *client,
                             const char          *old_password,
                             const char          *new_password,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  aus_client_send_async (client, "POST", "/accounts/api/password/",
                         make_body ("old_password", old_password, "new_password", new_password), cancellable, callback,
                         user_data);
}

void
aus_account_read_factor (AusClient           *client,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  aus_client_send_async (client, "GET", TOTP, NULL, cancellable, callback, user_data);
}

gboolean
aus_account_read_factor_finish (AusClient     *client,
                                GAsyncResult  *result,
                                AusFactor     *factor,
                                GError       **error)
{
  g_autoptr (JsonNode) answer = aus_client_send_finish (client, result, error);
  JsonObject *object = aus_api_get_object (answer, error);

  if (object == NULL)
    return FALSE;

  factor->is_on = json_object_get_boolean_member_with_default (object, "is_confirmed", FALSE);
  factor->is_required = json_object_get_boolean_member_with_default (object, "is_required", FALSE);
  factor->n_codes = json_object_get_int_member_with_default (object, "recovery_codes_left", 0);

  return TRUE;
}

void
aus_account_begin_factor (AusClient           *client,
                          const char          *password,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  aus_client_send_async (client, "POST", TOTP, make_body ("password", password, NULL, NULL), cancellable, callback,
                         user_data);
}

AusFactorOffer *
aus_account_begin_factor_finish (AusClient     *client,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_autoptr (JsonNode) answer = aus_client_send_finish (client, result, error);
  JsonObject *object = aus_api_get_object (answer, error);
  AusFactorOffer *offer;

  if (object == NULL)
    return NULL;

  offer = g_new0 (AusFactorOffer, 1);
  offer->secret = g_strdup (aus_json_get_text (object, "secret"));
  offer->qr = get_texts (object, "qr");
  offer->codes = get_texts (object, "recovery_codes");

  return offer;
}

void
aus_account_confirm_factor (AusClient           *client,
                            const char          *otp,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  aus_client_send_async (client, "POST", TOTP "confirm/", make_body ("otp", otp, NULL, NULL), cancellable, callback,
                         user_data);
}

void
aus_account_remove_factor (AusClient           *client,
                           const char          *password,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  aus_client_send_async (client, "DELETE", TOTP, make_body ("password", password, NULL, NULL), cancellable, callback,
                         user_data);
}

void
aus_account_renew_codes (AusClient           *client,
                         const char          *password,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  aus_client_send_async (client, "POST", TOTP "recovery-codes/", make_body ("password", password, NULL, NULL),
                         cancellable, callback, user_data);
}

GStrv
aus_account_renew_codes_finish (AusClient     *client,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_autoptr (JsonNode) answer = aus_client_send_finish (client, result, error);
  JsonObject *object = aus_api_get_object (answer, error);

  return object ? get_texts (object, "recovery_codes") : NULL;
}

void
aus_account_list_devices (AusClient           *client,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  aus_client_send_async (client, "GET", SESSIONS, NULL, cancellable, callback, user_data);
}

static AusDevice *
read_device (JsonObject *object)
{
  AusDevice *device = g_new0 (AusDevice, 1);
  const char *last_used = aus_json_get_text (object, "last_used_at");

  device->id = g_strdup (aus_json_get_text (object, "id"));
  device->name = g_strdup (aus_json_get_text (object, "device"));
  device->address = g_strdup (aus_json_get_text (object, "address"));
  device->last_used = last_used ? g_date_time_new_from_iso8601 (last_used, NULL) : NULL;
  device->is_current = json_object_get_boolean_member_with_default (object, "is_current", FALSE);

  return device;
}

GPtrArray *
aus_account_list_devices_finish (AusClient     *client,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_autoptr (JsonNode) answer = aus_client_send_finish (client, result, error);
  JsonObject *object = aus_api_get_object (answer, error);
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (device_free);
  JsonNode *results = object ? json_object_get_member (object, "results") : NULL;
  JsonArray *array = results && JSON_NODE_HOLDS_ARRAY (results) ? json_node_get_array (results) : NULL;

  if (object == NULL)
    return NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    AusDevice *device = JSON_NODE_HOLDS_OBJECT (node) ? read_device (json_node_get_object (node)) : NULL;

    if (device != NULL)
      g_ptr_array_insert (devices, device->is_current ? 0 : -1, device);
  }

  return g_steal_pointer (&devices);
}

void
aus_account_sign_out_device (AusClient           *client,
                             const char          *id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autofree char *path = id ? g_strconcat (SESSIONS, id, "/", NULL) : g_strdup (SESSIONS);

  aus_client_send_async (client, "DELETE", path, NULL, cancellable, callback, user_data);
}
