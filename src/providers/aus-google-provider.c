#include "aus-google-provider.h"

#include "aus-checks.h"
#include "aus-google-account.h"
#include "aus-google-channels.h"
#include "aus-google-errands.h"
#include "aus-google-push.h"
#include "aus-google-user.h"
#include "aus-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KEY_FILE_LENGTH 8000

struct _AusGoogleProvider
{
  GObject parent_instance;

  AusGoogleApi   *api;
  AusGooglePush  *push;
  AusGoogleTerms  terms;
};

static const char *
check_server (const char *text)
{
  g_autofree char *origin = aus_http_origin_parse (text);

  return origin != NULL && (aus_http_origin_is_local (origin) || strcmp (origin, "https://googleapis.com") == 0)
         ? NULL
         : N_("Must be https://googleapis.com.");
}

static const char *
check_domain (const char *text)
{
  const gboolean is_domain = strchr (text, '.') != NULL && strpbrk (text, "@/ :?#") == NULL;

  return is_domain ? NULL : N_("Must be a domain, such as example.org.");
}

static const char *
check_topic (const char *text)
{
  return g_regex_match_simple ("^projects/[a-z0-9:.-]+/topics/[A-Za-z][A-Za-z0-9._~+%-]+$", text,
                               G_REGEX_DOLLAR_ENDONLY, 0)
         ? NULL
         : N_("Must be of the form projects/PROJECT/topics/TOPIC.");
}

static const AusProviderField fields[] = {
  { "sign_in", .label = N_("Who signs in"), .usual = "service_account", .words = "service_account user",
    .help = N_("service_account: a service account, to which the admin of your Workspace domain delegates, acts for "
               "each doctor. user: one person connects their own Google account here, and hosts all meetings.") },
  { "client_id", .flags = AUS_PROVIDER_FIELD_REQUIRED, .label = N_("Client ID"), .when = "sign_in=user",
    .help = N_("In the Google Cloud console, make a project, switch on the Google Meet REST API in it (and the "
               "Google Calendar API for events), and make an OAuth client of the type “Desktop app”. Publish its "
               "consent screen, or make it internal: while it is being tested, Google forgets who connected after a "
               "week.") },
  { "client_secret", .flags = AUS_PROVIDER_FIELD_REQUIRED | AUS_PROVIDER_FIELD_SECRET, .label = N_("Client secret"),
    .when = "sign_in=user", .help = N_("Beside the client ID. It is kept sealed and never shown again.") },
  { "service_account", .flags = AUS_PROVIDER_FIELD_REQUIRED | AUS_PROVIDER_FIELD_SECRET | AUS_PROVIDER_FIELD_LONG,
    .label = N_("Key of the service account"), .when = "sign_in=service_account", .check = aus_google_account_check,
    .max_length = KEY_FILE_LENGTH,
    .help = N_("In the Google Cloud console, make a project, switch on the Google Meet REST API in it (and the "
               "Google Calendar API for events), make a service account and a JSON key for it. Paste the whole "
               "file. It is kept sealed and never shown again. Then have the admin of the Workspace domain delegate "
               "to the account's client ID, in the Admin console under Security, API controls and Domain-wide "
               "delegation, exactly https://www.googleapis.com/auth/meetings.space.created for meetings alone, or "
               "https://www.googleapis.com/auth/calendar.events.owned and "
               "https://www.googleapis.com/auth/meetings.space.readonly for events.") },
  { "domain", .label = N_("Workspace domain"), .when = "sign_in=service_account", .check = check_domain,
    .help = N_("The service account is used for addresses of this domain alone. Left empty, for every doctor here.") },
  { "host", .label = N_("Host of all meetings"), .when = "sign_in=service_account", .check = aus_check_email,
    .help = N_("The address of a Workspace user. Left empty, each doctor hosts with the address that they sign in "
               "with here.") },
  { "kind", .label = N_("How meetings are made"), .usual = "spaces", .words = "spaces calendar",
    .help = N_("As spaces of Meet, which are in nobody's calendar, or as events in the host's calendar. Google lets "
               "us end only meetings that were made as spaces; of events, the doctor ends the meeting in Meet.") },
  { "calendar", .label = N_("Calendar"), .usual = "primary",
    .help = N_("Which of the host's calendars events are made in. They have no guests, so that Google sends no "
               "mail.") },
  { "calendar_push", AUS_KIND_BOOLEAN, .label = N_("Hear of changes in the calendar"), .usual = "false",
    .when = "kind=calendar",
    .help = N_("Google tells at once when an event is moved or deleted there. It takes an address of this server by "
               "https that Google can reach. Otherwise meetings are looked at before they begin and while they may "
               "be held.") },
  { "title", .label = N_("Title of events"), .usual = "Consultation", .max_length = 100,
    .help = N_("It shows in the calendar and on telephones. Names and reasons of patients do not belong here.") },
  { "access", .label = N_("Who comes in without knocking"), .usual = "trusted", .words = "trusted open restricted",
    .help = N_("trusted: people of the domain; patients knock and the doctor lets them in. open: whoever has the "
               "link. restricted: only who was invited, so that everybody else knocks. Patients wait in the "
               "clinic's own waiting room first in any case.") },
  { "pubsub_topic", .label = N_("Pub/Sub topic"), .check = check_topic,
    .help = N_("For Google to tell at once when a meeting begins and ends. Let "
               "meet-api-event-push@system.gserviceaccount.com publish to it, and make a push subscription with "
               "authentication to the address that is shown here. Left empty, meetings are looked at every half "
               "minute while they may be held, which works behind any router.") },
  { "push_account", .label = N_("Service account of the push"), .check = aus_check_email,
    .help = N_("The address of the service account that the push subscription signs as. Without it no push is "
               "believed, since Google signs for all its customers with the same keys.") },
  { "push_audience", .label = N_("Audience of the push"),
    .help = N_("What the push subscription has as its audience; the address that is shown here, unless another one "
               "was set there.") },
  { "server", .label = N_("Google's address"), .usual = "https://googleapis.com", .check = check_server,
    .help = N_("Stays as it is.") },
  { NULL },
};

static const AusProviderDescription *
aus_google_provider_get_description (AusProvider *provider)
{
  return &aus_google_description;
}

static JsonObject *
aus_google_provider_get_meeting_info (AusProvider            *provider,
                                      const AusMeeting       *meeting,
                                      const AusMeetingPerson *person,
                                      gint64                  now)
{
  JsonObject *info = json_object_new ();

  json_object_set_string_member (info, "provider", aus_google_description.name);

  if (meeting->join_url != NULL)
    json_object_set_string_member (info, "meeting_url", meeting->join_url);
  else
    json_object_set_null_member (info, "meeting_url");

  json_object_set_string_member (info, "meeting_id", meeting->meeting_id);

  return info;
}

static gboolean
aus_google_provider_perform (AusProvider   *provider,
                             AusErrand     *errand,
                             GCancellable  *cancellable,
                             GError       **error)
{
  AusGoogleProvider *self = AUS_GOOGLE_PROVIDER (provider);
  AusGoogleWork work = { self->api, &self->terms, errand, cancellable };

  return aus_google_errand_run (&work, error);
}

static gboolean
aus_google_provider_is_healthy (AusProvider  *provider,
                                char        **reason)
{
  return aus_far_side_is_healthy (aus_google_api_get_far_side (AUS_GOOGLE_PROVIDER (provider)->api), reason);
}

static gboolean
aus_google_provider_is_refused (AusProvider *provider)
{
  return aus_far_side_is_refused (aus_google_api_get_far_side (AUS_GOOGLE_PROVIDER (provider)->api));
}

static gboolean
aus_google_provider_receive (AusProvider           *provider,
                             const AusWebhookMail  *mail,
                             AusWebhookReceipt     *receipt,
                             GError               **error)
{
  AusGoogleProvider *self = AUS_GOOGLE_PROVIDER (provider);

  if (mail->get_header ("X-Goog-Channel-ID", mail->data) != NULL)
    return aus_google_channel_receive (mail, receipt, error);

  if (self->push != NULL)
    return aus_google_push_receive (self->push, mail, receipt, error);

  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED,
               "The settings name no account to know Google's pushes by.");

  return FALSE;
}

static GPtrArray *
aus_google_provider_read_events (AusProvider  *provider,
                                 GBytes       *content,
                                 GError      **error)
{
  GPtrArray *news = aus_google_channel_read (content);

  return news ? news : aus_google_push_read (content, error);
}

static void
aus_google_provider_interface_init (AusProviderInterface *iface)
{
  iface->get_description = aus_google_provider_get_description;
  iface->get_meeting_info = aus_google_provider_get_meeting_info;
  iface->perform = aus_google_provider_perform;
  iface->is_healthy = aus_google_provider_is_healthy;
  iface->is_refused = aus_google_provider_is_refused;
  iface->receive = aus_google_provider_receive;
  iface->read_events = aus_google_provider_read_events;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AusGoogleProvider, aus_google_provider, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (AUS_TYPE_PROVIDER, aus_google_provider_interface_init))

static void
aus_google_provider_finalize (GObject *object)
{
  AusGoogleProvider *self = AUS_GOOGLE_PROVIDER (object);
  char *const texts[] = { self->terms.host, self->terms.domain, self->terms.calendar, self->terms.title,
                          self->terms.access, self->terms.topic };

  g_clear_pointer (&self->push, aus_google_push_free);
  g_clear_pointer (&self->api, aus_google_api_free);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);

  G_OBJECT_CLASS (aus_google_provider_parent_class)->finalize (object);
}

static void
aus_google_provider_class_init (AusGoogleProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aus_google_provider_finalize;
}

static void
aus_google_provider_init (AusGoogleProvider *self)
{
}

static void
set_push (AusGoogleProvider *self,
          AusProviderValues *values)
{
  const char *account = aus_provider_values_get (values, "push_account");
  const char *audience = aus_provider_values_get (values, "push_audience");

  if (account != NULL)
    self->push = aus_google_push_new (self->api, audience, account);
}

static AusProvider *
make (AusProviderValues  *values,
      GError            **error)
{
  const gboolean is_calendar = strcmp (aus_provider_values_get (values, "kind"), "calendar") == 0;
  AusGoogleApi *api = aus_google_api_new (values, aus_google_get_scopes (values), error);
  const char *account = api ? aus_google_api_get_account (api) : NULL;
  AusGoogleProvider *self;

  if (api == NULL)
    return NULL;

  self = g_object_new (AUS_TYPE_GOOGLE_PROVIDER, NULL);
  self->api = api;
  self->terms = (AusGoogleTerms) {
    .host = g_strdup (account ? account : aus_provider_values_get (values, "host")),
    .domain = account ? NULL : g_strdup (aus_provider_values_get (values, "domain")),
    .is_watched = is_calendar && aus_provider_values_get_boolean (values, "calendar_push"),
    .calendar = is_calendar ? g_strdup (aus_provider_values_get (values, "calendar")) : NULL,
    .title = g_strdup (aus_provider_values_get (values, "title")),
    .access = g_ascii_strup (aus_provider_values_get (values, "access"), -1),
    .topic = g_strdup (aus_provider_values_get (values, "pubsub_topic")),
  };
  set_push (self, values);

  return AUS_PROVIDER (self);
}

const AusProviderDescription aus_google_description = {
  .name = "google_meet",
  .display_name = "Google Meet",
  .features = AUS_PROVIDER_RECORDING | AUS_PROVIDER_SCREEN_SHARING | AUS_PROVIDER_CHAT
              | AUS_PROVIDER_WAITING_ROOM | AUS_PROVIDER_AUTHENTICATION | AUS_PROVIDER_CALENDAR_INTEGRATION
              | AUS_PROVIDER_WEBHOOKS | AUS_PROVIDER_SERVER_END | AUS_PROVIDER_ATTENDANCE_API,
  .errands = AUS_ERRAND (CREATE) | AUS_ERRAND (UPDATE) | AUS_ERRAND (CANCEL) | AUS_ERRAND (END) | AUS_ERRAND (LOOK)
             | AUS_ERRAND (ATTENDANCE) | AUS_ERRAND (WATCH) | AUS_ERRAND (UNWATCH) | AUS_ERRAND (LIST)
             | AUS_ERRAND (TEST),
  .look_before = AUS_TIME_HOUR,
  .sees = N_("Google carries picture, sound and chat, and sees who hosts the visit, when it is held, and the names "
             "and network addresses of those who join. It is told no name and no reason by us."),
  .webhook = "google-meet",
  .sign_in = &aus_google_sign_in,
  .fields = fields,
  .make = make,
};
