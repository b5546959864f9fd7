#include "aus-jitsi-provider.h"

#include "aus-error.h"
#include "aus-json.h"
#include "aus-jwt.h"
#include "aus-time.h"

#include <string.h>

#define NOW (G_GINT64_CONSTANT (1793577600) * AUS_TIME_SECOND)

static const char secret[] = "fake-secret-for-tests-only-32byte";

static const AusJitsiSettings jitsi_settings = { "https://meet.example.org", "clinic_app", secret, NULL };
static const AusMeeting meeting = { "consult-7f3a9c21d4", NOW, NOW + AUS_TIME_HOUR };
static const AusMeetingPerson doctor = { "u-0001", "Dr Example", TRUE };
static const AusMeetingPerson patient = { "p-0001", "Zoë \"Z\" O’Neil", FALSE };

static JsonObject *
open_token (JsonObject *info,
            gint64      now)
{
  g_autoptr (GError) error = NULL;
  JsonObject *claims = aus_jwt_verify_hs256 (aus_json_get_text (info, "jwt"), secret, strlen (secret),
                                             now, 0, &error);

  g_assert_no_error (error);

  return claims;
}

static void
test_token (void)
{
  AusProvider *provider = aus_jitsi_provider_new (&jitsi_settings, NULL);
  g_autoptr (JsonObject) info = aus_provider_get_meeting_info (provider, &meeting, &doctor, NOW, NULL);

  /* The very token that a real Prosody with Jitsi's plugin took. */
  g_assert_cmpstr (aus_json_get_text (info, "jwt"), ==,
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    "eyJpc3MiOiJjbGluaWNfYXBwIiwiYXVkIjoiY2xpbmljX2FwcCIsInN1YiI6Im1lZXQuZXhhbXBsZS5vcmciLCJyb29tIjoiY29u"
    "c3VsdC03ZjNhOWMyMWQ0IiwiaWF0IjoxNzkzNTc3NjAwLCJuYmYiOjE3OTM1Nzc1OTAsImV4cCI6MTc5MzU4NDgwMCwiY29udGV4"
    "dCI6eyJ1c2VyIjp7ImlkIjoidS0wMDAxIiwibmFtZSI6IkRyIEV4YW1wbGUiLCJhZmZpbGlhdGlvbiI6Im93bmVyIiwibW9kZXJh"
    "dG9yIjoidHJ1ZSJ9LCJmZWF0dXJlcyI6eyJyZWNvcmRpbmciOiJmYWxzZSIsImxpdmVzdHJlYW1pbmciOiJmYWxzZSJ9fX0."
    "KtFAtdT4gRbdI-Na4n83Qrj3kbcVmR3hO9hIQFgOutg");

  g_assert_finalize_object (provider);
}

static void
test_patient (void)
{
  AusProvider *provider = aus_jitsi_provider_new (&jitsi_settings, NULL);
  g_autoptr (JsonObject) info = aus_provider_get_meeting_info (provider, &meeting, &patient, NOW, NULL);
  g_autoptr (JsonObject) claims = open_token (info, NOW);
  g_autofree char *context = json_to_string (json_object_get_member (claims, "context"), FALSE);

  g_assert_cmpstr (context, ==,
    "{\"user\":{\"id\":\"p-0001\",\"name\":\"Zoë \\\"Z\\\" O’Neil\",\"affiliation\":\"member\","
    "\"moderator\":\"false\"},\"features\":{\"recording\":\"false\",\"livestreaming\":\"false\"}}");

  g_assert_finalize_object (provider);
}

static void
test_link (void)
{
  AusProvider *provider = aus_jitsi_provider_new (&jitsi_settings, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) info = aus_provider_get_meeting_info (provider, &meeting, &doctor, NOW, &error);
  const char *url = aus_json_get_text (info, "meeting_url");
  g_autofree char *expected =
    g_strconcat ("https://meet.example.org/consult-7f3a9c21d4#jwt=%22", aus_json_get_text (info, "jwt"),
                 "%22&config.disableDeepLinking=true", NULL);
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (url, ==, expected);
  g_assert_null (g_uri_get_query (uri));
  g_assert_cmpstr (aus_json_get_text (info, "provider"), ==, "jitsi");
  g_assert_cmpstr (aus_json_get_text (info, "domain"), ==, "meet.example.org");
  g_assert_cmpstr (aus_json_get_text (info, "room"), ==, "consult-7f3a9c21d4");

  g_assert_finalize_object (provider);
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
test_expiry (void)
{
  AusProvider *provider = aus_jitsi_provider_new (&jitsi_settings, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (expiries); i++) {
    AusMeeting visit = { "consult-x", NOW, NOW + expiries[i].ends * AUS_TIME_HOUR };
    gint64 now = NOW + expiries[i].now * AUS_TIME_HOUR;
    g_autoptr (JsonObject) info = aus_provider_get_meeting_info (provider, &visit, &doctor, now, NULL);
    g_autoptr (JsonObject) claims = open_token (info, now);

    g_assert_cmpint (aus_json_get_integer (claims, "exp", 0), ==, 1793577600 + expiries[i].expires * 3600);
    g_assert_cmpint (aus_json_get_integer (claims, "iat", 0), ==, now / AUS_TIME_SECOND);
    g_assert_cmpint (aus_json_get_integer (claims, "nbf", 0), ==, now / AUS_TIME_SECOND - 10);
  }

  g_assert_finalize_object (provider);
}

static void
test_rooms (void)
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

  g_assert_finalize_object (provider);
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
test_servers (void)
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
    claims = open_token (info, NOW);
    g_assert_true (g_str_has_prefix (aus_json_get_text (info, "meeting_url"), servers[i].link));
    g_assert_cmpstr (aus_json_get_text (info, "domain"), ==, servers[i].domain);
    g_assert_cmpstr (aus_json_get_text (claims, "sub"), ==, servers[i].expected_sub);

    g_assert_finalize_object (provider);
  }
}

typedef struct
{
  AusJitsiSettings settings;
  const char *field;
  const char *text;
} Refused;

static const Refused refused[] = {
  { { "https://meet.jit.si", "a", secret }, "base_url", "of your own, not meet.jit.si: it takes no tokens" },
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
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("case %u: %s", i, refused[i].settings.base_url);
    g_assert_null (aus_jitsi_provider_new (&refused[i].settings, &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
    g_assert_true (g_str_has_prefix (error->message, refused[i].field));
    g_assert_nonnull (strstr (error->message, refused[i].text));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/jitsi-provider/token", test_token);
  g_test_add_func ("/jitsi-provider/patient", test_patient);
  g_test_add_func ("/jitsi-provider/link", test_link);
  g_test_add_func ("/jitsi-provider/expiry", test_expiry);
  g_test_add_func ("/jitsi-provider/rooms", test_rooms);
  g_test_add_func ("/jitsi-provider/servers", test_servers);
  g_test_add_func ("/jitsi-provider/refused", test_refused);

  return g_test_run ();
}
