#include "aus-far-side.h"

#include <libsoup/soup.h>
#include <string.h>

static const char *const no_domains[] = { NULL };
static const char *const zoom_domains[] = { "zoom.us", NULL };

typedef struct
{
  SoupServer *server;
  SoupServer *other;
  char       *url;
  char       *other_url;
  guint       n_asked;
  guint       n_failing;
  guint       fail_status;
  const char *retry_after;
  char       *last_authorization;
} Fixture;

typedef struct
{
  const char *path;
  guint       status;
  const char *body;
} Page;

static const Page pages[] = {
  { "/good", 200, "{\"a\":1}" },
  { "/file", 200, "film" },
  { "/text", 200, "hello" },
  { "/empty", 204, NULL },
  { "/refused", 401, "{\"code\":124}" },
};

static void
answer (Fixture           *fixture,
        SoupServerMessage *message,
        const char        *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (strcmp (path, "/lead") == 0) {
    g_autofree char *place = g_strconcat (fixture->other_url, "/file", NULL);

    soup_message_headers_replace (headers, "Location", place);
    soup_server_message_set_status (message, 302, NULL);
    return;
  }

  if (strcmp (path, "/circle") == 0) {
    soup_message_headers_replace (headers, "Location", "/circle");
    soup_server_message_set_status (message, 302, NULL);
    return;
  }

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    if (strcmp (pages[i].path, path) != 0)
      continue;

    soup_server_message_set_status (message, pages[i].status, NULL);

    if (pages[i].body != NULL)
      soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, pages[i].body,
                                        strlen (pages[i].body));
  }
}

static void
asked_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  Fixture *fixture = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  fixture->n_asked++;
  g_free (fixture->last_authorization);
  fixture->last_authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));

  /* Never answered. */
  if (strcmp (path, "/silent") == 0) {
    soup_server_message_pause (message);
    return;
  }

  if (fixture->n_failing > 0) {
    fixture->n_failing--;
    soup_server_message_set_status (message, fixture->fail_status, NULL);

    if (fixture->retry_after != NULL)
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After",
                                    fixture->retry_after);

    return;
  }

  if (strcmp (path, "/deep") == 0 || strcmp (path, "/long") == 0) {
    const gsize length = strcmp (path, "/deep") == 0 ? 200000 : 5 * 1024 * 1024;
    char *body = g_malloc (length);

    memset (body, '[', length);
    soup_server_message_set_status (message, 200, NULL);
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, body, length);
    return;
  }

  answer (fixture, message, path);
}

static SoupServer *
listen (Fixture  *fixture,
        char    **url)
{
  SoupServer *server = soup_server_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  GSList *uris;

  soup_server_add_handler (server, NULL, asked_cb, fixture, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  *url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return server;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->server = listen (fixture, &fixture->url);
  fixture->other = listen (fixture, &fixture->other_url);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->server);
  g_clear_object (&fixture->other);
  g_free (fixture->url);
  g_free (fixture->other_url);
  g_free (fixture->last_authorization);
}

typedef struct
{
  Fixture       *fixture;
  const char    *path;
  AusFarSide    *far_side;
  AusCare        care;
  guint          seconds;
  gboolean       is_download;
  GCancellable  *cancellable;
  AusHttpAnswer *answer;
  GError        *error;
  gboolean       is_done;
} Asking;

static void
asking_clear (Asking *self)
{
  g_clear_pointer (&self->answer, aus_http_answer_free);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asking, asking_clear)

static gpointer
ask_thread (gpointer data)
{
  Asking *asking = data;
  g_autofree char *url = g_strconcat (asking->fixture->url, asking->path, NULL);
  const AusHttpCall call = { .method = "GET", .url = url, .authorization = "Bearer secret",
                             .seconds = asking->seconds };
  const AusHostList hosts = { no_domains, asking->fixture->url };

  if (asking->is_download)
    asking->answer = aus_far_side_download (asking->far_side, &call, &hosts, asking->cancellable, &asking->error);
  else if (asking->far_side != NULL)
    asking->answer = aus_far_side_call (asking->far_side, &call, asking->care, asking->cancellable, &asking->error);
  else
    asking->answer = aus_http_call_run (&call, &hosts, asking->cancellable, &asking->error);

  g_assert_true ((asking->answer != NULL) == (asking->error == NULL));
  g_atomic_int_set (&asking->is_done, TRUE);
  g_main_context_wakeup (NULL);

  return NULL;
}

/* The server and the deadlines live on this thread's loop. */
static void
ask (Asking *asking)
{
  GThread *thread = g_thread_new ("ask", ask_thread, asking);

  while (!g_atomic_int_get (&asking->is_done))
    g_main_context_iteration (NULL, TRUE);

  g_thread_join (thread);
}

static void
test_answers (Fixture       *fixture,
              gconstpointer  data)
{
  g_auto (Asking) good = { fixture, "/good" };
  g_auto (Asking) text = { fixture, "/text" };
  g_auto (Asking) empty = { fixture, "/empty" };
  g_auto (Asking) refused = { fixture, "/refused" };

  ask (&good);
  g_assert_no_error (good.error);
  g_assert_cmpint (json_object_get_int_member (good.answer->json, "a"), ==, 1);
  g_assert_cmpstr (fixture->last_authorization, ==, "Bearer secret");
  ask (&text);
  g_assert_null (text.answer->json);
  g_assert_cmpuint (g_bytes_get_size (text.answer->body), ==, 5);
  ask (&empty);
  g_assert_cmpuint (empty.answer->status, ==, 204);
  g_assert_null (empty.answer->json);
  ask (&refused);
  g_assert_cmpuint (refused.answer->status, ==, 401);
}

/* Reading it would take the process with it. */
static void
test_hostile_answers (Fixture       *fixture,
                      gconstpointer  data)
{
  g_auto (Asking) deep = { fixture, "/deep" };
  g_auto (Asking) long_one = { fixture, "/long" };

  ask (&deep);
  g_assert_no_error (deep.error);
  g_assert_null (deep.answer->json);
  ask (&long_one);
  g_assert_error (long_one.error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
}

static void
test_time (Fixture       *fixture,
           gconstpointer  data)
{
  g_auto (Asking) silent = { fixture, "/silent", .seconds = 1 };
  const gint64 since = g_get_monotonic_time ();

  ask (&silent);
  g_assert_error (silent.error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_assert_nonnull (strstr (silent.error->message, "took too long"));
  g_assert_cmpint (g_get_monotonic_time () - since, >=, 900000);
}

/* Once somebody took the call, only the time for all of it counts. */
static void
test_slow (Fixture       *fixture,
           gconstpointer  data)
{
  g_auto (Asking) silent = { fixture, "/silent", .seconds = 6 };

  ask (&silent);
  g_assert_error (silent.error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_assert_nonnull (strstr (silent.error->message, "took too long"));
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);

  return G_SOURCE_REMOVE;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Asking) silent = { fixture, "/silent", .cancellable = cancellable };

  g_timeout_add (50, cancel_cb, cancellable);
  ask (&silent);
  g_assert_error (silent.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_again (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (AusFarSide) side = aus_far_side_new ("Zoom", &(AusHostList) { no_domains, fixture->url });
  g_auto (Asking) once = { fixture, "/good", side, { FALSE, TRUE } };
  g_auto (Asking) unique = { fixture, "/good", side, { FALSE, FALSE } };
  g_auto (Asking) twice = { fixture, "/good", side, { FALSE, TRUE } };

  fixture->fail_status = 502;
  fixture->n_failing = 1;
  ask (&once);
  g_assert_no_error (once.error);
  g_assert_cmpuint (fixture->n_asked, ==, 2);

  /* What may have been done is not done again. */
  fixture->n_failing = 1;
  ask (&unique);
  g_assert_error (unique.error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_assert_cmpstr (unique.error->message, ==, "\u2068Zoom\u2069 is out of order (\u2066502\u2069).");
  g_assert_cmpuint (fixture->n_asked, ==, 3);

  fixture->n_failing = 2;
  ask (&twice);
  g_assert_error (twice.error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_assert_cmpuint (fixture->n_asked, ==, 5);
}

/* What was turned away was not done, and is done when it is time. */
static void
test_throttled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (AusFarSide) side = aus_far_side_new ("Zoom", &(AusHostList) { no_domains, fixture->url });
  g_auto (Asking) soon = { fixture, "/good", side, { FALSE, FALSE } };
  g_auto (Asking) late = { fixture, "/good", side, { FALSE, FALSE } };
  const gint64 since = g_get_monotonic_time ();

  fixture->fail_status = 429;
  fixture->n_failing = 1;
  fixture->retry_after = "1";
  ask (&soon);
  g_assert_no_error (soon.error);
  g_assert_cmpint (g_get_monotonic_time () - since, >=, 1000000);
  fixture->n_failing = 1;
  fixture->retry_after = "3600";
  ask (&late);
  g_assert_error (late.error, AUS_ERROR, AUS_ERROR_THROTTLED);
  g_assert_cmpuint (aus_error_get_retry_after (late.error), ==, 3600);
  g_assert_cmpuint (fixture->n_asked, ==, 3);
}

/* Nobody asks any more after five failures, however many want to. */
static void
test_breaker (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (AusFarSide) side = aus_far_side_new ("Zoom", &(AusHostList) { no_domains, fixture->url });
  g_autofree char *reason = NULL;

  fixture->fail_status = 500;
  fixture->n_failing = 100;

  for (guint i = 0; i < 8; i++) {
    g_auto (Asking) asking = { fixture, "/good", side, { FALSE, FALSE } };

    ask (&asking);
    g_assert_error (asking.error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  }

  g_assert_cmpuint (fixture->n_asked, ==, 5);
  g_assert_false (aus_far_side_is_healthy (side, &reason));
  g_assert_cmpstr (reason, ==, "It answered \u2066500\u2069.");
}

static void
test_download (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (AusFarSide) side = aus_far_side_new ("Zoom", &(AusHostList) { no_domains, fixture->url });
  g_auto (Asking) lead = { fixture, "/lead", side, .is_download = TRUE };
  g_auto (Asking) circle = { fixture, "/circle", side, .is_download = TRUE };
  g_auto (Asking) busy = { fixture, "/lead", side, .is_download = TRUE };

  ask (&lead);
  g_assert_no_error (lead.error);
  g_assert_cmpuint (fixture->n_asked, ==, 2);
  g_assert_null (fixture->last_authorization);
  ask (&circle);
  g_assert_error (circle.error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_assert_cmpstr (fixture->last_authorization, ==, "Bearer secret");
  fixture->fail_status = 503;
  fixture->n_failing = 1;
  fixture->retry_after = "60";
  ask (&busy);
  g_assert_error (busy.error, AUS_ERROR, AUS_ERROR_UNAVAILABLE);
  g_assert_cmpuint (aus_error_get_retry_after (busy.error), ==, 60);
}

typedef struct
{
  const char *url;
  gboolean    is_allowed;
} Place;

static const Place places[] = {
  { "https://zoom.us/x", TRUE },
  { "https://api.zoom.us/v2/x?y=z", TRUE },
  { "https://api-eu.zoom.us/", TRUE },
  { "http://zoom.us/", FALSE },
  { "https://zoom.us:8443/", FALSE },
  { "https://evilzoom.us/", FALSE },
  { "https://zoom.us.evil.example/", FALSE },
  { "https://zoom.us@evil.example/", FALSE },
  { "https://user@zoom.us/", FALSE },
  { "http://127.0.0.1:8080/", FALSE },
  { "https://169.254.169.254/", FALSE },
  { "file:///etc/passwd", FALSE },
  { "zoom.us", FALSE },
  { "", FALSE },
};

static void
test_hosts (Fixture       *fixture,
            gconstpointer  data)
{
  const AusHostList own = { zoom_domains, "https://zoom.us" };
  const AusHostList tested = { zoom_domains, "http://127.0.0.1:8080" };
  const AusHostList abroad = { zoom_domains, "http://192.168.0.1:8080" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    g_test_message ("%s", places[i].url);
    g_assert_true (aus_host_list_allows (&own, places[i].url) == places[i].is_allowed);
  }

  g_assert_true (aus_host_list_allows (&tested, "http://127.0.0.1:8081/x"));
  g_assert_true (aus_host_list_allows (&tested, "http://localhost:1/x"));
  g_assert_false (aus_host_list_allows (&tested, "http://192.168.0.1:8080/x"));
  g_assert_false (aus_host_list_allows (&abroad, "http://192.168.0.1:8080/x"));
}

static void
test_forbidden (Fixture       *fixture,
                gconstpointer  data)
{
  const AusHttpCall call = { .method = "GET", .url = "https://evil.example/" };
  g_autoptr (GError) error = NULL;

  g_assert_null (aus_http_call_run (&call, &(AusHostList) { zoom_domains, NULL }, NULL, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN);
}

static void
test_redact (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const pairs[][2] = {
    { "https://zoom.us/s/1?zak=abc.def&x=1", "https://zoom.us/s/1?zak=…&x=1" },
    { "?pwd=Secret1", "?pwd=…" },
    { "Authorization: Bearer abc.def", "Authorization: Bearer …" },
    { "Basic Zm9v, x", "Basic …, x" },
    { "{\"access_token\":\"abc\",\"a\":1}", "{\"access_token\":\"…\",\"a\":1}" },
    { "#jwt=eyJ.x.y", "#jwt=…" },
    { "Meeting does not exist: 1.", "Meeting does not exist: 1." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree char *bare = aus_http_redact (pairs[i][0]);

    g_assert_cmpstr (bare, ==, pairs[i][1]);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/http-call/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("answers", test_answers);
  ADD ("hostile-answers", test_hostile_answers);
  ADD ("time", test_time);
  ADD ("slow", test_slow);
  ADD ("cancel", test_cancel);
  ADD ("again", test_again);
  ADD ("throttled", test_throttled);
  ADD ("breaker", test_breaker);
  ADD ("download", test_download);
  ADD ("hosts", test_hosts);
  ADD ("forbidden", test_forbidden);
  ADD ("redact", test_redact);

  return g_test_run ();
}
