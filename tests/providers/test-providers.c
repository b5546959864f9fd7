#include "aus-absent-provider.h"
#include "aus-error.h"
#include "aus-json.h"
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

static char *
to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

typedef struct
{
  const char *urls[4];
  const char *username;
  const char *credential;
  const char *secret;
  const char *expected;
} IceServers;

static const IceServers ice_servers[] = {
  { { NULL }, NULL, NULL, NULL, "[]" },
  { { "stun:stun.example.org:3478" }, NULL, NULL, NULL, "[{\"urls\":[\"stun:stun.example.org:3478\"]}]" },
  { { "turn:turn.example.org?transport=udp", "stuns:[2001:db8::1]:5349", "turns:turn.example.org:443" },
    "u", "c", NULL,
    "[{\"urls\":[\"stuns:[2001:db8::1]:5349\"]},"
    "{\"urls\":[\"turn:turn.example.org?transport=udp\",\"turns:turn.example.org:443\"],"
    "\"username\":\"u\",\"credential\":\"c\"}]" },
  /* 12 hours on; the password as “openssl dgst -sha1 -hmac SECRET -binary | base64” makes it. */
  { { "turn:turn.example.org" }, "u", "c", "north",
    "[{\"urls\":[\"turn:turn.example.org\"],"
    "\"username\":\"1793620800:p-0001\",\"credential\":\"gKciupKVsbS8CmYzNThSoqphexo=\"}]" },
};

static void
test_builtin (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ice_servers); i++) {
    AusBuiltinSettings settings = { ice_servers[i].urls, ice_servers[i].username, ice_servers[i].credential,
                                    ice_servers[i].secret, ice_servers[i].secret != NULL };
    const char *policy = settings.relay_only ? "relay" : "all";
    g_autofree char *expected =
      g_strconcat ("{\"provider\":\"builtin\",\"meeting_url\":null,\"ice_servers\":",
                   ice_servers[i].expected, ",\"ice_transport_policy\":\"", policy, "\"}", NULL);
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

    g_assert_finalize_object (provider);
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
  const AusBuiltinSettings open_relays[] = {
    { relay }, { relay, "u" }, { relay, "u", "" }, { relay, "", "c" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad_ice_servers); i++) {
    const char *urls[] = { "stun:good.example.org", bad_ice_servers[i], NULL };
    AusBuiltinSettings settings = { urls };
    g_autoptr (GError) error = NULL;

    g_test_message ("“%s”", bad_ice_servers[i]);
    g_assert_null (aus_builtin_provider_new (&settings, &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
    g_assert_true (g_str_has_prefix (error->message, "ice_servers: "));
  }

  {
    const char *urls[] = { "stun:stun.example.org", NULL };
    AusBuiltinSettings settings = { urls, .relay_only = TRUE };
    g_autoptr (GError) error = NULL;

    g_assert_null (aus_builtin_provider_new (&settings, &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
    g_assert_true (g_str_has_prefix (error->message, "relay_only: "));
  }

  for (guint i = 0; i < G_N_ELEMENTS (open_relays); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (aus_builtin_provider_new (&open_relays[i], &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
    g_assert_true (g_str_has_prefix (error->message, "turn_credential: "));
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
    "{\"recording\":false,\"screen_sharing\":false,\"chat\":true,\"waiting_room\":true,"
    "\"authentication\":true,\"webhooks\":false,\"participant_management\":true}" },
  { "jitsi", "Jitsi Meet",
    "{\"recording\":true,\"screen_sharing\":true,\"chat\":true,\"waiting_room\":false,"
    "\"authentication\":true,\"webhooks\":true,\"participant_management\":true,\"embed\":true,"
    "\"attendance_api\":true,\"personal_link\":true}" },
  { "zoom", "Zoom",
    "{\"recording\":true,\"screen_sharing\":true,\"chat\":true,\"waiting_room\":true,"
    "\"authentication\":true,\"webhooks\":true,\"participant_management\":true,\"breakout_rooms\":true,"
    "\"server_end\":true,\"waiting_signal\":true,\"recording_api\":true,\"attendance_api\":true}" },
  { "google_meet", "Google Meet",
    "{\"recording\":true,\"screen_sharing\":true,\"chat\":true,\"waiting_room\":true,"
    "\"authentication\":true,\"webhooks\":true,\"participant_management\":false,"
    "\"calendar_integration\":true,\"server_end\":true,\"attendance_api\":true}" },
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
  AusProvider *jitsi = g_object_ref (aus_providers_lookup (providers, "jitsi"));

  assert_known (providers);
  assert_reason (providers, "builtin", NULL);
  assert_reason (providers, "jitsi", NULL);
  assert_reason (providers, "zoom", "No account");
  assert_reason (providers, "google_meet", "No account");

  g_assert_finalize_object (providers);
  g_assert_finalize_object (jitsi);
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

  g_assert_finalize_object (bare);
  g_assert_finalize_object (blank);
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

  g_assert_finalize_object (providers);
}

static void
test_absent (void)
{
  AusProvider *provider = aus_absent_provider_new (&aus_jitsi_description, "It rains.");
  g_autoptr (GError) no_meeting = NULL;
  g_autoptr (GError) no_info = NULL;

  g_assert_null (aus_provider_create_meeting (provider, &no_meeting));
  g_assert_error (no_meeting, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_assert_cmpstr (no_meeting->message, ==, "\u2068Jitsi Meet\u2069 cannot be used: \u2068It rains.\u2069");

  g_assert_null (aus_provider_get_meeting_info (provider, &meeting, &doctor, NOW, &no_info));
  g_assert_error (no_info, AUS_ERROR, AUS_ERROR_UNAVAILABLE);

  g_assert_finalize_object (provider);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/builtin/info", test_builtin);
  g_test_add_func ("/providers/builtin/refused", test_builtin_refused);
  g_test_add_func ("/providers/registry/complete", test_registry);
  g_test_add_func ("/providers/registry/bare", test_registry_bare);
  g_test_add_func ("/providers/registry/wrong", test_registry_wrong);
  g_test_add_func ("/providers/absent", test_absent);

  return g_test_run ();
}
