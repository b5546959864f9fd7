#include "aus-zoom-provider.h"

#include "aus-zoom-errands.h"
#include "aus-zoom-webhook.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _AusZoomProvider
{
  GObject parent_instance;

  AusZoomApi   *api;
  AusZoomTerms  terms;
  char         *webhook_secret;
};

static const char *
check_server (const char *text)
{
  static const char *const domains[] = { "zoom.us", "zoomgov.com", NULL };
  g_autofree char *origin = aus_http_origin_parse (text);

  if (origin != NULL && (aus_http_origin_is_local (origin) ||
                         aus_host_list_allows (&(AusHostList) { domains, NULL }, origin)))
    return NULL;

  return N_("Must be https://zoom.us or https://zoomgov.com.");
}

static const char *
check_host (const char *text)
{
  return strchr (text, '@') != NULL && strpbrk (text, " /?#") == NULL ? NULL : N_("Must be an e-mail address.");
}

static const AusProviderField fields[] = {
  { "account_id", .flags = AUS_PROVIDER_FIELD_REQUIRED, .label = N_("Account ID"),
    .help = N_("In the Zoom App Marketplace, build a Server-to-Server OAuth app in the clinic's account. Its page "
               "“App Credentials” shows this and the next two. The old API key and secret work no more.") },
  { "client_id", .flags = AUS_PROVIDER_FIELD_REQUIRED, .label = N_("Client ID"),
    .help = N_("On the app's page “App Credentials”.") },
  { "client_secret", .flags = AUS_PROVIDER_FIELD_REQUIRED | AUS_PROVIDER_FIELD_SECRET, .label = N_("Client secret"),
    .help = N_("On the same page. It is kept sealed and never shown again.") },
  { "webhook_secret", .flags = AUS_PROVIDER_FIELD_SECRET, .label = N_("Webhook secret token"),
    .help = N_("On the app's page “Feature”. Add an event subscription there with the address that is shown here, "
               "for the events of meetings and of recordings. Without it visits are looked up at their start and "
               "end alone.") },
  { "host", .label = N_("Host of all meetings"), .check = check_host,
    .help = N_("The address of a licensed Zoom user. Left empty, each doctor hosts with the address that they sign "
               "in with here. Zoom lets one user make 100 meetings a day.") },
  { "topic", .label = N_("Title of meetings"), .usual = "Consultation", .max_length = 100,
    .help = N_("Everybody sees it, and so do Zoom's lists and mails. Names and reasons of patients do not belong "
               "here.") },
  { "waiting_room", AUS_KIND_BOOLEAN, .label = N_("Zoom's waiting room"), .usual = "true",
    .help = N_("The doctor lets in each person. Patients wait in the clinic's own waiting room first in any case.") },
  { "join_before_host", AUS_KIND_BOOLEAN, .label = N_("Join before the doctor"), .usual = "false",
    .help = N_("Whether people may be in the meeting without the doctor. Has no effect with Zoom's waiting room.") },
  { "mute_upon_entry", AUS_KIND_BOOLEAN, .label = N_("Come in muted"), .usual = "false",
    .help = N_("Whether microphones are off until their owners switch them on.") },
  { "encryption", .label = N_("Encryption"), .usual = "enhanced_encryption", .words = "enhanced_encryption e2ee",
    .help = N_("End-to-end encryption (e2ee) keeps Zoom from listening, and does without recording, telephones and, "
               "for some, the browser.") },
  { "cloud_recording", AUS_KIND_BOOLEAN, .label = N_("Record in Zoom's cloud"), .usual = "false",
    .help = N_("Only visits that are to be recorded and whose patient agreed. The recording is fetched, sealed, and "
               "deleted at Zoom.") },
  { "server", .label = N_("Zoom's address"), .usual = "https://zoom.us", .check = check_server,
    .help = N_("Another one for accounts of Zoom for Government.") },
  { NULL },
};

static const AusProviderDescription *
aus_zoom_provider_get_description (AusProvider *provider)
{
  return &aus_zoom_description;
}

static JsonObject *
aus_zoom_provider_get_meeting_info (AusProvider            *provider,
                                    const AusMeeting       *meeting,
                                    const AusMeetingPerson *person,
                                    gint64                  now)
{
  JsonObject *info = json_object_new ();

  json_object_set_string_member (info, "provider", aus_zoom_description.name);

  if (meeting->join_url != NULL)
    json_object_set_string_member (info, "meeting_url", meeting->join_url);
  else
    json_object_set_null_member (info, "meeting_url");

  json_object_set_string_member (info, "meeting_id", meeting->meeting_id);
  json_object_set_string_member (info, "password", meeting->password ? meeting->password : "");

  return info;
}

static gboolean
aus_zoom_provider_perform (AusProvider   *provider,
                           AusErrand     *errand,
                           GCancellable  *cancellable,
                           GError       **error)
{
  AusZoomProvider *self = AUS_ZOOM_PROVIDER (provider);

  return aus_zoom_errand_run (self->api, &self->terms, errand, cancellable, error);
}

static gboolean
aus_zoom_provider_is_healthy (AusProvider  *provider,
                              char        **reason)
{
  return aus_far_side_is_healthy (aus_zoom_api_get_far_side (AUS_ZOOM_PROVIDER (provider)->api), reason);
}

static gboolean
aus_zoom_provider_receive (AusProvider           *provider,
                           const AusWebhookMail  *mail,
                           AusWebhookReceipt     *receipt,
                           GError               **error)
{
  AusZoomProvider *self = AUS_ZOOM_PROVIDER (provider);

  if (self->webhook_secret != NULL)
    return aus_zoom_webhook_receive (self->webhook_secret, mail, receipt, error);

  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "There is no secret to know Zoom's webhooks by.");

  return FALSE;
}

static GPtrArray *
aus_zoom_provider_read_events (AusProvider  *provider,
                               GBytes       *content,
                               GError      **error)
{
  return aus_zoom_webhook_read (content, error);
}

static void
aus_zoom_provider_interface_init (AusProviderInterface *iface)
{
  iface->get_description = aus_zoom_provider_get_description;
  iface->get_meeting_info = aus_zoom_provider_get_meeting_info;
  iface->perform = aus_zoom_provider_perform;
  iface->is_healthy = aus_zoom_provider_is_healthy;
  iface->receive = aus_zoom_provider_receive;
  iface->read_events = aus_zoom_provider_read_events;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AusZoomProvider, aus_zoom_provider, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (AUS_TYPE_PROVIDER, aus_zoom_provider_interface_init))

static void
aus_zoom_provider_finalize (GObject *object)
{
  AusZoomProvider *self = AUS_ZOOM_PROVIDER (object);

  g_clear_pointer (&self->api, aus_zoom_api_free);
  g_free (self->terms.host);
  g_free (self->terms.topic);
  g_free (self->terms.encryption);
  g_free (self->webhook_secret);

  G_OBJECT_CLASS (aus_zoom_provider_parent_class)->finalize (object);
}

static void
aus_zoom_provider_class_init (AusZoomProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aus_zoom_provider_finalize;
}

static void
aus_zoom_provider_init (AusZoomProvider *self)
{
}

static AusProvider *
make (AusProviderValues  *values,
      GError            **error)
{
  AusZoomProvider *self = g_object_new (AUS_TYPE_ZOOM_PROVIDER, NULL);

  self->api = aus_zoom_api_new (values);
  self->webhook_secret = g_strdup (aus_provider_values_get (values, "webhook_secret"));
  self->terms = (AusZoomTerms) {
    .host = g_strdup (aus_provider_values_get (values, "host")),
    .topic = g_strdup (aus_provider_values_get (values, "topic")),
    .encryption = g_strdup (aus_provider_values_get (values, "encryption")),
    .waiting_room = aus_provider_values_get_boolean (values, "waiting_room"),
    .join_before_host = aus_provider_values_get_boolean (values, "join_before_host"),
    .mute_upon_entry = aus_provider_values_get_boolean (values, "mute_upon_entry"),
    .records = aus_provider_values_get_boolean (values, "cloud_recording"),
  };

  return AUS_PROVIDER (self);
}

const AusProviderDescription aus_zoom_description = {
  .name = "zoom",
  .display_name = "Zoom",
  .features = AUS_PROVIDER_RECORDING | AUS_PROVIDER_SCREEN_SHARING | AUS_PROVIDER_CHAT
              | AUS_PROVIDER_WAITING_ROOM | AUS_PROVIDER_AUTHENTICATION | AUS_PROVIDER_WEBHOOKS
              | AUS_PROVIDER_PARTICIPANT_MANAGEMENT | AUS_PROVIDER_BREAKOUT_ROOMS | AUS_PROVIDER_SERVER_END
              | AUS_PROVIDER_WAITING_SIGNAL | AUS_PROVIDER_RECORDING_API | AUS_PROVIDER_ATTENDANCE_API,
  .errands = AUS_ERRAND (CREATE) | AUS_ERRAND (UPDATE) | AUS_ERRAND (CANCEL) | AUS_ERRAND (END) | AUS_ERRAND (LOOK)
             | AUS_ERRAND (ATTENDANCE) | AUS_ERRAND (RECORDINGS) | AUS_ERRAND (FETCH) | AUS_ERRAND (DISCARD)
             | AUS_ERRAND (HOST_LINK) | AUS_ERRAND (TEST),
  .sees = N_("Zoom carries picture, sound and chat, and sees when the visit is, who hosts it, and the names and "
             "network addresses of those who join. It is told no name and no reason by us."),
  .webhook = "zoom",
  .fields = fields,
  .make = make,
};
