#include "aus-jaas-provider.h"

#include "aus-far-side.h"
#include "aus-jaas-webhook.h"
#include "aus-jitsi-provider.h"
#include "aus-jitsi-room.h"
#include "aus-rsa-key.h"
#include "aus-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define APP_PREFIX "vpaas-magic-cookie-"
#define COMMANDS "/v1/_jaas/conference-commands/v1/meeting"

#define COMMAND_LIFE (5 * AUS_TIME_MINUTE)

static const char *const domains[] = { "8x8.vc", NULL };

struct _AusJaasProvider
{
  GObject parent_instance;

  AusFarSide *far_side;
  AusRsaKey  *key;
  char       *key_id;
  char       *app_id;
  char       *server;
  char       *webhook_secret;
  gboolean    has_lobby;
};

static const AusProviderDescription *
aus_jaas_provider_get_description (AusProvider *provider)
{
  return &aus_jaas_description;
}

static char *
aus_jaas_provider_create_meeting (AusProvider *provider)
{
  return aus_jitsi_room_new ();
}

static JsonObject *
make_claims (AusJaasProvider *self,
             gint64           now,
             gint64           expiry)
{
  JsonObject *claims = json_object_new ();

  json_object_set_string_member (claims, "aud", "jitsi");
  json_object_set_string_member (claims, "iss", "chat");
  json_object_set_string_member (claims, "sub", self->app_id);
  aus_jitsi_room_add_times (claims, now, expiry);

  return claims;
}

/* All that costs money or takes the visit elsewhere is off, for doctors too. */
static JsonObject *
make_context (const AusMeetingPerson *person)
{
  static const char *const names[] = { "livestreaming", "recording", "transcription", "inbound-call", "outbound-call",
                                       "sip-inbound-call", "sip-outbound-call" };
  JsonObject *context = json_object_new ();
  JsonObject *user = json_object_new ();
  JsonObject *features = json_object_new ();

  json_object_set_string_member (user, "id", person->id);
  json_object_set_string_member (user, "name", person->name);
  json_object_set_string_member (user, "email", "");
  json_object_set_string_member (user, "avatar", "");
  json_object_set_string_member (user, "moderator", person->moderator ? "true" : "false");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    json_object_set_string_member (features, names[i], "false");

  json_object_set_object_member (context, "user", user);
  json_object_set_object_member (context, "features", features);

  return context;
}

static char *
sign_token (AusJaasProvider        *self,
            const AusMeeting       *meeting,
            const AusMeetingPerson *person,
            gint64                  now)
{
  g_autoptr (JsonObject) claims = make_claims (self, now, aus_jitsi_room_get_expiry (meeting, now));
  g_autoptr (GError) fault = NULL;
  char *token;

  json_object_set_string_member (claims, "room", meeting->meeting_id);
  json_object_set_object_member (claims, "context", make_context (person));
  token = aus_rsa_key_sign (self->key, claims, self->key_id, &fault);

  if (token == NULL)
    g_warning ("No token for a meeting: %s", fault->message);

  return token ? token : g_strdup ("");
}

static JsonObject *
aus_jaas_provider_get_meeting_info (AusProvider            *provider,
                                    const AusMeeting       *meeting,
                                    const AusMeetingPerson *person,
                                    gint64                  now)
{
  AusJaasProvider *self = AUS_JAAS_PROVIDER (provider);
  g_autofree char *token = sign_token (self, meeting, person, now);
  g_autofree char *name = g_strdup_printf ("%s/%s", self->app_id, meeting->meeting_id);

  return aus_jitsi_room_describe (self->server, name, token, self->has_lobby, person);
}

static char *
aus_jaas_provider_get_frame_script (AusProvider *provider)
{
  AusJaasProvider *self = AUS_JAAS_PROVIDER (provider);
  g_autofree char *name = g_strconcat (self->app_id, "/", NULL);

  return aus_jitsi_room_make_script (self->server, name);
}

static AusHttpAnswer *
destroy (AusJaasProvider  *self,
         const char       *room,
         AusErrand        *errand,
         GCancellable     *cancellable,
         GError          **error)
{
  const gint64 now = aus_time_now ();
  g_autoptr (JsonObject) claims = make_claims (self, now, now + COMMAND_LIFE);
  g_autofree char *token = NULL;
  g_autofree char *url = g_strconcat (self->server, COMMANDS, NULL);
  g_autofree char *bearer = NULL;
  g_autofree char *body = g_strdup_printf ("{\"action\":\"DESTROY\",\"payload\":{\"conferenceFullName\":"
                                           "\"%s@conference.%s.8x8.vc\"}}", room, self->app_id);
  AusHttpCall call = { .method = "POST", .url = url, .content_type = "application/json", .body = body };

  json_object_set_boolean_member (claims, "admin", TRUE);
  token = aus_rsa_key_sign (self->key, claims, self->key_id, error);

  if (token == NULL)
    return NULL;

  bearer = g_strconcat ("Bearer ", token, NULL);
  call.authorization = bearer;

  return aus_far_side_call (self->far_side, &call, (AusCare) { errand->is_urgent, TRUE }, cancellable, error);
}

/* A room that nobody is in is none. */
static gboolean
check (AusJaasProvider  *self,
       AusHttpAnswer    *answer,
       GError          **error)
{
  static const char *const why =
    N_("Jitsi as a Service does not take the key; check the app ID, the key ID, and that the public half of this very "
       "key is in its console.");

  if (answer->status / 100 == 2 || answer->status == 404)
    return TRUE;

  if (answer->status == 401 || answer->status == 403) {
    aus_far_side_note_refused (self->far_side, why);
    g_set_error_literal (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, why);
  } else {
    aus_error_say (error, AUS_ERROR_FORBIDDEN, N_("Jitsi as a Service refused it with %u."), answer->status);
  }

  return FALSE;
}

static gboolean
aus_jaas_provider_perform (AusProvider   *provider,
                           AusErrand     *errand,
                           GCancellable  *cancellable,
                           GError       **error)
{
  AusJaasProvider *self = AUS_JAAS_PROVIDER (provider);
  const gboolean is_test = errand->kind == AUS_ERRAND_TEST;
  g_autofree char *nowhere = aus_jitsi_room_new ();
  g_autoptr (AusHttpAnswer) answer = NULL;

  if (is_test)
    aus_far_side_forgive (self->far_side);

  answer = destroy (self, is_test ? nowhere : errand->meeting_id, errand, cancellable, error);

  if (answer == NULL || !check (self, answer, error))
    return FALSE;

  if (is_test)
    errand->note = g_strdup (N_("Jitsi as a Service takes the key."));

  return TRUE;
}

static gboolean
aus_jaas_provider_is_healthy (AusProvider  *provider,
                              char        **reason)
{
  return aus_far_side_is_healthy (AUS_JAAS_PROVIDER (provider)->far_side, reason);
}

static gboolean
aus_jaas_provider_receive (AusProvider           *provider,
                           const AusWebhookMail  *mail,
                           AusWebhookReceipt     *receipt,
                           GError               **error)
{
  AusJaasProvider *self = AUS_JAAS_PROVIDER (provider);

  if (self->webhook_secret != NULL)
    return aus_jaas_webhook_receive (self->webhook_secret, self->has_lobby, mail, receipt, error);

  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "There is no secret to know these webhooks by.");

  return FALSE;
}

static GPtrArray *
aus_jaas_provider_read_events (AusProvider  *provider,
                               GBytes       *content,
                               GError      **error)
{
  return aus_jaas_webhook_read (AUS_JAAS_PROVIDER (provider)->app_id, content, error);
}

static void
aus_jaas_provider_interface_init (AusProviderInterface *iface)
{
  iface->get_description = aus_jaas_provider_get_description;
  iface->create_meeting = aus_jaas_provider_create_meeting;
  iface->get_meeting_info = aus_jaas_provider_get_meeting_info;
  iface->get_frame_script = aus_jaas_provider_get_frame_script;
  iface->perform = aus_jaas_provider_perform;
  iface->is_healthy = aus_jaas_provider_is_healthy;
  iface->receive = aus_jaas_provider_receive;
  iface->read_events = aus_jaas_provider_read_events;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AusJaasProvider, aus_jaas_provider, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (AUS_TYPE_PROVIDER, aus_jaas_provider_interface_init))

static void
aus_jaas_provider_finalize (GObject *object)
{
  AusJaasProvider *self = AUS_JAAS_PROVIDER (object);

  g_clear_pointer (&self->far_side, aus_far_side_free);
  g_clear_pointer (&self->key, aus_rsa_key_free);
  g_free (self->key_id);
  g_free (self->app_id);
  g_free (self->server);
  g_free (self->webhook_secret);

  G_OBJECT_CLASS (aus_jaas_provider_parent_class)->finalize (object);
}

static void
aus_jaas_provider_class_init (AusJaasProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aus_jaas_provider_finalize;
}

static void
aus_jaas_provider_init (AusJaasProvider *self)
{
}

static AusRsaKey *
check_settings (const AusJaasSettings  *settings,
                GError                **error)
{
  g_autoptr (GError) fault = NULL;
  AusRsaKey *key = settings->private_key ? aus_rsa_key_parse (settings->private_key, &fault) : NULL;
  GError *faults = NULL;

  if (settings->app_id == NULL || !g_str_has_prefix (settings->app_id, APP_PREFIX) ||
      strpbrk (settings->app_id, "/?#\" ") != NULL)
    aus_error_say_field (&faults, "app_id", N_("The app ID of Jitsi as a Service is needed; it begins with %s."),
                         APP_PREFIX);
  if (settings->key_id == NULL)
    aus_error_add_field (&faults, "key_id", N_("The ID of the key in the console is needed."));
  if (key == NULL)
    aus_error_add_field (&faults, "private_key", "%s", fault ? fault->message : N_("The private key is needed."));

  if (faults == NULL)
    return key;

  g_clear_pointer (&key, aus_rsa_key_free);
  g_propagate_error (error, faults);

  return NULL;
}

AusProvider *
aus_jaas_provider_new (const AusJaasSettings  *settings,
                       GError                **error)
{
  AusRsaKey *key = check_settings (settings, error);
  AusJaasProvider *self;

  if (key == NULL)
    return NULL;

  self = g_object_new (AUS_TYPE_JAAS_PROVIDER, NULL);
  self->key = key;
  self->app_id = g_strdup (settings->app_id);
  self->key_id = strchr (settings->key_id, '/') != NULL ? g_strdup (settings->key_id)
                                                        : g_strdup_printf ("%s/%s", self->app_id, settings->key_id);
  self->server = aus_http_origin_parse (settings->server);
  self->webhook_secret = g_strdup (settings->webhook_secret);
  self->has_lobby = settings->has_lobby;
  self->far_side = aus_far_side_new ("Jitsi as a Service", &(AusHostList) { domains, self->server });

  return AUS_PROVIDER (self);
}
