#include "aus-self-check-relay.h"

#include "aus-clinic.h"
#include "aus-json.h"
#include "aus-relay-probe.h"
#include "aus-time.h"

static const char *const fixes[] = {
  [AUS_RELAY_FAULT_ADDRESS] = "Write it like turn:turn.example.org:3478?transport=udp in “ice-servers”.",
  [AUS_RELAY_FAULT_NAME] = "Correct its name in “ice-servers”, or let the name server know it.",
  [AUS_RELAY_FAULT_SILENT] = "See that it runs, and open its port in the firewall.",
  [AUS_RELAY_FAULT_TLS] = "Give it a certificate that is good for that name, with its whole chain.",
  [AUS_RELAY_FAULT_CREDENTIALS] = "Let “turn-secret” be what coturn has as static-auth-secret, beside "
                                  "use-auth-secret, and let both machines have the right time.",
  [AUS_RELAY_FAULT_FULL] = "Raise coturn's user-quota and total-quota, and give it more ports from min-port "
                           "to max-port.",
  [AUS_RELAY_FAULT_FORBIDDEN] = "Let coturn relay to its own address: take it out of denied-peer-ip.",
  [AUS_RELAY_FAULT_CLOSED] = "Open the ports from coturn's min-port to max-port, and set its external-ip where it is "
                             "behind a router.",
  [AUS_RELAY_FAULT_OTHER] = "See what it says in its own log.",
};

/* The two sides of a call that does not exist, each let in by credentials of their own. */
typedef struct
{
  JsonArray *servers[2];
} Sides;

static JsonArray *
list_servers (AusProvider *provider,
              const char  *person_id)
{
  const AusMeeting meeting = { .meeting_id = "check" };
  const AusMeetingPerson person = { .id = person_id, .name = person_id };
  g_autoptr (JsonObject) info = aus_provider_get_meeting_info (provider, &meeting, &person, aus_time_now (), NULL);

  return json_array_ref (json_object_get_array_member (info, "ice_servers"));
}

static AusRelayGuest
get_guest (JsonArray *servers,
           guint      index)
{
  JsonObject *server = json_array_get_object_element (servers, index);

  return (AusRelayGuest) { aus_json_get_text (server, "username"), aus_json_get_text (server, "credential") };
}

static void
check_one (AusSelfCheck        *self,
           guint                number,
           const char          *uri,
           const AusRelayGuest *guests)
{
  const char *thing = guests[0].username != NULL ? "relay" : "finder";
  g_autoptr (GError) error = NULL;
  double ms = 0;
  const AusRelayFault fault = aus_relay_probe_run (uri, guests, &ms, NULL, &error);

  if (fault != AUS_RELAY_FAULT_NONE)
    aus_self_check_say (self, AUS_VERDICT_FAIL, fixes[fault], "%s %u: %s: %s", thing, number, uri, error->message);
  else if (guests[0].username != NULL)
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "relay %u: %s lets two sides meet, there and back in %.0f ms",
                        number, uri, ms);
  else
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "finder %u: %s answers in %.0f ms", number, uri, ms);
}

static guint
check_entry (AusSelfCheck *self,
             const Sides  *sides,
             guint         index,
             guint         number)
{
  const AusRelayGuest guests[2] = { get_guest (sides->servers[0], index), get_guest (sides->servers[1], index) };
  JsonObject *server = json_array_get_object_element (sides->servers[0], index);
  JsonArray *urls = json_object_get_array_member (server, "urls");

  for (guint i = 0; i < json_array_get_length (urls); i++)
    check_one (self, number++, json_array_get_string_element (urls, i), guests);

  return number;
}

/* Whoever is reached from elsewhere needs a relay; in one network nobody does. */
static void
say_none (AusSelfCheck *self)
{
  g_autofree char *url = aus_self_check_get_setting (self, "server", "public-url");

  if (url != NULL)
    aus_self_check_say (self, AUS_VERDICT_WARN, "Set ice-servers and turn-secret in [call]: many networks let nothing "
                        "else through.", "relay: none is set up");
  else
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "relay: none is set up, as is right in one network");
}

static gboolean
has_relay (JsonArray *servers)
{
  for (guint i = 0; i < json_array_get_length (servers); i++) {
    if (json_object_has_member (json_array_get_object_element (servers, i), "username"))
      return TRUE;
  }

  return FALSE;
}

void
aus_self_check_relays (AusSelfCheck *self)
{
  g_autoptr (AusProviders) providers = aus_clinic_make_providers (self->settings);
  AusProvider *provider = aus_providers_lookup (providers, "builtin");
  g_autoptr (JsonArray) one = NULL;
  g_autoptr (JsonArray) other = NULL;
  const char *reason;
  guint number = 1;

  /* The providers' check has said what is wrong with it. */
  if (!aus_provider_is_configured (provider, &reason))
    return;

  one = list_servers (provider, "check-one");
  other = list_servers (provider, "check-other");

  if (!has_relay (one))
    say_none (self);

  for (guint i = 0; i < json_array_get_length (one); i++)
    number = check_entry (self, &(Sides) { { one, other } }, i, number);
}
