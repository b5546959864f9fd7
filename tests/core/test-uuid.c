#include "aus-uuid.h"

#include <string.h>

#define N_THREADS 4
#define N_EACH 20000

typedef struct
{
  const char *uuid;
  gboolean valid;
} Case;

static const Case cases[] = {
  { "0192f0c1-2345-7abc-8def-0123456789ab", TRUE },
  { "0192F0C1-2345-7ABC-8DEF-0123456789AB", TRUE },
  { "00000000-0000-4000-8000-000000000000", TRUE },
  { "", FALSE },
  { "0192f0c1-2345-7abc-8def-0123456789a", FALSE },
  { "0192f0c1-2345-7abc-8def-0123456789abc", FALSE },
  { "0192f0c123457abc8def0123456789ab", FALSE },
  { "{0192f0c1-2345-7abc-8def-0123456789ab}", FALSE },
  { "0192f0c1-2345-7abc-8def-0123456789ag", FALSE },
  { "0192f0c1-2345-7abc-8def 0123456789ab", FALSE },
  { "0192f0c12-345-7abc-8def-0123456789ab", FALSE },
};

static void
test_valid (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("“%s”", cases[i].uuid);
    g_assert_cmpint (aus_uuid_is_valid (cases[i].uuid), ==, cases[i].valid);
  }
}

static void
test_form (void)
{
  gint64 before = g_get_real_time () / 1000;
  g_autofree char *uuid = aus_uuid_new ();
  g_autofree char *lower = g_ascii_strdown (uuid, -1);
  g_autofree char *digits = g_strndup (uuid, 13);
  gint64 stamp;

  g_assert_true (aus_uuid_is_valid (uuid));
  g_assert_cmpstr (uuid, ==, lower);
  g_assert_cmpint (uuid[14], ==, '7');
  g_assert_nonnull (strchr ("89ab", uuid[19]));

  memmove (digits + 8, digits + 9, 5);
  stamp = (gint64) g_ascii_strtoull (digits, NULL, 16);
  g_assert_cmpint (stamp, >=, before);
  g_assert_cmpint (stamp, <=, g_get_real_time () / 1000);
}

static void
test_rises (void)
{
  g_autofree char *last = aus_uuid_new ();

  for (guint i = 0; i < N_EACH; i++) {
    char *next = aus_uuid_new ();

    g_assert_cmpstr (next, >, last);
    g_free (last);
    last = next;
  }
}

static gpointer
make_many (gpointer data)
{
  GPtrArray *uuids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_EACH; i++)
    g_ptr_array_add (uuids, aus_uuid_new ());

  return uuids;
}

/* The timestamps alone must differ: the random half would hide a race. */
static void
test_threads (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("uuid", make_many, NULL);

  for (guint i = 0; i < N_THREADS; i++) {
    g_autoptr (GPtrArray) uuids = g_thread_join (threads[i]);

    for (guint j = 0; j < uuids->len; j++) {
      const char *uuid = g_ptr_array_index (uuids, j);

      g_assert_true (j == 0 || strcmp (g_ptr_array_index (uuids, j - 1), uuid) < 0);
      g_assert_true (g_hash_table_add (seen, g_strndup (uuid, 18)));
    }
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/uuid/valid", test_valid);
  g_test_add_func ("/uuid/form", test_form);
  g_test_add_func ("/uuid/rises", test_rises);
  g_test_add_func ("/uuid/threads", test_threads);

  return g_test_run ();
}
