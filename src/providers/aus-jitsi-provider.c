#include "aus-jitsi-provider.h"

#include "aus-far-side.h"
#include "aus-jitsi-events.h"
#include "aus-jitsi-room.h"
#include "aus-jwt.h"
#include "aus-rsa-key.h"
#include "aus-time.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* RFC 7518 §3.2: at least as long as the hash. */
#define SECRET_MIN_LENGTH 32
#define SECRET_FAULT N_("A secret of at least 32 random characters is needed.")

struct _AusJitsiProvider
{
  GObject parent_instance;

  char       *base_url;
  char       *app_id;
  char       *app_secret;
  char       *sub;
  char       *key_id;
  char       *events_token;
  AusRsaKey  *key;
  AusFarSide *far_side;
  gboolean    has_lobby;
};

typedef struct
{
  const char *domain;
  const char *reason;
} ForeignServer;

static const char *const no_others[] = { NULL };

static const ForeignServer foreign_servers[] = {
  { "meet.jit.si", N_("Use a Jitsi server of your own, not meet.jit.si: it takes no tokens of yours and asks the first "
                      "person to sign in elsewhere.") },
  { "8x8.vc", N_("This is Jitsi as a Service, which needs keys of its own: choose it above.") },
};

static const AusProviderDescription *
aus_jitsi_provider_get_description (AusProvider *provider)
{
  return &aus_jitsi_description;
}

static char *
aus_jitsi_provider_create_meeting (AusProvider *provider)
{
  return aus_jitsi_room_new ();
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
  g_autoptr (GError) fault = NULL;
  char *token;

  json_object_set_string_member (claims, "iss", self->app_id);
  json_object_set_string_member (claims, "aud", self->app_id);
  json_object_set_string_member (claims, "sub", self->sub);
  json_object_set_string_member (claims, "room", meeting->meeting_id);
  aus_jitsi_room_add_times (claims, now, aus_jitsi_room_get_expiry (meeting, now));
  json_object_set_object_member (claims, "context", build_context (person));

  if (self->key == NULL)
    return aus_jwt_sign_hs256 (claims, self->app_secret, strlen (self->app_secret));

  token = aus_rsa_key_sign (self->key, claims, self->key_id, &fault);

  if (token == NULL)
    g_warning ("No token for a meeting: %s", fault->message);

  return token ? token : g_strdup ("");
}

static JsonObject *
aus_jitsi_provider_get_meeting_info (AusProvider            *provider,
                                     const AusMeeting       *meeting,
                                     const AusMeetingPerson *person,
                                     gint64                  now)
{
  AusJitsiProvider *self = AUS_JITSI_PROVIDER (provider);
  g_autofree char *token = sign_token (self, meeting, person, now);

  return aus_jitsi_room_describe (self->base_url, meeting->meeting_id, token, self->has_lobby, person);
}

static char *
aus_jitsi_provider_get_frame_script (AusProvider *provider)
{
  return aus_jitsi_room_make_script (AUS_JITSI_PROVIDER (provider)->base_url, "");
}

/* Whether it takes our tokens shows when somebody joins; a server that is down, or another one, shows here. */
static gboolean
test (AusJitsiProvider  *self,
      AusErrand         *errand,
      GCancellable      *cancellable,
      GError           **error)
{
  g_autofree char *url = g_strconcat (self->base_url, "/external_api.js", NULL);
  const AusHttpCall call = { .method = "GET", .url = url };
  g_autoptr (AusHttpAnswer) answer = NULL;

  aus_far_side_forgive (self->far_side);
  answer = aus_far_side_call (self->far_side, &call, (AusCare) { errand->is_urgent, TRUE }, cancellable, error);

  if (answer == NULL)
    return FALSE;

  if (answer->status != 200) {
    aus_error_say (error, AUS_ERROR_FORBIDDEN,
                   N_("Something answers there, but it is no Jitsi server: it has no /external_api.js (%u)."),
                   answer->status);
    return FALSE;
  }

  errand->note = g_strdup (N_("The Jitsi server answers. That it takes the tokens shows when somebody joins a visit."));

  return TRUE;
}

/* Nobody can end a room of a plain Jitsi server from outside: it ends when all have left it, or when the time is over
 * that its reservation has. */
static gboolean
aus_jitsi_provider_perform (AusProvider   *provider,
                            AusErrand     *errand,
                            GCancellable  *cancellable,
                            GError       **error)
{
  return errand->kind != AUS_ERRAND_TEST || test (AUS_JITSI_PROVIDER (provider), errand, cancellable, error);
}

static gboolean
aus_jitsi_provider_is_healthy (AusProvider  *provider,
                               char        **reason)
{
  return aus_far_side_is_healthy (AUS_JITSI_PROVIDER (provider)->far_side, reason);
}

static gboolean
aus_jitsi_provider_receive (AusProvider           *provider,
                            const AusWebhookMail  *mail,
                            AusWebhookReceipt     *receipt,
                            GError               **error)
{
  return aus_jitsi_events_receive (AUS_JITSI_PROVIDER (provider)->events_token, mail, receipt, error);
}

static GPtrArray *
aus_jitsi_provider_read_events (AusProvider  *provider,
                                GBytes       *content,
                                GError      **error)
{
  return aus_jitsi_events_read (content, error);
}

static void
aus_jitsi_provider_interface_init (AusProviderInterface *iface)
{
  iface->get_description = aus_jitsi_provider_get_description;
  iface->create_meeting = aus_jitsi_provider_create_meeting;
  iface->get_meeting_info = aus_jitsi_provider_get_meeting_info;
  iface->get_frame_script = aus_jitsi_provider_get_frame_script;
  iface->perform = aus_jitsi_provider_perform;
  iface->is_healthy = aus_jitsi_provider_is_healthy;
  iface->receive = aus_jitsi_provider_receive;
  iface->read_events = aus_jitsi_provider_read_events;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AusJitsiProvider, aus_jitsi_provider, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (AUS_TYPE_PROVIDER, aus_jitsi_provider_interface_init))

static void
aus_jitsi_provider_finalize (GObject *object)
{
  AusJitsiProvider *self = AUS_JITSI_PROVIDER (object);

  g_clear_pointer (&self->far_side, aus_far_side_free);
  g_clear_pointer (&self->key, aus_rsa_key_free);
  g_free (self->base_url);
  g_free (self->app_id);
  g_free (self->app_secret);
  g_free (self->sub);
  g_free (self->key_id);
  g_free (self->events_token);

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

static const char *
find_host_fault (const char *scheme,
                 const char *host)
{
  for (guint i = 0; i < G_N_ELEMENTS (foreign_servers); i++) {
    if (belongs_to (host, foreign_servers[i].domain))
      return foreign_servers[i].reason;
  }

  return g_str_equal (scheme, "https") || is_loopback (host)
         ? NULL
         : N_("It must begin with https:// so that nobody listens in.");
}

/* (transfer full) (nullable): the address without what does not count. *@host: the same as Prosody knows it. */
static char *
parse_url (const char  *text,
           char       **host,
           const char **fault)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri ? g_uri_get_scheme (uri) : NULL;
  gboolean bare;

  *host = uri != NULL && g_uri_get_host (uri) != NULL ? fold_host (uri) : NULL;
  bare = *host != NULL && g_uri_get_userinfo (uri) == NULL && g_uri_get_query (uri) == NULL
         && g_uri_get_fragment (uri) == NULL
         && g_uri_get_path (uri)[strspn (g_uri_get_path (uri), "/")] == '\0'
         && (g_str_equal (scheme, "https") || g_str_equal (scheme, "http"));
  *fault = bare ? find_host_fault (scheme, *host) : N_("It must be of the form https://meet.example.org.");

  return *fault ? NULL : g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, *host, g_uri_get_port (uri), "", NULL, NULL);
}

const char *
aus_jitsi_check_url (const char *text)
{
  g_autofree char *host = NULL;
  g_autofree char *url = NULL;
  const char *fault;

  url = parse_url (text, &host, &fault);

  return fault;
}

const char *
aus_jitsi_check_secret (const char *text)
{
  return strlen (text) >= SECRET_MIN_LENGTH ? NULL : SECRET_FAULT;
}

static gboolean
check_settings (const AusJitsiSettings  *settings,
                GError                 **error)
{
  const char *url_fault = settings->base_url ? aus_jitsi_check_url (settings->base_url)
                                             : N_("The address of the Jitsi server is needed.");
  GError *faults = NULL;

  if (url_fault != NULL)
    aus_error_add_field (&faults, "base_url", "%s", url_fault);
  if (settings->app_id == NULL || settings->app_id[0] == '\0')
    aus_error_add_field (&faults, "app_id", N_("The app ID of the Jitsi server is needed."));
  if (settings->private_key == NULL && (settings->app_secret == NULL || aus_jitsi_check_secret (settings->app_secret)))
    aus_error_add_field (&faults, "app_secret", SECRET_FAULT);
  if (settings->private_key != NULL && settings->key_id == NULL)
    aus_error_add_field (&faults, "key_id", N_("The ID by which Prosody finds the key is needed."));

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
  g_autofree char *host = NULL;
  const char *fault;

  g_return_val_if_fail (settings != NULL, NULL);

  if (!check_settings (settings, error))
    return NULL;

  self = g_object_new (AUS_TYPE_JITSI_PROVIDER, NULL);

  if (settings->private_key != NULL) {
    self->key = aus_rsa_key_parse (settings->private_key, error);

    if (self->key == NULL)
      return NULL;
  }

  self->base_url = parse_url (settings->base_url, &host, &fault);
  self->app_id = g_strdup (settings->app_id);
  self->app_secret = g_strdup (settings->app_secret);
  self->key_id = g_strdup (settings->key_id);
  self->events_token = g_strdup (settings->events_token);
  self->has_lobby = settings->has_lobby;
  self->sub = g_strdup (settings->sub != NULL && settings->sub[0] != '\0' ? settings->sub : host);
  self->far_side = aus_far_side_new ("The Jitsi server", &(AusHostList) { no_others, self->base_url });

  return AUS_PROVIDER (g_steal_pointer (&self));
}

char *
aus_jitsi_provider_export_key (AusJitsiProvider *self,
                               const char       *name)
{
  g_autofree char *hash = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GError) fault = NULL;
  char *key;

  g_return_val_if_fail (AUS_IS_JITSI_PROVIDER (self), NULL);

  if (self->key == NULL)
    return NULL;

  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->key_id, -1);
  expected = g_strconcat (hash, ".pem", NULL);

  if (strcmp (expected, name) != 0)
    return NULL;

  key = aus_rsa_key_export (self->key, &fault);

  if (key == NULL)
    g_warning ("No public key for Jitsi: %s", fault->message);

  return key;
}

gboolean
aus_jitsi_provider_check_token (AusJitsiProvider  *self,
                                const char        *authorization,
                                GError           **error)
{
  g_return_val_if_fail (AUS_IS_JITSI_PROVIDER (self), FALSE);

  return aus_jitsi_events_check_token (self->events_token, authorization, error);
}

gint64
aus_jitsi_provider_get_seconds (AusJitsiProvider *self,
                                const AusMeeting *meeting,
                                gint64            now)
{
  g_return_val_if_fail (AUS_IS_JITSI_PROVIDER (self), 0);

  return (aus_jitsi_room_get_expiry (meeting, now) - now) / AUS_TIME_SECOND;
}

gboolean
aus_jitsi_provider_has_lobby (AusJitsiProvider *self)
{
  g_return_val_if_fail (AUS_IS_JITSI_PROVIDER (self), FALSE);

  return self->has_lobby;
}
