#include "aus-builtin-provider.h"

#include "aus-error.h"
#include "aus-uuid.h"

#include <string.h>

struct _AusBuiltinProvider
{
  GObject parent_instance;

  JsonArray *ice_servers;
};

const AusProviderDescription aus_builtin_description = {
  .name = "builtin",
  .display_name = "Built-in call",
  .features = AUS_PROVIDER_CHAT | AUS_PROVIDER_WAITING_ROOM | AUS_PROVIDER_AUTHENTICATION
              | AUS_PROVIDER_PARTICIPANT_MANAGEMENT,
};

static const AusProviderDescription *
aus_builtin_provider_get_description (AusProvider *provider)
{
  return &aus_builtin_description;
}

static char *
aus_builtin_provider_create_meeting (AusProvider *provider)
{
  return aus_uuid_new ();
}

static JsonObject *
aus_builtin_provider_get_meeting_info (AusProvider            *provider,
                                       const AusMeeting       *meeting,
                                       const AusMeetingPerson *person,
                                       gint64                  now)
{
  AusBuiltinProvider *self = AUS_BUILTIN_PROVIDER (provider);
  JsonObject *info = json_object_new ();

  json_object_set_string_member (info, "provider", aus_builtin_description.name);
  json_object_set_null_member (info, "meeting_url");
  json_object_set_array_member (info, "ice_servers", json_array_ref (self->ice_servers));

  return info;
}

static void
aus_builtin_provider_interface_init (AusProviderInterface *iface)
{
  iface->get_description = aus_builtin_provider_get_description;
  iface->create_meeting = aus_builtin_provider_create_meeting;
  iface->get_meeting_info = aus_builtin_provider_get_meeting_info;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AusBuiltinProvider, aus_builtin_provider, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (AUS_TYPE_PROVIDER, aus_builtin_provider_interface_init))

static void
aus_builtin_provider_finalize (GObject *object)
{
  g_clear_pointer (&AUS_BUILTIN_PROVIDER (object)->ice_servers, json_array_unref);

  G_OBJECT_CLASS (aus_builtin_provider_parent_class)->finalize (object);
}

static void
aus_builtin_provider_class_init (AusBuiltinProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aus_builtin_provider_finalize;
}

static void
aus_builtin_provider_init (AusBuiltinProvider *self)
{
  self->ice_servers = json_array_new ();
}

static gboolean
is_relay (const char *url)
{
  return g_str_has_prefix (url, "turn:") || g_str_has_prefix (url, "turns:");
}

/* RFC 7064 and 7065: scheme:host[:port][?transport=…], without slashes. */
static gboolean
is_ice_url (const char *url)
{
  const char *host = strchr (url, ':');

  return (is_relay (url) || g_str_has_prefix (url, "stun:") || g_str_has_prefix (url, "stuns:"))
         && (g_ascii_isalnum (host[1]) || host[1] == '[')
         && strpbrk (host, "/@ \t\r\n\"") == NULL
         && g_str_is_ascii (url);
}

static gboolean
is_given (const char *text)
{
  return text != NULL && text[0] != '\0';
}

static gboolean
check_settings (const AusBuiltinSettings  *settings,
                GError                   **error)
{
  gboolean has_secret = is_given (settings->turn_username) && is_given (settings->turn_credential);

  for (guint i = 0; settings->ice_servers && settings->ice_servers[i]; i++) {
    const char *url = settings->ice_servers[i];

    if (!is_ice_url (url)) {
      aus_error_add_field (error, "ice_servers",
                           "“%s” is not an address such as stun:stun.example.org:3478.", url);
      return FALSE;
    }

    if (is_relay (url) && !has_secret) {
      aus_error_add_field (error, "turn_credential",
                           "“%s” needs turn_username and turn_credential.", url);
      return FALSE;
    }
  }

  return TRUE;
}

/* One entry for all servers of a kind: relays have a user name and a credential, the others must not. */
static void
add_ice_servers (AusBuiltinProvider       *self,
                 const AusBuiltinSettings *settings,
                 gboolean                  relays)
{
  g_autoptr (JsonArray) urls = json_array_new ();
  JsonObject *entry;

  for (guint i = 0; settings->ice_servers && settings->ice_servers[i]; i++) {
    if (is_relay (settings->ice_servers[i]) == relays)
      json_array_add_string_element (urls, settings->ice_servers[i]);
  }

  if (json_array_get_length (urls) == 0)
    return;

  entry = json_object_new ();
  json_object_set_array_member (entry, "urls", g_steal_pointer (&urls));

  if (relays) {
    json_object_set_string_member (entry, "username", settings->turn_username);
    json_object_set_string_member (entry, "credential", settings->turn_credential);
  }

  json_array_add_object_element (self->ice_servers, entry);
}

AusProvider *
aus_builtin_provider_new (const AusBuiltinSettings  *settings,
                          GError                   **error)
{
  AusBuiltinProvider *self;

  g_return_val_if_fail (settings != NULL, NULL);

  if (!check_settings (settings, error))
    return NULL;

  self = g_object_new (AUS_TYPE_BUILTIN_PROVIDER, NULL);
  add_ice_servers (self, settings, FALSE);
  add_ice_servers (self, settings, TRUE);

  return AUS_PROVIDER (self);
}
