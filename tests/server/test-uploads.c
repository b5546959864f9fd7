#include "aus-uploads.h"

#include "aus-time.h"

#define MINUTE AUS_TIME_MINUTE
#define HOUR AUS_TIME_HOUR

static void
write_piece (AusUploads *uploads,
             const char *path,
             gint64      offset,
             gint64      now)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (aus_uploads_begin (uploads, path, offset, now, &error));
  g_assert_no_error (error);
  aus_uploads_end (uploads, path, offset + 1, now);
}

static void
assert_refused (AusUploads *uploads,
                const char *path,
                gint64      offset,
                gint64      now)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (aus_uploads_begin (uploads, path, offset, now, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_CONFLICT);
}

static void
test_one_at_a_time (void)
{
  g_autoptr (AusUploads) uploads = aus_uploads_new ();

  g_assert_true (aus_uploads_begin (uploads, "a", 0, HOUR, NULL));
  assert_refused (uploads, "a", 0, HOUR);
  write_piece (uploads, "b", 0, HOUR);
  aus_uploads_end (uploads, "a", 1, HOUR);
  write_piece (uploads, "a", 1, HOUR);
}

/* Who looked before another was done does not write over it. */
static void
test_goes_on_where_it_was (void)
{
  g_autoptr (AusUploads) uploads = aus_uploads_new ();

  write_piece (uploads, "a", 0, HOUR);
  assert_refused (uploads, "a", 0, HOUR + 59 * MINUTE);
  write_piece (uploads, "a", 1, HOUR + 59 * MINUTE);
}

static void
test_forgets (void)
{
  g_autoptr (AusUploads) uploads = aus_uploads_new ();
  gint64 now = HOUR;

  for (guint i = 0; i < 1000; i++) {
    g_autofree char *path = g_strdup_printf ("%u", i);

    write_piece (uploads, path, 0, now);
  }

  g_assert_true (aus_uploads_begin (uploads, "busy", 0, now, NULL));
  write_piece (uploads, "late", 0, now + 30 * MINUTE);
  now += HOUR;
  write_piece (uploads, "new", 0, now);
  g_assert_cmpuint (aus_uploads_get_n (uploads), ==, 3);
  assert_refused (uploads, "busy", 0, now);
  assert_refused (uploads, "late", 0, now);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/uploads/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/uploads/goes-on-where-it-was", test_goes_on_where_it_was);
  g_test_add_func ("/uploads/forgets", test_forgets);

  return g_test_run ();
}
