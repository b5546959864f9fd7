#include "aus-sync.h"

#include "aus-error.h"
#include "aus-test-fake.h"
#include "aus-test-wait.h"

#define SYNC "/telemedicine/api/sync/"
#define ID   "00000000-0000-7000-8000-00000000000"

#define PATIENT(digit) \
  "{\"seq\":1,\"entity\":\"patients\",\"id\":\"" ID digit "\",\"revision\":1,\"kind\":\"save\",\"record\":" \
  "{\"id\":\"" ID digit "\",\"revision\":1,\"given_name\":\"Ada\",\"family_name\":\"Byron\"}}"
#define PAGE(changes, next, more) \
  "{\"changes\":[" changes "],\"next\":" next ",\"more\":" more ",\"server_time\":\"2026-11-02T09:00:00Z\"}"

typedef struct
{
  char        *folder;
  AusTestFake *fake;
  AusApi      *api;
  AusCache    *cache;
  AusSync     *sync;

  guint        n_pages;
  guint        n_finished;
  guint        n_afresh;
  int          failed;
} Fixture;

static void
page_cb (Fixture     *fixture,
         AusSyncPage *page)
{
  fixture->n_pages++;
}

static void
finished_cb (Fixture   *fixture,
             GDateTime *as_of,
             gboolean   afresh)
{
  fixture->n_finished++;
  fixture->n_afresh += afresh ? 1 : 0;
}

static void
failed_cb (Fixture *fixture,
           GError  *error)
{
  fixture->failed = error->code;
}

static void
make_sync (Fixture *fixture,
           gint64   cursor)
{
  fixture->sync = aus_sync_new (fixture->api, fixture->cache, cursor);
  fixture->failed = -1;
  g_signal_connect_swapped (fixture->sync, "page", G_CALLBACK (page_cb), fixture);
  g_signal_connect_swapped (fixture->sync, "finished", G_CALLBACK (finished_cb), fixture);
  g_signal_connect_swapped (fixture->sync, "failed", G_CALLBACK (failed_cb), fixture);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;

  fixture->folder = aus_test_make_folder ();
  fixture->fake = aus_test_fake_new ();
  fixture->api = aus_api_new ();
  aus_api_set_server (fixture->api, fixture->fake->uri);
  aus_cache_open_async (fixture->folder, fixture->fake->uri, "a@b.c", NULL, aus_test_result_cb, &result);
  fixture->cache = aus_cache_open_finish (aus_test_await (&result), NULL);
  g_assert_nonnull (fixture->cache);
  make_sync (fixture, 0);
}

static void
drop_sync (Fixture *fixture)
{
  aus_sync_stop (fixture->sync);
  aus_test_wait_until (G_OBJECT (fixture->sync)->ref_count == 1);
  g_assert_finalize_object (g_steal_pointer (&fixture->sync));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  drop_sync (fixture);
  g_assert_finalize_object (fixture->cache);
  g_assert_finalize_object (fixture->api);
  aus_test_fake_free (fixture->fake);
  aus_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static AusCacheContents *
load (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  AusCacheContents *contents;

  aus_cache_load_async (fixture->cache, 0, G_MAXINT64, aus_test_result_cb, &result);
  contents = aus_cache_load_finish (fixture->cache, aus_test_await (&result), NULL);
  g_assert_nonnull (contents);

  return contents;
}

static void
assert_query (Fixture    *fixture,
              guint       position,
              const char *query)
{
  g_assert_cmpstr (aus_test_fake_get_request (fixture->fake, position)->query, ==, query);
}

static void
test_pages (Fixture       *fixture,
            gconstpointer  data)
{
  aus_test_fake_answer (fixture->fake, SYNC, 200, PAGE (PATIENT ("1"), "5", "true"));
  aus_test_fake_answer (fixture->fake, SYNC, 200, PAGE (PATIENT ("2"), "8", "true"));
  aus_test_fake_answer (fixture->fake, SYNC, 200, PAGE ("", "8", "false"));
  aus_sync_trigger (fixture->sync);
  aus_test_wait_until (fixture->n_finished == 1);

  g_assert_cmpuint (fixture->n_pages, ==, 3);
  assert_query (fixture, 0, "since=0&limit=500");
  assert_query (fixture, 1, "since=5&limit=500");
  assert_query (fixture, 2, "since=8&limit=500");
}

/* However often it is told meanwhile, one more round is enough, and one there must be. */
static void
test_once_more (Fixture       *fixture,
                gconstpointer  data)
{
  aus_test_fake_answer (fixture->fake, SYNC, 200, PAGE ("", "5", "false"));

  for (guint i = 0; i < 5; i++)
    aus_sync_trigger (fixture->sync);

  aus_test_wait_until (fixture->n_finished == 2);
  g_assert_cmpuint (fixture->fake->requests->len, ==, 2);
}

/* The second page never comes; whoever starts anew goes on behind the first. */
static void
test_broken_off (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (AusCacheContents) contents = NULL;

  aus_test_fake_answer (fixture->fake, SYNC, 200, PAGE (PATIENT ("1"), "5", "true"));
  aus_test_fake_answer (fixture->fake, SYNC, 1, NULL);
  aus_sync_trigger (fixture->sync);
  aus_test_wait_until (fixture->fake->requests->len == 2);
  drop_sync (fixture);

  contents = load (fixture);
  g_assert_cmpuint (contents->patients->len, ==, 1);
  make_sync (fixture, contents->cursor);
  aus_test_fake_answer (fixture->fake, SYNC, 200, PAGE (PATIENT ("2"), "8", "false"));
  aus_sync_trigger (fixture->sync);
  aus_test_wait_until (fixture->fake->requests->len == 3);
  assert_query (fixture, 2, "since=5&limit=500");
}

static void
test_afresh (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (AusCacheContents) contents = NULL;

  aus_test_fake_answer (fixture->fake, SYNC, 200, PAGE (PATIENT ("1") "," PATIENT ("2"), "50", "false"));
  aus_sync_trigger (fixture->sync);
  aus_test_wait_until (fixture->n_finished == 1);

  aus_test_fake_forget (fixture->fake);
  aus_test_fake_answer (fixture->fake, SYNC, 410, "{\"code\":\"resync\",\"detail\":\"Start anew.\"}");
  aus_test_fake_answer (fixture->fake, SYNC, 200, PAGE (PATIENT ("3"), "4", "false"));
  aus_sync_trigger (fixture->sync);
  aus_test_wait_until (fixture->n_afresh == 1);
  assert_query (fixture, 1, "since=50&limit=500");
  assert_query (fixture, 2, "since=0&limit=500");

  contents = load (fixture);
  g_assert_cmpuint (contents->patients->len, ==, 1);
  g_assert_cmpint (contents->cursor, ==, 4);
}

static const struct
{
  guint       status;
  const char *body;
  int         code;
} failures[] = {
  { 0, NULL, AUS_ERROR_UNAVAILABLE },
  { 401, "{}", AUS_ERROR_UNAUTHENTICATED },
  { 410, "{}", AUS_ERROR_GONE },
  { 200, "{}", AUS_ERROR_MALFORMED },
  { 200, PAGE ("", "0", "true"), AUS_ERROR_MALFORMED },
};

/* Each is told of, none is asked about again at once, and the next round works. */
static void
test_failures (Fixture       *fixture,
               gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++) {
    g_autoptr (AusTestFake) fake = aus_test_fake_new ();
    guint n_finished = fixture->n_finished;

    aus_api_set_server (fixture->api, fake->uri);
    aus_test_fake_answer (fake, SYNC, failures[i].status, failures[i].body);
    fixture->failed = -1;
    aus_sync_trigger (fixture->sync);
    aus_test_wait_until (fixture->failed != -1);
    g_assert_cmpint (fixture->failed, ==, failures[i].code);

    aus_test_fake_forget (fake);
    aus_test_fake_answer (fake, SYNC, 200, PAGE ("", "0", "false"));
    aus_sync_trigger (fixture->sync);
    aus_test_wait_until (fixture->n_finished > n_finished);
  }
}

static const struct
{
  const char *path;
  void      (*test) (Fixture *fixture, gconstpointer data);
} tests[] = {
  { "/client/sync/pages", test_pages },
  { "/client/sync/once-more", test_once_more },
  { "/client/sync/broken-off", test_broken_off },
  { "/client/sync/afresh", test_afresh },
  { "/client/sync/failures", test_failures },
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
