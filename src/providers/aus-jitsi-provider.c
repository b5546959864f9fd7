#include "aus-jitsi-provider.h"

#include "aus-error.h"
#include "aus-jwt.h"
#include "aus-random.h"
#include "aus-time.h"

#include <gio/gio.h>
#include <string.h>

/* 100 random bits; lower case, since Jitsi folds it. */
#define ROOM_PREFIX "consult-"
#define ROOM_LENGTH 20

/* RFC 7518 §3.2: at least as long as the hash. */
#define SECRET_MIN_LENGTH 32

/* Prosody has no leeway. Without “exp” it would take a token for ever. */
#define NOT_BEFORE (-10 * AUS_TIME_SECOND)
#define GRACE AUS_TIME_HOUR
#define LONGEST (8 * AUS_TIME_HOUR)

struct _AusJitsiProvider
{
  GObject parent_instance;

  char *base_url;
  char *domain;
  char *app_id;
  char *app_secret;
  char *sub;
};

typedef struct
{
  const char *domain;
  const char *reason;
} ForeignServer;

const AusProviderDescription aus_jitsi_description = {
  .name = "jitsi",
  .display_name = "Jitsi Meet",
  .features = AUS_PROVIDER_RECORDING | AUS_PROVIDER_SCREEN_SHARING | AUS_PROVIDER_CHAT
              | AUS_PROVIDER_AUTHENTICATION | AUS_PROVIDER_PARTICIPANT_MANAGEMENT,
};

static const ForeignServer foreign_servers[] = {
  { "meet.jit.si", "it takes no tokens of yours and asks the first person to sign in elsewhere" },
  { "8x8.vc", "Jitsi as a Service needs keys of its own and is not supported" },
};

static const AusProviderDescription *
aus_jitsi_provider_get_description (AusProvider *provider)
{
  return &aus_jitsi_description;
}

static char *
aus_jitsi_provider_create_meeting (AusProvider *provider)
{
  g_autofree char *random = aus_random_text (ROOM_LENGTH);

  return g_strconcat (ROOM_PREFIX, random, NULL);
}

static gint64
get_expiry (const AusMeeting *meeting,
            gint64            now)
{
  return CLAMP (meeting->ends + GRACE, now + GRACE, now + LONGEST);
}

/* Every value is a text, booleans too: older servers fail on all else. */
static JsonObject *
build_context (const AusMeetingPerson *person)
{
  JsonObject *context = json_object_new ();
  JsonObject *user = json_object_new ();
  JsonObject *features = json_object_new ();

  json_object_set_string_member (user, "id", person->id);
  json_object_set_string_member (user, "name", person->name);
  json_object_set_string_member (user, "affiliation", person->moderator ? "owner" : "member");
  json_object_set_string_member (user, "moderator", person->moderator ? "true" : "false");
  json_object_set_string_member (features, "recording", "false");
  json_object_set_string_member (features, "livestreaming", "false");
  json_object_set_object_member (context, "user", user);
  json_object_set_object_member (context, "features", features);

  return context;
}

static char *
sign_token (AusJitsiProvider       *self,
            const AusMeeting       *meeting,
            const AusMeetingPerson *person,
            gint64                  now)
{
  g_autoptr (JsonObject) claims = json_object_new ();

  json_object_set_string_member (claims, "iss", self->app_id);
  json_object_set_string_member (claims, "aud", self->app_id);
  json_object_set_string_member (claims, "sub", self->sub);
  json_object_set_string_member (claims, "room", meeting->meeting_id);
  json_object_set_int_member (claims, "iat", now / AUS_TIME_SECOND);
  json_object_set_int_member (claims, "nbf", (now + NOT_BEFORE) / AUS_TIME_SECOND);
  json_object_set_int_member (claims, "exp", get_expiry (meeting, now) / AUS_TIME_SECOND);
  json_object_set_object_member (claims, "context", build_context (person));

  return aus_jwt_sign_hs256 (claims, self->app_secret, strlen (self->app_secret));
}

/* The token rides behind the “#”, as JSON in percent encoding, so that no server logs it. */
static JsonObject *
aus_jitsi_provider_get_meeting_info (AusProvider            *provider,
                                     const AusMeeting       *meeting,
                                     const AusMeetingPerson *person,
                                     gint64                  now)
{
  AusJitsiProvider *self = AUS_JITSI_PROVIDER (provider);
  g_autofree char *token = sign_token (self, meeting, person, now);
  g_autofree char *room = g_uri_escape_string (meeting->meeting_id, NULL, FALSE);
  g_autofree char *url = g_strdup_printf ("%s/%s#jwt=%%22%s%%22&config.disableDeepLinking=true",
                                          self->base_url, room, token);
  JsonObject *info = json_object_new ();

  json_object_set_string_member (info, "provider", aus_jitsi_description.name);
  json_object_set_string_member (info, "meeting_url", url);
  json_object_set_string_member (info, "domain", self->domain);
  json_object_set_string_member (info, "room", meeting->meeting_id);
  json_object_set_string_member (info, "jwt", token);

  return info;
}

static void
aus_jitsi_provider_interface_init (AusProviderInterface *iface)
{
  iface->get_description = aus_jitsi_provider_get_description;
  iface->create_meeting = aus_jitsi_provider_create_meeting;
  iface->get_meeting_info = aus_jitsi_provider_get_meeting_info;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AusJitsiProvider, aus_jitsi_provider, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (AUS_TYPE_PROVIDER, aus_jitsi_provider_interface_init))

static void
aus_jitsi_provider_finalize (GObject *object)
{
  AusJitsiProvider *self = AUS_JITSI_PROVIDER (object);

  g_free (self->base_url);
  g_free (self->domain);
  g_free (self->app_id);
  g_free (self->app_secret);
  g_free (self->sub);

  G_OBJECT_CLASS (aus_jitsi_provider_parent_class)->finalize (object);
}

static void
aus_jitsi_provider_class_init (AusJitsiProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aus_jitsi_provider_finalize;
}

static void
aus_jitsi_provider_init (AusJitsiProvider *self)
{
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address ? g_inet_address_get_is_loopback (address) : g_str_equal (host, "localhost");
}

static gboolean
belongs_to (const char *host,
            const char *domain)
{
  gsize host_length = strlen (host);
  gsize length = strlen (domain);

  return g_str_has_suffix (host, domain) && (host_length == length || host[host_length - length - 1] == '.');
}

/* Lower case and in ASCII, so that no spelling slips past a comparison. */
static char *
fold_host (GUri *uri)
{
  g_autofree char *host = g_hostname_to_ascii (g_uri_get_host (uri));
  gsize length = host ? strlen (host) : 0;

  if (length > 0 && host[length - 1] == '.')
    host[--length] = '\0';

  return length > 0 && strspn (host, "abcdefghijklmnopqrstuvwxyz0123456789.-:") == length
         ? g_steal_pointer (&host)
         : NULL;
}

static gboolean
check_host (const char  *scheme,
            const char  *host,
            GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (foreign_servers); i++) {
    if (belongs_to (host, foreign_servers[i].domain)) {
      aus_error_add_field (error, "base_url", "Use a Jitsi server of your own, not %s: %s.",
                           host, foreign_servers[i].reason);
      return FALSE;
    }
  }

  if (!g_str_equal (scheme, "https") && !is_loopback (host)) {
    aus_error_add_field (error, "base_url", "It must begin with https:// so that nobody listens in.");
    return FALSE;
  }

  return TRUE;
}

static gboolean
set_base_url (AusJitsiProvider  *self,
              const char        *base_url,
              GError           **error)
{
  g_autoptr (GUri) uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri ? g_uri_get_scheme (uri) : NULL;
  g_autofree char *host = uri && g_uri_get_host (uri) ? fold_host (uri) : NULL;
  gboolean bare;

  bare = host != NULL && g_uri_get_userinfo (uri) == NULL && g_uri_get_query (uri) == NULL
         && g_uri_get_fragment (uri) == NULL
         && g_uri_get_path (uri)[strspn (g_uri_get_path (uri), "/")] == '\0'
         && (g_str_equal (scheme, "https") || g_str_equal (scheme, "http"));

  if (!bare) {
    aus_error_add_field (error, "base_url", "It must be of the form https://meet.example.org.");
    return FALSE;
  }

  if (!check_host (scheme, host, error))
    return FALSE;

  self->base_url = g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, host, g_uri_get_port (uri), "", NULL, NULL);
  self->domain = g_strdup (strstr (self->base_url, "://") + 3);
  self->sub = g_steal_pointer (&host);

  return TRUE;
}

static gboolean
check_settings (const AusJitsiSettings  *settings,
                GError                 **error)
{
  GError *faults = NULL;

  if (settings->base_url == NULL)
    aus_error_add_field (&faults, "base_url", "The address of the Jitsi server is needed.");
  if (settings->app_id == NULL || settings->app_id[0] == '\0')
    aus_error_add_field (&faults, "app_id", "The app id of the Jitsi server is needed.");
  if (settings->app_secret == NULL || strlen (settings->app_secret) < SECRET_MIN_LENGTH)
    aus_error_add_field (&faults, "app_secret", "A secret of at least %d random characters is needed.",
                         SECRET_MIN_LENGTH);

  if (faults == NULL)
    return TRUE;

  g_propagate_error (error, faults);

  return FALSE;
}

AusProvider *
aus_jitsi_provider_new (const AusJitsiSettings  *settings,
                        GError                 **error)
{
  g_autoptr (AusJitsiProvider) self = NULL;

  g_return_val_if_fail (settings != NULL, NULL);

  if (!check_settings (settings, error))
    return NULL;

  self = g_object_new (AUS_TYPE_JITSI_PROVIDER, NULL);

  if (!set_base_url (self, settings->base_url, error))
    return NULL;

  self->app_id = g_strdup (settings->app_id);
  self->app_secret = g_strdup (settings->app_secret);

  if (settings->sub != NULL && settings->sub[0] != '\0') {
    g_free (self->sub);
    self->sub = g_strdup (settings->sub);
  }

  return AUS_PROVIDER (g_steal_pointer (&self));
}
