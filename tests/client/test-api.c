#include "aus-api.h"

#include "aus-error.h"
#include "aus-test-fake.h"
#include "aus-test-wait.h"
#include "aus-uuid.h"

#define THINGS "/telemedicine/api/things/"

typedef struct
{
  AusTestFake *fake;
  AusApi      *api;
  guint        n_unauthorized;
} Fixture;

static void
unauthorized_cb (Fixture *fixture)
{
  fixture->n_unauthorized++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->fake = aus_test_fake_new ();
  fixture->api = aus_api_new ();
  aus_api_set_server (fixture->api, fixture->fake->uri);
  aus_api_set_token (fixture->api, "secret");
  g_signal_connect_swapped (fixture->api, "unauthorized", G_CALLBACK (unauthorized_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->api);
  aus_test_fake_free (fixture->fake);
}

static JsonNode *
send (Fixture             *fixture,
      const AusApiRequest *request,
      GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_api_send_async (fixture->api, request, NULL, aus_test_result_cb, &result);

  return aus_api_send_finish (fixture->api, aus_test_await (&result), error);
}

static JsonNode *
get (Fixture  *fixture,
     GError  **error)
{
  return send (fixture, &(AusApiRequest) { .method = "GET", .path = "things/?a=1" }, error);
}

static void
test_get (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = NULL;
  const AusTestRequest *request;

  aus_test_fake_answer (fixture->fake, THINGS, 200, "{\"a\":1}");
  answer = get (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (answer), "a"), ==, 1);

  request = aus_test_fake_get_request (fixture->fake, 0);
  g_assert_cmpstr (request->query, ==, "a=1");
  g_assert_cmpstr (request->authorization, ==, "Token secret");
  g_assert_true (aus_uuid_is_valid (request->request_id));
  g_assert_null (request->key);
}

static void
test_post (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (JsonNode) body = json_from_string ("{\"name\":\"Ada\"}", NULL);
  g_autoptr (JsonNode) answer = NULL;
  const AusApiRequest request = { .method = "POST", .path = THINGS, .body = body, .revision = 4 };
  const AusTestRequest *first, *second;

  /* The connection breaks, nobody knows when: the same key makes trying again safe. */
  aus_test_fake_answer (fixture->fake, THINGS, 0, NULL);
  aus_test_fake_answer (fixture->fake, THINGS, 204, NULL);
  answer = send (fixture, &request, NULL);
  g_assert_true (JSON_NODE_HOLDS_NULL (answer));

  first = aus_test_fake_get_request (fixture->fake, 0);
  second = aus_test_fake_get_request (fixture->fake, 1);
  g_assert_true (aus_uuid_is_valid (first->key));
  g_assert_cmpstr (second->key, ==, first->key);
  g_assert_cmpstr (second->body, ==, "{\"name\":\"Ada\"}");
  g_assert_cmpstr (second->if_match, ==, "\"4\"");
}

static void
test_tries_twice (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  aus_test_fake_answer (fixture->fake, THINGS, 0, NULL);
  g_assert_null (send (fixture, &(AusApiRequest) { .method = "PATCH", .path = THINGS }, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_assert_cmpuint (fixture->fake->requests->len, ==, 1);
  g_clear_error (&error);

  g_assert_null (get (fixture, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_assert_cmpuint (fixture->fake->requests->len, ==, 3);
}

static const struct
{
  guint    status;
  AusError code;
} statuses[] = {
  { 400, AUS_ERROR_MALFORMED }, { 401, AUS_ERROR_UNAUTHENTICATED }, { 403, AUS_ERROR_FORBIDDEN },
  { 404, AUS_ERROR_NOT_FOUND }, { 409, AUS_ERROR_CONFLICT },        { 410, AUS_ERROR_GONE },
  { 412, AUS_ERROR_STALE },     { 413, AUS_ERROR_TOO_LARGE },       { 422, AUS_ERROR_INVALID },
  { 415, AUS_ERROR_UNSUPPORTED },
  { 429, AUS_ERROR_THROTTLED }, { 500, AUS_ERROR_FAILED },          { 502, AUS_ERROR_UNAVAILABLE },
  { 503, AUS_ERROR_UNAVAILABLE }, { 302, AUS_ERROR_FAILED },
};

static void
test_statuses (Fixture       *fixture,
               gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    aus_test_fake_answer (fixture->fake, THINGS, statuses[i].status, "{\"detail\":\"Because.\"}");

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (get (fixture, &error));
    g_assert_error (error, AUS_ERROR, (int) statuses[i].code);
    g_assert_cmpstr (error->message, ==, "Because.");
  }

  g_assert_cmpuint (fixture->n_unauthorized, ==, 1);
}

static void
test_fields (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  const AusFieldFault *fault;
  GPtrArray *faults;

  aus_test_fake_answer (fixture->fake, THINGS, 422,
                        "{\"detail\":\"Two things are wrong.\",\"fields\":{\"born\":[\"No such day.\",\"Too late.\"],"
                        "\"sex\":[\"Unknown word.\"],\"odd\":7}}");
  g_assert_null (get (fixture, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "Two things are wrong.");
  faults = aus_error_get_fields (error);
  g_assert_cmpuint (faults->len, ==, 3);
  fault = g_ptr_array_index (faults, 1);
  g_assert_cmpstr (fault->name, ==, "born");
  g_assert_cmpstr (fault->text, ==, "Too late.");
}

/* Trying again it is still the same call, whoever is signed in by then. */
static void
test_retry_as_before (Fixture       *fixture,
                      gconstpointer  data)
{
  const AusApiRequest request = { .method = "POST", .path = "things/" };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonNode) answer = NULL;

  aus_test_fake_answer (fixture->fake, THINGS, 0, NULL);
  aus_test_fake_answer (fixture->fake, THINGS, 200, "{}");
  aus_api_send_async (fixture->api, &request, NULL, aus_test_result_cb, &result);
  aus_api_set_token (fixture->api, "another's");
  answer = aus_api_send_finish (fixture->api, aus_test_await (&result), NULL);
  g_assert_nonnull (answer);
  g_assert_cmpuint (fixture->fake->requests->len, ==, 2);
  g_assert_cmpstr (aus_test_fake_get_request (fixture->fake, 1)->authorization, ==, "Token secret");
}

static void
test_retry_after (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  aus_test_fake_answer_with (fixture->fake, THINGS, 429, "Retry-After", "17");
  g_assert_null (get (fixture, &error));
  g_assert_cmpuint (aus_error_get_retry_after (error), ==, 17);
}

/* A proxy's page, half a JSON, an endless answer: each ends in words and not in a crash. */
static void
test_odd_answers (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *endless = g_strnfill (AUS_API_MAX_ANSWER + 1, ' ');
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autoptr (GError) error = NULL;

  aus_test_fake_answer (fixture->fake, THINGS, 502, "<html>Bad Gateway</html>");
  g_assert_null (get (fixture, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_clear_error (&error);

  aus_test_fake_answer (fixture->fake, THINGS, 200, deep);
  g_assert_null (get (fixture, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  g_assert_null (get (fixture, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_MALFORMED);
  g_clear_error (&error);

  aus_test_fake_answer (fixture->fake, THINGS, 200, endless);
  g_assert_null (get (fixture, NULL));
  g_assert_null (get (fixture, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_TOO_LARGE);
}

static void
test_time_limit (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  aus_api_set_time_limit (fixture->api, 100);
  aus_test_fake_answer (fixture->fake, THINGS, 1, NULL);
  g_assert_null (get (fixture, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_assert_cmpuint (fixture->fake->requests->len, ==, 1);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const AusApiRequest request = { .method = "GET", .path = THINGS };

  aus_test_fake_answer (fixture->fake, THINGS, 1, NULL);
  aus_api_send_async (fixture->api, &request, cancellable, aus_test_result_cb, &result);
  aus_test_wait_until (fixture->fake->requests->len == 1);
  g_cancellable_cancel (cancellable);
  g_assert_null (aus_api_send_finish (fixture->api, aus_test_await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_redirect (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (AusTestFake) other = aus_test_fake_new ();
  g_autoptr (GError) error = NULL;

  aus_test_fake_answer_with (fixture->fake, THINGS, 307, "Location", other->uri);
  g_assert_null (get (fixture, &error));
  g_assert_cmpuint (other->requests->len, ==, 0);
}

static void
test_clock (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) later = g_date_time_add_minutes (now, 5);
  g_autofree char *text = soup_date_time_to_string (later, SOUP_DATE_HTTP);
  g_autoptr (JsonNode) answer = NULL;

  aus_test_fake_answer_with (fixture->fake, THINGS, 200, "Date", text);
  answer = get (fixture, NULL);
  g_assert_cmpint (ABS (aus_api_get_clock_skew (fixture->api) - 300), <=, 2);
}

/* What the old server answers late concerns the new one no more. */
static void
test_other_token (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  const AusApiRequest request = { .method = "GET", .path = THINGS };

  aus_test_fake_answer (fixture->fake, THINGS, 401, "{}");
  aus_api_send_async (fixture->api, &request, NULL, aus_test_result_cb, &result);
  aus_api_set_token (fixture->api, "newer");
  g_assert_null (aus_api_send_finish (fixture->api, aus_test_await (&result), NULL));
  g_assert_cmpuint (fixture->n_unauthorized, ==, 0);
}

static void
test_no_server (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  aus_test_fake_stop (fixture->fake);
  g_assert_null (get (fixture, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_assert_cmpstr (error->message, ==, "No server answers at this address");
}

static const struct
{
  const char *path;
  void      (*test) (Fixture *fixture, gconstpointer data);
} tests[] = {
  { "/client/api/get", test_get },
  { "/client/api/post", test_post },
  { "/client/api/tries-twice", test_tries_twice },
  { "/client/api/statuses", test_statuses },
  { "/client/api/fields", test_fields },
  { "/client/api/retry-after", test_retry_after },
  { "/client/api/retry-as-before", test_retry_as_before },
  { "/client/api/odd-answers", test_odd_answers },
  { "/client/api/time-limit", test_time_limit },
  { "/client/api/cancelled", test_cancelled },
  { "/client/api/redirect", test_redirect },
  { "/client/api/clock", test_clock },
  { "/client/api/other-token", test_other_token },
  { "/client/api/no-server", test_no_server },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
