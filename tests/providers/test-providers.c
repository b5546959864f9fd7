#include "aus-absent-provider.h"
#include "aus-error.h"
#include "aus-json.h"
#include "aus-jwt.h"
#include "aus-providers.h"
#include "aus-time.h"
#include "aus-uuid.h"

#include <string.h>

#define NOW (G_GINT64_CONSTANT (1793577600) * AUS_TIME_SECOND)

static const char secret[] = "fake-secret-for-tests-only-32byte";

static const AusJitsiSettings jitsi_settings = { "https://meet.example.org", "clinic_app", secret, NULL };
static const AusMeeting meeting = { "consult-7f3a9c21d4", NOW, NOW + AUS_TIME_HOUR };
static const AusMeetingPerson doctor = { "u-0001", "Dr Example", TRUE };
static const AusMeetingPerson patient = { "p-0001", "Zoë \"Z\" O’Neil", FALSE };

static void
assert_gone (gpointer object)
{
  gpointer watched = object;

  g_object_add_weak_pointer (object, &watched);
  g_object_unref (object);
  g_assert_null (watched);
}

static char *
to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

/* The first field at fault. */
static const char *
get_field (const GError *error)
{
  AusFieldFault *fault = g_ptr_array_index (aus_error_get_fields (error), 0);

  return fault->name;
}

static void
test_jitsi_token (void)
{
  AusProvider *provider = aus_jitsi_provider_new (&jitsi_settings, NULL);
  g_autoptr (JsonObject) info = aus_provider_get_meeting_info (provider, &meeting, &doctor, NOW, NULL);

  /* The very token that a real Prosody with Jitsi's plugin took. */
  g_assert_cmpstr (aus_json_get_text (info, "jwt"), ==,
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    "eyJpc3MiOiJjbGluaWNfYXBwIiwiYXVkIjoiY2xpbmljX2FwcCIsInN1YiI6Im1lZXQuZXhhbXBsZS5vcmciLCJyb29tIjoiY29uc3VsdC0"
    "3ZjNhOWMyMWQ0IiwiaWF0IjoxNzkzNTc3NjAwLCJuYmYiOjE3OTM1Nzc1OTAsImV4cCI6MTc5MzU4NDgwMCwiY29udGV4dCI6eyJ1c2VyIj"
    "p7ImlkIjoidS0wMDAxIiwibmFtZSI6IkRyIEV4YW1wbGUiLCJhZmZpbGlhdGlvbiI6Im93bmVyIiwibW9kZXJhdG9yIjoidHJ1ZSJ9LCJmZ"
    "WF0dXJlcyI6eyJyZWNvcmRpbmciOiJmYWxzZSIsImxpdmVzdHJlYW1pbmciOiJmYWxzZSJ9fX0."
    "KtFAtdT4gRbdI-Na4n83Qrj3kbcVmR3hO9hIQFgOutg");

  assert_gone (provider);
}

static void
test_jitsi_patient (void)
{
  AusProvider *provider = aus_jitsi_provider_new (&jitsi_settings, NULL);
  g_autoptr (JsonObject) info = aus_provider_get_meeting_info (provider, &meeting, &patient, NOW, NULL);
  g_autoptr (JsonObject) claims = aus_jwt_verify_hs256 (aus_json_get_text (info, "jwt"), secret, strlen (secret),
                                                        NOW, 0, NULL);
  g_autofree char *context = to_text (json_object_get_object_member (claims, "context"));

  g_assert_cmpstr (context, ==,
    "{\"user\":{\"id\":\"p-0001\",\"name\":\"Zoë \\\"Z\\\" O’Neil\",\"affiliation\":\"member\","
    "\"moderator\":\"false\"},\"features\":{\"recording\":\"false\",\"livestreaming\":\"false\"}}");

  assert_gone (provider);
}

static void
test_jitsi_link (void)
{
  AusProvider *provider = aus_jitsi_provider_new (&jitsi_settings, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) info = aus_provider_get_meeting_info (provider, &meeting, &doctor, NOW, &error);
  g_autofree char *url = aus_provider_join_url (provider, &meeting, &doctor, NOW, &error);
  g_autofree char *expected =
    g_strdup_printf ("https://meet.example.org/consult-7f3a9c21d4#jwt=%%22%s%%22&config.disableDeepLinking=true",
                     aus_json_get_text (info, "jwt"));
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (url, ==, expected);
  g_assert_null (g_uri_get_query (uri));
  g_assert_cmpstr (aus_json_get_text (info, "meeting_url"), ==, url);
  g_assert_cmpstr (aus_json_get_text (info, "provider"), ==, "jitsi");
  g_assert_cmpstr (aus_json_get_text (info, "domain"), ==, "meet.example.org");
  g_assert_cmpstr (aus_json_get_text (info, "room"), ==, "consult-7f3a9c21d4");

  assert_gone (provider);
}

typedef struct
{
  gint64 now;
  gint64 ends;
  gint64 expires;
} Expiry;

/* In hours from the start of the visit. */
static const Expiry expiries[] = {
  { 0, 1, 2 },
  { -1, 1, 2 },
  { 1, 1, 2 },
  { 3, 1, 4 },
  { 0, 7, 8 },
  { 0, 24, 8 },
  { -48, 1, -40 },
};

static void
test_jitsi_expiry (void)
{
  AusProvider *provider = aus_jitsi_provider_new (&jitsi_settings, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (expiries); i++) {
    AusMeeting visit = { "consult-x", NOW, NOW + expiries[i].ends * AUS_TIME_HOUR };
    gint64 now = NOW + expiries[i].now * AUS_TIME_HOUR;
    g_autoptr (JsonObject) info = aus_provider_get_meeting_info (provider, &visit, &doctor, now, NULL);
    g_autoptr (JsonObject) claims = aus_jwt_verify_hs256 (aus_json_get_text (info, "jwt"), secret, strlen (secret),
                                                          now, 0, NULL);

    g_assert_cmpint (aus_json_get_integer (claims, "exp", 0), ==, 1793577600 + expiries[i].expires * 3600);
    g_assert_cmpint (aus_json_get_integer (claims, "iat", 0), ==, now / AUS_TIME_SECOND);
    g_assert_cmpint (aus_json_get_integer (claims, "nbf", 0), ==, now / AUS_TIME_SECOND - 10);
  }

  assert_gone (provider);
}

static void
test_jitsi_rooms (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  AusProvider *provider = aus_jitsi_provider_new (&jitsi_settings, NULL);

  for (guint i = 0; i < 1000; i++) {
    g_autoptr (GError) error = NULL;
    char *room = aus_provider_create_meeting (provider, &error);

    g_assert_no_error (error);
    g_assert_true (g_str_has_prefix (room, "consult-"));
    g_assert_cmpuint (strlen (room), >=, strlen ("consult-") + 16);
    g_assert_cmpuint (strspn (room + 8, "abcdefghijklmnopqrstuvwxyz0123456789"), ==, strlen (room) - 8);
    g_assert_true (g_hash_table_add (seen, room));
  }

  assert_gone (provider);
}

typedef struct
{
  const char *base_url;
  const char *sub;
  const char *link;
  const char *domain;
  const char *expected_sub;
} Server;

static const Server servers[] = {
  { "https://meet.example.org/", NULL, "https://meet.example.org/", "meet.example.org", "meet.example.org" },
  { "HTTPS://Meet.Example.ORG.", "", "https://meet.example.org/", "meet.example.org", "meet.example.org" },
  { "https://meet.example.org:8443", NULL, "https://meet.example.org:8443/", "meet.example.org:8443",
    "meet.example.org" },
  { "https://meet.example.org", "meet.jitsi", "https://meet.example.org/", "meet.example.org", "meet.jitsi" },
  { "https://vidéo.example.org", NULL, "https://xn--vido-dpa.example.org/", "xn--vido-dpa.example.org",
    "xn--vido-dpa.example.org" },
  { "https://notmeet.jit.si.example.org", NULL, "https://notmeet.jit.si.example.org/",
    "notmeet.jit.si.example.org", "notmeet.jit.si.example.org" },
  { "http://localhost:8000", NULL, "http://localhost:8000/", "localhost:8000", "localhost" },
  { "http://127.0.0.1:8000", NULL, "http://127.0.0.1:8000/", "127.0.0.1:8000", "127.0.0.1" },
  { "http://[::1]:8000", NULL, "http://[::1]:8000/", "[::1]:8000", "::1" },
};

static void
test_jitsi_servers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (servers); i++) {
    AusJitsiSettings settings = { servers[i].base_url, "clinic_app", secret, servers[i].sub };
    g_autoptr (GError) error = NULL;
    AusProvider *provider = aus_jitsi_provider_new (&settings, &error);
    g_autoptr (JsonObject) info = NULL;
    g_autoptr (JsonObject) claims = NULL;

    g_test_message ("%s", servers[i].base_url);
    g_assert_no_error (error);
    info = aus_provider_get_meeting_info (provider, &meeting, &doctor, NOW, NULL);
    claims = aus_jwt_verify_hs256 (aus_json_get_text (info, "jwt"), secret, strlen (secret), NOW, 0, NULL);
    g_assert_true (g_str_has_prefix (aus_json_get_text (info, "meeting_url"), servers[i].link));
    g_assert_cmpstr (aus_json_get_text (info, "domain"), ==, servers[i].domain);
    g_assert_cmpstr (aus_json_get_text (claims, "sub"), ==, servers[i].expected_sub);

    assert_gone (provider);
  }
}

typedef struct
{
  AusJitsiSettings settings;
  const char *field;
  const char *text;
} Refused;

static const Refused refused[] = {
  { { "https://meet.jit.si", "a", secret }, "base_url", "server of your own, not meet.jit.si: it takes no tokens" },
  { { "https://MEET.jit.si/", "a", secret }, "base_url", "server of your own" },
  { { "https://meet.jit.si.", "a", secret }, "base_url", "server of your own" },
  { { "https://meet%2Ejit.si", "a", secret }, "base_url", "server of your own" },
  { { "https://meet.jit。si", "a", secret }, "base_url", "server of your own" },
  { { "https://meet.jit.si:8443", "a", secret }, "base_url", "server of your own" },
  { { "https://beta.meet.jit.si", "a", secret }, "base_url", "server of your own" },
  { { "https://8x8.vc", "a", secret }, "base_url", "keys of its own" },
  { { "https://stage.8x8.vc", "a", secret }, "base_url", "keys of its own" },
  { { "http://meet.example.org", "a", secret }, "base_url", "https://" },
  { { "http://localhost.example.org", "a", secret }, "base_url", "https://" },
  { { "ftp://meet.example.org", "a", secret }, "base_url", "of the form" },
  { { "meet.example.org", "a", secret }, "base_url", "of the form" },
  { { "https://", "a", secret }, "base_url", "of the form" },
  { { "https:///room", "a", secret }, "base_url", "of the form" },
  { { "https://meet.example.org/tenant", "a", secret }, "base_url", "of the form" },
  { { "https://meet.example.org/?a=b", "a", secret }, "base_url", "of the form" },
  { { "https://meet.example.org/#a", "a", secret }, "base_url", "of the form" },
  { { "https://user@meet.example.org", "a", secret }, "base_url", "of the form" },
  { { "https://meet.example.org%2F", "a", secret }, "base_url", "of the form" },
  { { "", "a", secret }, "base_url", "of the form" },
  { { NULL, "a", secret }, "base_url", "is needed" },
  { { "https://meet.example.org", NULL, secret }, "app_id", "is needed" },
  { { "https://meet.example.org", "", secret }, "app_id", "is needed" },
  { { "https://meet.example.org", "a", NULL }, "app_secret", "at least 32" },
  { { "https://meet.example.org", "a", "thirty-one-characters-are-short" }, "app_secret", "at least 32" },
};

static void
test_jitsi_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("case %u: %s", i, refused[i].settings.base_url);
    g_assert_null (aus_jitsi_provider_new (&refused[i].settings, &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
    g_assert_cmpstr (get_field (error), ==, refused[i].field);
    g_assert_nonnull (strstr (error->message, refused[i].text));
  }
}

typedef struct
{
  const char *urls[4];
  const char *username;
  const char *credential;
  const char *expected;
} IceServers;

static const IceServers ice_servers[] = {
  { { NULL }, NULL, NULL, "[]" },
  { { "stun:stun.example.org:3478" }, NULL, NULL, "[{\"urls\":[\"stun:stun.example.org:3478\"]}]" },
  { { "turn:turn.example.org?transport=udp", "stuns:[2001:db8::1]:5349", "turns:turn.example.org:443" }, "u", "c",
    "[{\"urls\":[\"stuns:[2001:db8::1]:5349\"]},"
    "{\"urls\":[\"turn:turn.example.org?transport=udp\",\"turns:turn.example.org:443\"],"
    "\"username\":\"u\",\"credential\":\"c\"}]" },
};

static void
test_builtin (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ice_servers); i++) {
    AusBuiltinSettings settings = { ice_servers[i].urls, ice_servers[i].username, ice_servers[i].credential };
    g_autofree char *expected =
      g_strdup_printf ("{\"provider\":\"builtin\",\"meeting_url\":null,\"ice_servers\":%s}", ice_servers[i].expected);
    g_autoptr (GError) error = NULL;
    AusProvider *provider = aus_builtin_provider_new (&settings, &error);
    g_autoptr (JsonObject) info = NULL;
    g_autofree char *id = NULL;
    g_autofree char *text = NULL;

    g_assert_no_error (error);
    id = aus_provider_create_meeting (provider, NULL);
    g_assert_true (aus_uuid_is_valid (id));

    info = aus_provider_get_meeting_info (provider, &meeting, &patient, NOW, NULL);
    text = to_text (info);
    g_assert_cmpstr (text, ==, expected);

    g_assert_null (aus_provider_join_url (provider, &meeting, &patient, NOW, &error));
    g_assert_no_error (error);

    assert_gone (provider);
  }
}

static const char *const bad_ice_servers[] = {
  "", "stun", "stun:", "stun.example.org", "stun://stun.example.org", "http://stun.example.org",
  "stun:user@example.org", "stun:a b", "stun:\"", "stun:exämple.org",
};

static void
test_builtin_refused (void)
{
  const char *relay[] = { "turn:turn.example.org", NULL };
  const AusBuiltinSettings open_relays[] = { { relay, NULL, NULL }, { relay, "u", NULL }, { relay, "u", "" } };

  for (guint i = 0; i < G_N_ELEMENTS (bad_ice_servers); i++) {
    const char *urls[] = { "stun:good.example.org", bad_ice_servers[i], NULL };
    AusBuiltinSettings settings = { urls };
    g_autoptr (GError) error = NULL;

    g_test_message ("“%s”", bad_ice_servers[i]);
    g_assert_null (aus_builtin_provider_new (&settings, &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
    g_assert_cmpstr (get_field (error), ==, "ice_servers");
  }

  for (guint i = 0; i < G_N_ELEMENTS (open_relays); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (aus_builtin_provider_new (&open_relays[i], &error));
    g_assert_cmpstr (get_field (error), ==, "turn_credential");
  }
}

typedef struct
{
  const char *name;
  const char *display_name;
  const char *features;
} Known;

static const Known known[] = {
  { "builtin", "Built-in call",
    "{\"recording\":false,\"screen_sharing\":false,\"chat\":true,\"waiting_room\":true,\"authentication\":true,"
    "\"webhooks\":false,\"participant_management\":true}" },
  { "jitsi", "Jitsi Meet",
    "{\"recording\":true,\"screen_sharing\":true,\"chat\":true,\"waiting_room\":false,\"authentication\":true,"
    "\"webhooks\":false,\"participant_management\":true}" },
  { "zoom", "Zoom",
    "{\"recording\":true,\"screen_sharing\":true,\"chat\":true,\"waiting_room\":true,\"authentication\":true,"
    "\"webhooks\":true,\"participant_management\":true,\"breakout_rooms\":true}" },
  { "google_meet", "Google Meet",
    "{\"recording\":true,\"screen_sharing\":true,\"chat\":true,\"waiting_room\":true,\"authentication\":true,"
    "\"webhooks\":false,\"participant_management\":false,\"calendar_integration\":true}" },
};

/* The same with settings and without: only the reasons differ. */
static void
assert_known (AusProviders *providers)
{
  GPtrArray *list = aus_providers_get_list (providers);

  g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (known));

  for (guint i = 0; i < list->len; i++) {
    AusProvider *provider = g_ptr_array_index (list, i);
    g_autoptr (JsonObject) object = aus_provider_features_to_json (provider);
    g_autofree char *features = to_text (object);

    g_assert_cmpstr (aus_provider_get_name (provider), ==, known[i].name);
    g_assert_cmpstr (aus_provider_get_display_name (provider), ==, known[i].display_name);
    g_assert_cmpstr (features, ==, known[i].features);
    g_assert_true (aus_providers_lookup (providers, known[i].name) == provider);
  }

  g_assert_null (aus_providers_lookup (providers, "skype"));
  g_assert_null (aus_providers_lookup (providers, ""));
}

static void
assert_reason (AusProviders *providers,
               const char   *name,
               const char   *expected)
{
  AusProvider *provider = aus_providers_lookup (providers, name);
  const char *reason = "unset";

  if (expected == NULL) {
    g_assert_true (aus_provider_is_configured (provider, &reason));
    g_assert_null (reason);
  } else {
    g_assert_false (aus_provider_is_configured (provider, &reason));
    g_assert_nonnull (strstr (reason, expected));
  }

  g_assert_cmpint (aus_provider_is_configured (provider, NULL), ==, expected == NULL);
}

static void
test_registry (void)
{
  AusBuiltinSettings builtin = { NULL };
  AusProviders *providers = aus_providers_new (&builtin, &jitsi_settings);

  assert_known (providers);
  assert_reason (providers, "builtin", NULL);
  assert_reason (providers, "jitsi", NULL);
  assert_reason (providers, "zoom", "No account");
  assert_reason (providers, "google_meet", "No account");

  assert_gone (providers);
}

static void
test_registry_bare (void)
{
  AusJitsiSettings empty = { "", "a", NULL, NULL };
  AusProviders *bare = aus_providers_new (NULL, NULL);
  AusProviders *blank = aus_providers_new (NULL, &empty);

  assert_known (bare);
  assert_reason (bare, "builtin", NULL);
  assert_reason (bare, "jitsi", "no Jitsi server of its own");
  assert_reason (blank, "jitsi", "no Jitsi server of its own");

  assert_gone (bare);
  assert_gone (blank);
}

static void
test_registry_wrong (void)
{
  const char *urls[] = { "nonsense", NULL };
  AusBuiltinSettings builtin = { urls };
  AusJitsiSettings jitsi = { "https://meet.jit.si", "a", secret, NULL };
  AusProviders *providers = aus_providers_new (&builtin, &jitsi);

  assert_known (providers);
  assert_reason (providers, "builtin", "nonsense");
  assert_reason (providers, "jitsi", "server of your own");

  assert_gone (providers);
}

static void
test_absent (void)
{
  AusProvider *provider = aus_absent_provider_new (&aus_jitsi_description, "It rains.");
  g_autoptr (GError) no_meeting = NULL;
  g_autoptr (GError) no_info = NULL;
  g_autoptr (GError) no_url = NULL;

  g_assert_null (aus_provider_create_meeting (provider, &no_meeting));
  g_assert_error (no_meeting, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_assert_cmpstr (no_meeting->message, ==, "Jitsi Meet cannot be used: It rains.");

  g_assert_null (aus_provider_get_meeting_info (provider, &meeting, &doctor, NOW, &no_info));
  g_assert_error (no_info, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_assert_null (aus_provider_join_url (provider, &meeting, &doctor, NOW, &no_url));
  g_assert_error (no_url, AUS_ERROR, AUS_ERROR_UNAVAILABLE);

  assert_gone (provider);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/jitsi/token", test_jitsi_token);
  g_test_add_func ("/providers/jitsi/patient", test_jitsi_patient);
  g_test_add_func ("/providers/jitsi/link", test_jitsi_link);
  g_test_add_func ("/providers/jitsi/expiry", test_jitsi_expiry);
  g_test_add_func ("/providers/jitsi/rooms", test_jitsi_rooms);
  g_test_add_func ("/providers/jitsi/servers", test_jitsi_servers);
  g_test_add_func ("/providers/jitsi/refused", test_jitsi_refused);
  g_test_add_func ("/providers/builtin/info", test_builtin);
  g_test_add_func ("/providers/builtin/refused", test_builtin_refused);
  g_test_add_func ("/providers/registry/complete", test_registry);
  g_test_add_func ("/providers/registry/bare", test_registry_bare);
  g_test_add_func ("/providers/registry/wrong", test_registry_wrong);
  g_test_add_func ("/providers/absent", test_absent);

  return g_test_run ();
}
