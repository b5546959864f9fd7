#include "aus-builtin-provider.h"

#include "aus-error.h"
#include "aus-time.h"
#include "aus-uuid.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Longer than any visit, since a relay asks again and again while the call lasts. */
#define TURN_LIFETIME (12 * AUS_TIME_HOUR)

struct _AusBuiltinProvider
{
  GObject parent_instance;

  JsonArray *finders;
  JsonArray *relays;
  char      *turn_username;
  char      *turn_credential;
  char      *turn_secret;
  gboolean   relay_only;
};

const AusProviderDescription aus_builtin_description = {
  .name = "builtin",
  .display_name = N_("Built-in call"),
  .features = AUS_PROVIDER_CHAT | AUS_PROVIDER_WAITING_ROOM | AUS_PROVIDER_AUTHENTICATION
              | AUS_PROVIDER_PARTICIPANT_MANAGEMENT,
  .sees = N_("Nobody beside those in the visit: picture and sound go from one to the other, encrypted. Only where that "
             "does not work do they go through a relay, which sees network addresses and cannot look inside."),
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

static void
add_entry (JsonArray  *servers,
           JsonArray  *urls,
           const char *username,
           const char *credential)
{
  JsonObject *entry;

  if (json_array_get_length (urls) == 0)
    return;

  entry = json_object_new ();
  json_object_set_array_member (entry, "urls", json_array_ref (urls));

  if (username != NULL) {
    json_object_set_string_member (entry, "username", username);
    json_object_set_string_member (entry, "credential", credential);
  }

  json_array_add_object_element (servers, entry);
}

/* For one person and one visit: coturn's REST scheme (use-auth-secret), where the name says until when it is good and
 * the password is base64 (HMAC-SHA1 (secret, name)). draft-uberti-behave-turn-rest-00, section 2.2. */
static void
add_own_relays (AusBuiltinProvider     *self,
                JsonArray              *servers,
                const AusMeetingPerson *person,
                gint64                  now)
{
  g_autoptr (GHmac) hmac =
    g_hmac_new (G_CHECKSUM_SHA1, (const guchar *) self->turn_secret, strlen (self->turn_secret));
  g_autofree char *username =
    g_strdup_printf ("%" G_GINT64_FORMAT ":%s", (now + TURN_LIFETIME) / AUS_TIME_SECOND, person->id);
  g_autofree char *credential = NULL;
  guint8 digest[20];
  gsize length = sizeof digest;

  g_hmac_update (hmac, (const guchar *) username, -1);
  g_hmac_get_digest (hmac, digest, &length);
  credential = g_base64_encode (digest, length);
  add_entry (servers, self->relays, username, credential);
}

/* One entry for all servers of a kind: relays have a user name and a credential, the others must not. */
static JsonArray *
list_ice_servers (AusBuiltinProvider     *self,
                  const AusMeetingPerson *person,
                  gint64                  now)
{
  JsonArray *servers = json_array_new ();

  add_entry (servers, self->finders, NULL, NULL);

  if (self->turn_secret != NULL)
    add_own_relays (self, servers, person, now);
  else
    add_entry (servers, self->relays, self->turn_username, self->turn_credential);

  return servers;
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
  json_object_set_array_member (info, "ice_servers", list_ice_servers (self, person, now));
  json_object_set_string_member (info, "ice_transport_policy", self->relay_only ? "relay" : "all");

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
  AusBuiltinProvider *self = AUS_BUILTIN_PROVIDER (object);

  g_clear_pointer (&self->finders, json_array_unref);
  g_clear_pointer (&self->relays, json_array_unref);
  g_free (self->turn_username);
  g_free (self->turn_credential);
  g_free (self->turn_secret);

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
  self->finders = json_array_new ();
  self->relays = json_array_new ();
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
has_relay (const AusBuiltinSettings *settings)
{
  for (guint i = 0; settings->ice_servers && settings->ice_servers[i]; i++) {
    if (is_relay (settings->ice_servers[i]))
      return TRUE;
  }

  return FALSE;
}

static gboolean
check_settings (const AusBuiltinSettings  *settings,
                GError                   **error)
{
  gboolean has_secret = is_given (settings->turn_secret) ||
                        (is_given (settings->turn_username) && is_given (settings->turn_credential));

  for (guint i = 0; settings->ice_servers && settings->ice_servers[i]; i++) {
    const char *url = settings->ice_servers[i];

    if (!is_ice_url (url)) {
      aus_error_say_field (error, "ice_servers",
                           N_("“%s” is not an address such as stun:stun.example.org:3478."), url);
      return FALSE;
    }

    if (is_relay (url) && !has_secret) {
      aus_error_say_field (error, "turn_credential",
                           N_("“%s” needs turn_secret, or turn_username and turn_credential."), url);
      return FALSE;
    }
  }

  if (settings->relay_only && !has_relay (settings)) {
    aus_error_say_field (error, "relay_only",
                         N_("Nobody could meet without a TURN server; name one in ice_servers."));
    return FALSE;
  }

  return TRUE;
}

static void
add_urls (AusBuiltinProvider *self,
          const char * const *urls)
{
  for (guint i = 0; urls && urls[i]; i++)
    json_array_add_string_element (is_relay (urls[i]) ? self->relays : self->finders, urls[i]);
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
  self->turn_username = g_strdup (settings->turn_username);
  self->turn_credential = g_strdup (settings->turn_credential);
  self->turn_secret = is_given (settings->turn_secret) ? g_strdup (settings->turn_secret) : NULL;
  self->relay_only = settings->relay_only;
  add_urls (self, settings->ice_servers);

  return AUS_PROVIDER (self);
}
