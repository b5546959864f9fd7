#include "aus-zoom-webhook.h"

#include "aus-time.h"
#include "aus-zoom-api.h"

#include <string.h>

#define SECRET "test_secret_token_01"
#define SIGNED "1793577600"
#define NOW (G_GINT64_CONSTANT (1793577600) * AUS_TIME_SECOND)
#define STARTED \
  "{\"event\":\"meeting.started\",\"event_ts\":1793577600123,\"payload\":{\"account_id\":\"AAAAAABBBB\",\"object\":{" \
  "\"id\":\"81234567890\",\"uuid\":\"dGVzdC11dWlkLTAwMQ==\",\"host_id\":\"hTESThostTEST001\"," \
  "\"topic\":\"Consultation\",\"type\":2,\"start_time\":\"2026-11-02T00:00:00Z\",\"timezone\":\"UTC\"," \
  "\"duration\":30}}}"
#define STARTED_SIGNATURE "v0=5127b0a0cabd1c46788eebe8cb574f50a4d78fc0841dfb2d5a8d394ab41b5e74"
#define VALIDATION \
  "{\"payload\":{\"plainToken\":\"plainTokenExample0001AB\"},\"event_ts\":1793577600000," \
  "\"event\":\"endpoint.url_validation\"}"
#define VALIDATION_SIGNATURE "v0=bbf72563cfd00eb72d541dfa4a6ae2e0983471eb92293d9b8362f9daae9bb39e"
#define JOINED \
  "{\"event\":\"meeting.participant_joined\",\"event_ts\":1793577660456,\"payload\":{\"account_id\":\"AAAAAABBBB\"," \
  "\"object\":{\"id\":\"81234567890\",\"uuid\":\"dGVzdC11dWlkLTAwMQ==\",\"host_id\":\"hTESThostTEST001\"," \
  "\"topic\":\"Consultation\",\"type\":2,\"start_time\":\"2026-11-02T00:00:00Z\",\"timezone\":\"UTC\"," \
  "\"duration\":30,\"participant\":{\"user_id\":\"16778240\",\"user_name\":\"Zoë Ŧest\",\"id\":\"\"," \
  "\"participant_uuid\":\"11111111-2222-3333-4444-555555555555\",\"join_time\":\"2026-11-02T00:01:00Z\"," \
  "\"email\":\"\",\"registrant_id\":\"\",\"participant_user_id\":\"\",\"customer_key\":\"\"}}}}"
#define JOINED_SIGNATURE "v0=1af492a58b0184a96555cbbfff97aadb21a080fa8078374c539c92da3b3a65bc"

typedef struct
{
  const char *time;
  const char *signature;
} Headers;

static const char *
get_header (const char *name,
            gpointer    data)
{
  const Headers *headers = data;

  return strcmp (name, "x-zm-signature") == 0 ? headers->signature
         : strcmp (name, "x-zm-request-timestamp") == 0 ? headers->time : NULL;
}

static gboolean
receive (const char         *body,
         Headers             headers,
         gint64              now,
         AusWebhookReceipt  *receipt,
         GError            **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  const AusWebhookMail mail = { bytes, get_header, &headers, now };

  return aus_zoom_webhook_receive (SECRET, &mail, receipt, error);
}

static void
assert_refused (const char *body,
                Headers     headers,
                gint64      now)
{
  g_auto (AusWebhookReceipt) receipt = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_false (receive (body, headers, now, &receipt, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED);
  g_assert_null (receipt.content);
  g_assert_null (receipt.reply);
}

static void
test_vectors (void)
{
  g_auto (AusWebhookReceipt) validation = { NULL };
  g_auto (AusWebhookReceipt) started = { NULL };
  g_auto (AusWebhookReceipt) joined = { NULL };
  g_autoptr (GError) error = NULL;

  receive (VALIDATION, (Headers) { SIGNED, VALIDATION_SIGNATURE }, NOW, &validation, &error);
  g_assert_no_error (error);
  g_assert_null (validation.content);
  g_assert_cmpstr (validation.reply, ==,
                   "{\"plainToken\":\"plainTokenExample0001AB\",\"encryptedToken\":"
                   "\"c0567045e7d45337a69cda9e4d792021442b088cbf62abe727a0e8cc70352261\"}");
  receive (STARTED, (Headers) { SIGNED, STARTED_SIGNATURE }, NOW, &started, &error);
  g_assert_no_error (error);
  g_assert_null (started.reply);
  g_assert_cmpuint (strlen (started.key), ==, 64);
  receive (JOINED, (Headers) { SIGNED, JOINED_SIGNATURE }, NOW, &joined, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (joined.key, !=, started.key);
}

/* Five minutes are good, and not one second more, to either side. */
static void
test_window (void)
{
  const Headers headers = { SIGNED, STARTED_SIGNATURE };
  const gint64 edges[] = { -300, 300 };

  for (guint i = 0; i < G_N_ELEMENTS (edges); i++) {
    const gint64 edge = NOW + edges[i] * AUS_TIME_SECOND;
    g_auto (AusWebhookReceipt) receipt = { NULL };
    g_autoptr (GError) error = NULL;

    receive (STARTED, headers, edge, &receipt, &error);
    g_assert_no_error (error);
    assert_refused (STARTED, headers, edge + (edges[i] > 0 ? 1 : -1));
  }
}

static void
test_forgeries (void)
{
  static const char *const times[] = { NULL, "", "1793577601", "1793577600000", "x", "-1", "99999999999999999999" };
  static const char *const signatures[] = {
    NULL, "", "v0=", "v0=5127b0a0", "5127b0a0cabd1c46788eebe8cb574f50a4d78fc0841dfb2d5a8d394ab41b5e74",
    "v1=5127b0a0cabd1c46788eebe8cb574f50a4d78fc0841dfb2d5a8d394ab41b5e74",
    "v0=5127B0A0CABD1C46788EEBE8CB574F50A4D78FC0841DFB2D5A8D394AB41B5E74", VALIDATION_SIGNATURE,
  };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    assert_refused (STARTED, (Headers) { times[i], STARTED_SIGNATURE }, NOW);

  for (guint i = 0; i < G_N_ELEMENTS (signatures); i++)
    assert_refused (STARTED, (Headers) { SIGNED, signatures[i] }, NOW);

  /* The same JSON, and other bytes. */
  assert_refused (STARTED " ", (Headers) { SIGNED, STARTED_SIGNATURE }, NOW);
  assert_refused (VALIDATION " ", (Headers) { SIGNED, VALIDATION_SIGNATURE }, NOW);
}

/* Nested so deep that reading it would end the process: it is refused by its signature, unread. */
static void
test_bomb (void)
{
  g_autoptr (GString) bomb = g_string_new (NULL);

  for (guint i = 0; i < 200000; i++)
    g_string_append_c (bomb, '[');

  assert_refused (bomb->str, (Headers) { SIGNED, STARTED_SIGNATURE }, NOW);
}

static AusMeetingEvent *
read_one (const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = aus_zoom_webhook_read (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (events->len, <=, 1);

  return events->len > 0 ? g_ptr_array_steal_index (events, 0) : NULL;
}

static void
test_events (void)
{
  g_autoptr (AusMeetingEvent) started = read_one (STARTED);
  g_autoptr (AusMeetingEvent) joined = read_one (JOINED);
  g_autoptr (AusMeetingEvent) recorded =
    read_one ("{\"event\":\"recording.completed\",\"event_ts\":1,\"payload\":{\"object\":{\"id\":81234567890,"
              "\"uuid\":\"u\"}}}");

  g_assert_cmpint (started->kind, ==, AUS_MEETING_EVENT_STARTED);
  g_assert_cmpstr (started->meeting_id, ==, "81234567890");
  g_assert_cmpstr (started->instance, ==, "dGVzdC11dWlkLTAwMQ==");
  g_assert_cmpint (started->at, ==, G_GINT64_CONSTANT (1793577600123000));
  g_assert_cmpint (joined->kind, ==, AUS_MEETING_EVENT_JOINED);
  g_assert_cmpstr (joined->person->name, ==, "Zoë Ŧest");
  g_assert_cmpint (joined->at, ==, NOW + 60 * AUS_TIME_SECOND);
  g_assert_false (joined->person->is_host);
  /* A number here, a text there. */
  g_assert_cmpint (recorded->kind, ==, AUS_MEETING_EVENT_RECORDED);
  g_assert_cmpstr (recorded->meeting_id, ==, "81234567890");
}

/* What nobody knows is nothing for us, and no fault of Zoom's. */
static void
test_odd_events (void)
{
  static const char *const bodies[] = {
    "{}",
    "{\"event\":\"meeting.danced\",\"payload\":{\"object\":{\"id\":1}}}",
    "{\"event\":\"meeting.started\"}",
    "{\"event\":\"meeting.started\",\"payload\":[]}",
    "{\"event\":\"meeting.started\",\"payload\":{\"object\":{\"id\":null}}}",
    "{\"event\":\"meeting.started\",\"payload\":{\"object\":{\"id\":\"\"}}}",
    "{\"event\":7,\"payload\":{\"object\":{\"id\":1}}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    g_assert_null (read_one (bodies[i]));
}

static void
test_encode (void)
{
  static const char *const pairs[][2] = {
    { "81234567890", "81234567890" },
    { "abc/de==", "abc%2Fde%3D%3D" },
    { "/abc//d==", "%252Fabc%252F%252Fd%253D%253D" },
    { "a//b", "a%252F%252Fb" },
    { "/a", "%252Fa" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree char *encoded = aus_zoom_encode_id (pairs[i][0]);

    g_assert_cmpstr (encoded, ==, pairs[i][1]);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/zoom-webhook/vectors", test_vectors);
  g_test_add_func ("/zoom-webhook/window", test_window);
  g_test_add_func ("/zoom-webhook/forgeries", test_forgeries);
  g_test_add_func ("/zoom-webhook/bomb", test_bomb);
  g_test_add_func ("/zoom-webhook/events", test_events);
  g_test_add_func ("/zoom-webhook/odd-events", test_odd_events);
  g_test_add_func ("/zoom-webhook/encode", test_encode);

  return g_test_run ();
}
