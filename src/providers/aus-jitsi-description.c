#include "aus-jaas-provider.h"
#include "aus-jitsi-provider.h"

#include "aus-http-call.h"
#include "aus-rsa-key.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KEY_LENGTH 8000
#define OWN "kind=hs256|rs256"

static const char *
check_key (const char *text)
{
  g_autoptr (AusRsaKey) key = aus_rsa_key_parse (text, NULL);

  return key ? NULL : N_("Must be a private RSA key in PEM, of 2048 bits or more.");
}

static const char *
check_webhook_secret (const char *text)
{
  return g_str_has_prefix (text, "whsec_") ? NULL : N_("Must be the whole secret; it begins with whsec_.");
}

static const char *
check_name (const char *text)
{
  return strpbrk (text, " \t\n\"\\#?") == NULL ? NULL : N_("Must not have blanks or any of \" \\ # ? in it.");
}

static const char *
check_server (const char *text)
{
  g_autofree char *origin = aus_http_origin_parse (text);

  return origin != NULL && (aus_http_origin_is_local (origin) || strcmp (origin, "https://8x8.vc") == 0)
         ? NULL
         : N_("Must be https://8x8.vc.");
}

static const AusProviderField fields[] = {
  { "kind", .label = N_("Kind of server"), .usual = "hs256", .words = "hs256 rs256 jaas",
    .help = N_("hs256: a server of your own whose Prosody shares a secret with us. rs256: a server of your own "
               "whose Prosody has the public half of a key, so that nothing secret lies there. jaas: Jitsi as a "
               "Service, by 8x8.") },
  { "base_url", .flags = AUS_PROVIDER_FIELD_REQUIRED, .label = N_("Address of the server"), .when = OWN,
    .check = aus_jitsi_check_url,
    .help = N_("As in the browser, such as https://meet.example.org.") },
  { "app_id", .flags = AUS_PROVIDER_FIELD_REQUIRED, .label = N_("App ID"), .check = check_name,
    .help = N_("Of your own server: app_id of its Prosody, or JWT_APP_ID in Docker; it must be among the accepted "
               "issuers and audiences. Of Jitsi as a Service: as its console shows it, with vpaas-magic-cookie- "
               "before it.") },
  { "app_secret", .flags = AUS_PROVIDER_FIELD_REQUIRED | AUS_PROVIDER_FIELD_SECRET, .label = N_("App secret"),
    .when = "kind=hs256", .check = aus_jitsi_check_secret,
    .help = N_("The same as app_secret of its Prosody, or JWT_APP_SECRET in Docker: 32 random characters or more. "
               "It is kept sealed and never shown again.") },
  { "key_id", .flags = AUS_PROVIDER_FIELD_REQUIRED, .label = N_("Key ID"), .when = "kind=rs256|jaas",
    .check = check_name,
    .help = N_("Of your own server: any name; its Prosody fetches the public key by it from here, with this server's "
               "address and /telemedicine/api/asap as its asap_key_server. Of Jitsi as a Service: as its console shows "
               "it.") },
  { "private_key", .flags = AUS_PROVIDER_FIELD_REQUIRED | AUS_PROVIDER_FIELD_SECRET | AUS_PROVIDER_FIELD_LONG,
    .label = N_("Private key"), .when = "kind=rs256|jaas", .check = check_key, .max_length = KEY_LENGTH,
    .help = N_("In PEM, as “openssl genrsa 4096” makes it; the server or the console gets the public half. It is "
               "kept sealed and never shown again.") },
  { "sub", .label = N_("Domain of the tokens"), .when = OWN, .check = check_name,
    .help = N_("Prosody's main domain, where it is not the host of the address: in Docker meet.jitsi, unless "
               "XMPP_DOMAIN says otherwise.") },
  { "events_token", .flags = AUS_PROVIDER_FIELD_SECRET, .label = N_("Token of its events"), .when = OWN,
    .check = aus_jitsi_check_secret,
    .help = N_("For the server to tell who was in a visit: load the Prosody module event_sync_component with the "
               "address that is shown here as api_prefix and, in api_headers, Authorization = \"Bearer \" and this "
               "token of 32 random characters or more. Without it, nobody tells who was there. With the same header, "
               "mod_reservations opens rooms only for visits, and ends them when their time is over: its "
               "reservations_api_prefix is this server's address and /telemedicine/api/jitsi.") },
  { "webhook_secret", .flags = AUS_PROVIDER_FIELD_SECRET, .label = N_("Webhook secret"), .when = "kind=jaas",
    .check = check_webhook_secret,
    .help = N_("In the console, add a webhook with the address that is shown here, and paste its secret. Without "
               "it, nobody tells who was there.") },
  { "lobby", AUS_KIND_BOOLEAN, .label = N_("Jitsi's lobby"), .usual = "false",
    .help = N_("The doctor lets in each person there, too. Patients wait in the clinic's own waiting room first in "
               "any case. Your own server needs muc_lobby_rooms for it, and the doctor switches it on in the visit.") },
  { "server", .label = N_("Address of Jitsi as a Service"), .usual = "https://8x8.vc", .when = "kind=jaas",
    .check = check_server, .help = N_("Stays as it is.") },
  { NULL },
};

static AusProvider *
make_own (AusProviderValues  *values,
          gboolean            is_rs256,
          GError            **error)
{
  const AusJitsiSettings settings = {
    .base_url = aus_provider_values_get (values, "base_url"),
    .app_id = aus_provider_values_get (values, "app_id"),
    .app_secret = aus_provider_values_get (values, "app_secret"),
    .sub = aus_provider_values_get (values, "sub"),
    .private_key = is_rs256 ? aus_provider_values_get (values, "private_key") : NULL,
    .key_id = is_rs256 ? aus_provider_values_get (values, "key_id") : NULL,
    .events_token = aus_provider_values_get (values, "events_token"),
    .has_lobby = aus_provider_values_get_boolean (values, "lobby"),
  };

  return aus_jitsi_provider_new (&settings, error);
}

static AusProvider *
make_jaas (AusProviderValues  *values,
           GError            **error)
{
  const AusJaasSettings settings = {
    .app_id = aus_provider_values_get (values, "app_id"),
    .key_id = aus_provider_values_get (values, "key_id"),
    .private_key = aus_provider_values_get (values, "private_key"),
    .webhook_secret = aus_provider_values_get (values, "webhook_secret"),
    .server = aus_provider_values_get (values, "server"),
    .has_lobby = aus_provider_values_get_boolean (values, "lobby"),
  };

  return aus_jaas_provider_new (&settings, error);
}

static AusProvider *
make (AusProviderValues  *values,
      GError            **error)
{
  const char *kind = aus_provider_values_get (values, "kind");

  return strcmp (kind, "jaas") == 0 ? make_jaas (values, error)
                                    : make_own (values, strcmp (kind, "rs256") == 0, error);
}

/* What is common to both; either is asked for the errands that one of them knows. */
#define COMMON \
  .name = "jitsi", .errands = AUS_ERRAND (TEST) | AUS_ERRAND (END) | AUS_ERRAND (CANCEL), .webhook = "jitsi", \
  .fields = fields, .make = make

#define FEATURES \
  (AUS_PROVIDER_RECORDING | AUS_PROVIDER_SCREEN_SHARING | AUS_PROVIDER_CHAT | AUS_PROVIDER_AUTHENTICATION \
   | AUS_PROVIDER_PARTICIPANT_MANAGEMENT | AUS_PROVIDER_WEBHOOKS | AUS_PROVIDER_EMBED \
   | AUS_PROVIDER_ATTENDANCE_API | AUS_PROVIDER_PERSONAL_LINK)

const AusProviderDescription aus_jitsi_description = {
  COMMON,
  .display_name = "Jitsi Meet",
  .features = FEATURES,
  .sees = N_("Your own Jitsi server carries picture, sound and chat, and sees the names and network addresses of "
             "those who join. Nobody else does. It is told no reason by us."),
  .caution = N_("Patients have a token of their own, so a server that makes a moderator of whoever has one lets "
                "them mute and remove others. In Docker set ENABLE_AUTO_OWNER=0 and JICOFO_ENABLE_AUTH=0, and "
                "XMPP_MUC_MODULES=token_affiliation; elsewhere do the same in Jicofo's and Prosody's own files. Do "
                "not load muc_allowners, and load muc_wait_for_host only with wait_for_host_disable_auto_owners."),
};

const AusProviderDescription aus_jaas_description = {
  COMMON,
  .display_name = "Jitsi as a Service",
  .features = FEATURES | AUS_PROVIDER_SERVER_END | AUS_PROVIDER_WAITING_ROOM | AUS_PROVIDER_WAITING_SIGNAL,
  .sees = N_("8x8 carries picture, sound and chat, and sees when a visit is held and the names and network "
             "addresses of those who join. It is told no reason by us."),
  .caution = N_("Moderators are those alone whose token says so: doctors. Keep the private key out of mails and "
                "chats, for whoever has it can make such tokens."),
};
