#include "aus-film.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gst/gst.h>
#include <signal.h>
#include <string.h>

#include "aus-film-finish.h"
#include "aus-film-player.h"
#include "aus-test-film.h"

#define CHILD "--record"
#define PATIENT "patient"

/* One colour all over. */
static AusFrame *
make_frame (int     width,
            int     height,
            guint32 colour)
{
  const gsize size = (gsize) width * (gsize) height;
  guint32 *pixels = g_new (guint32, size);

  for (gsize i = 0; i < size; i++)
    pixels[i] = colour;

  return aus_frame_new (g_bytes_new_take (pixels, size * 4), width, height, (gsize) width * 4, g_get_monotonic_time ());
}

typedef struct
{
  AusLocalMedia *media;
  AusFilm       *film;
  char          *folder;
  char          *path;
  guint          feeder;
  gboolean       is_done;
} Studio;

static gboolean
feed_cb (gpointer user_data)
{
  Studio *studio = user_data;
  /* Blue, green, red, opaque: red. */
  g_autoptr (AusFrame) frame = make_frame (320, 240, 0xffff0000);

  aus_film_show (studio->film, PATIENT, frame);

  return G_SOURCE_CONTINUE;
}

static void
set_up (Studio        *studio,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  studio->folder = g_dir_make_tmp ("ausculta-film-XXXXXX", &error);
  g_assert_no_error (error);
  studio->path = g_build_filename (studio->folder, "film", NULL);
  studio->media = aus_local_media_new (AUS_MEDIA_SOURCE_TEST);
  g_assert_true (aus_local_media_start (studio->media, &error));
  studio->film = aus_film_new (studio->media);
  studio->feeder = g_timeout_add (50, feed_cb, studio);
}

static void
tear_down (Studio        *studio,
           gconstpointer  data)
{
  g_clear_handle_id (&studio->feeder, g_source_remove);
  g_object_add_weak_pointer (G_OBJECT (studio->film), (gpointer *) &studio->film);
  g_object_unref (studio->film);
  g_assert_null (studio->film);
  g_object_unref (studio->media);
  g_unlink (studio->path);
  g_rmdir (studio->folder);
  g_free (studio->path);
  g_free (studio->folder);
}

static gboolean
wake_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static void
pass (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, wake_cb, &over);

  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_size (const char *path,
               gint64      size)
{
  GStatBuf status = { 0 };

  for (guint i = 0; i < 300 && status.st_size < size; i++) {
    pass (100);
    g_stat (path, &status);
  }

  g_assert_cmpint (status.st_size, >=, size);
}

static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  aus_film_stop_finish (AUS_FILM (source), result);
  *(gboolean *) user_data = TRUE;
}

static void
stop (Studio *studio)
{
  gboolean done = FALSE;

  aus_film_stop_async (studio->film, stopped_cb, &done);

  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gint64
finish (const char  *from,
        const char  *to,
        gint64       limit,
        GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_film_finish_async (from, to, aus_test_film_get_key (), limit, NULL, finished_cb, &result);

  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return aus_film_finish_finish (result, error);
}

static void
record (Studio *studio)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (aus_film_start (studio->film, studio->path, aus_test_film_get_key (), &error));
  g_assert_no_error (error);
}

/* Nothing of it lies on the disk as it is: no mark of WebM, no name of a codec. */
static void
assert_sealed (const char *path)
{
  static const char *const marks[] = { "\x1a\x45\xdf\xa3", "webm", "V_VP8", "OpusHead", "Ausculta" };
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    g_assert_null (memmem (bytes, length, marks[i], strlen (marks[i])));
}

static void
test_both_sides (Studio        *studio,
                 gconstpointer  data)
{
  g_autofree char *whole = g_strconcat (studio->path, ".whole", NULL);
  g_autoptr (GError) error = NULL;
  AusTestFindings findings;
  GStatBuf status;
  gint64 length;

  record (studio);
  pass (5000);
  stop (studio);
  g_assert_cmpint (g_stat (studio->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  assert_sealed (studio->path);
  aus_test_film_watch (studio->path, &findings);
  aus_test_film_assert_both (&findings, 8);

  length = finish (studio->path, whole, G_MAXINT64, &error);
  g_assert_no_error (error);
  assert_sealed (whole);
  g_assert_cmpint (length, >, 1500);
  g_assert_cmpint (length, <, 7000);
  aus_test_film_watch (whole, &findings);
  aus_test_film_assert_both (&findings, 8);
  g_assert_true (findings.is_seekable);
  g_assert_cmpint (ABS (findings.length / GST_MSECOND - length), <, 200);
  g_assert_cmpint (ABS (aus_test_film_seek (whole, 1000) - 1000), <, 700);
  g_assert_cmpint (g_stat (whole, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_unlink (whole);
}

/* What came after somebody took their consent back is not in it. */
static void
test_limit (Studio        *studio,
            gconstpointer  data)
{
  g_autofree char *whole = g_strconcat (studio->path, ".whole", NULL);
  g_autoptr (GError) error = NULL;
  AusTestFindings findings;

  record (studio);
  pass (3000);
  stop (studio);
  g_assert_cmpint (finish (studio->path, whole, 1500, &error), <=, 1500);
  g_assert_no_error (error);
  aus_test_film_watch (whole, &findings);
  g_assert_cmpint (findings.length / GST_MSECOND, <=, 1500);
  g_assert_cmpint (findings.length / GST_MSECOND, >, 1000);
  g_unlink (whole);
}

/* People go and come back, and nothing stands still. */
static void
test_interruption (Studio        *studio,
                   gconstpointer  data)
{
  AusTestFindings findings;

  record (studio);
  pass (1500);
  g_clear_handle_id (&studio->feeder, g_source_remove);
  pass (4500);
  studio->feeder = g_timeout_add (50, feed_cb, studio);
  pass (1500);
  aus_film_drop (studio->film, PATIENT);
  stop (studio);
  aus_test_film_watch (studio->path, &findings);
  g_assert_cmpuint (findings.pictures, >, 30);
  g_assert_cmpuint (findings.sounds, >, 250);
  g_assert_cmpuint (findings.patient, <, findings.pictures * 9 / 10);
  g_assert_cmpuint (findings.patient, >, findings.pictures / 4);
}

static void
test_bad_path (Studio        *studio,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (aus_film_start (studio->film, "/nowhere/at/all.film", aus_test_film_get_key (), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (studio->path, "precious", -1, NULL));
  g_assert_false (aus_film_start (studio->film, studio->path, aus_test_film_get_key (), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
}

static void
test_nothing_in_it (Studio        *studio,
                    gconstpointer  data)
{
  g_autofree char *whole = g_strconcat (studio->path, ".whole", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (studio->path, "no film", -1, NULL));
  g_assert_cmpint (finish (studio->path, whole, G_MAXINT64, &error), ==, -1);
  g_assert_nonnull (error);
  g_assert_false (g_file_test (whole, G_FILE_TEST_EXISTS));
}

/* A process of its own, which is killed in the middle of it. */
static void
test_killed (Studio        *studio,
             gconstpointer  program)
{
  g_autofree char *whole = g_strconcat (studio->path, ".whole", NULL);
  g_autoptr (GError) error = NULL;
  const char *argv[] = { program, CHILD, studio->path, NULL };
  g_autoptr (GSubprocess) child = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);
  AusTestFindings findings;

  g_assert_no_error (error);
  wait_for_size (studio->path, 150 * 1000);
  g_subprocess_send_signal (child, SIGKILL);
  g_subprocess_wait (child, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (child));
  aus_test_film_watch (studio->path, &findings);
  aus_test_film_assert_both (&findings, 8);
  g_assert_cmpint (finish (studio->path, whole, G_MAXINT64, &error), >, 500);
  g_assert_no_error (error);
  aus_test_film_watch (whole, &findings);
  aus_test_film_assert_both (&findings, 8);
  g_assert_true (findings.is_seekable);
  g_assert_cmpint (ABS (aus_test_film_seek (whole, 500) - 500), <, 400);
  g_unlink (whole);
}

typedef struct
{
  AusFilmPlayer *player;
  guint          frames;
  guint          red;
} Screen;

static void
frame_cb (Screen   *screen,
          AusFrame *frame)
{
  const guint8 *pixels = g_bytes_get_data (frame->bytes, NULL);
  const guint8 *pixel = pixels + (gsize) (frame->height / 2) * frame->stride + (gsize) (frame->width / 4) * 4;

  screen->frames++;
  screen->red += pixel[2] > 200 && pixel[0] < 60 && pixel[1] < 60;
}

/* Until @condition holds, or for so long that it never will. */
#define wait_until(condition) \
  G_STMT_START { \
    for (guint i = 0; i < 300 && !(condition); i++) \
      pass (100); \
    g_assert_true (condition); \
  } G_STMT_END

static void
open_screen (Screen     *screen,
             const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  screen->player = aus_film_player_new (AUS_MEDIA_SOURCE_NONE);
  g_signal_connect_swapped (screen->player, "frame", G_CALLBACK (frame_cb), screen);
  aus_film_player_open (screen->player, uri, NULL);
}

static void
close_screen (Screen *screen)
{
  aus_film_player_close (screen->player);
  g_assert_finalize_object (screen->player);
}

static void
test_player (Studio        *studio,
             gconstpointer  data)
{
  g_autofree char *whole = g_strconcat (studio->path, ".whole", NULL);
  g_autofree char *plain = NULL;
  Screen screen = { 0 };
  gint64 length;

  record (studio);
  wait_for_size (studio->path, 150 * 1000);
  stop (studio);
  length = finish (studio->path, whole, G_MAXINT64, NULL);
  plain = aus_test_film_unseal (whole);
  open_screen (&screen, plain);
  wait_until (screen.frames > 0);
  wait_until (ABS (aus_film_player_get_duration (screen.player) - length) < 200);
  g_assert_false (aus_film_player_get_playing (screen.player));
  aus_film_player_seek (screen.player, length / 2);
  pass (300);
  screen.frames = screen.red = 0;
  aus_film_player_set_playing (screen.player, TRUE);
  wait_until (screen.red > 0);
  g_assert_cmpint (aus_film_player_get_position (screen.player), >=, length / 2 - 200);
  wait_until (!aus_film_player_get_playing (screen.player));
  g_assert_null (aus_film_player_get_problem (screen.player));
  g_assert_cmpint (aus_film_player_get_position (screen.player), ==, aus_film_player_get_duration (screen.player));
  aus_film_player_set_playing (screen.player, TRUE);
  wait_until (aus_film_player_get_position (screen.player) < length / 2);
  close_screen (&screen);
  g_unlink (plain);
  g_unlink (whole);
}

static void
test_player_says_why_not (Studio        *studio,
                          gconstpointer  data)
{
  Screen screen = { 0 };

  open_screen (&screen, "/nowhere/at/all.webm");
  wait_until (aus_film_player_get_problem (screen.player) != NULL);
  g_assert_nonnull (strstr (aus_film_player_get_problem (screen.player), "no longer there"));
  close_screen (&screen);
  g_assert_true (g_file_set_contents (studio->path, "no film at all, only some words", -1, NULL));
  open_screen (&screen, studio->path);
  wait_until (aus_film_player_get_problem (screen.player) != NULL);
  g_assert_nonnull (strstr (aus_film_player_get_problem (screen.player), "damaged"));
  close_screen (&screen);
}

static void G_GNUC_NORETURN
record_for_good (const char *path)
{
  Studio studio = { 0 };

  set_up (&studio, NULL);
  g_assert_true (aus_film_start (studio.film, path, aus_test_film_get_key (), NULL));

  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  if (argc == 3 && g_str_equal (argv[1], CHILD))
    record_for_good (argv[2]);

  g_test_add ("/film/both-sides", Studio, NULL, set_up, test_both_sides, tear_down);
  g_test_add ("/film/limit", Studio, NULL, set_up, test_limit, tear_down);
  g_test_add ("/film/interruption", Studio, NULL, set_up, test_interruption, tear_down);
  g_test_add ("/film/bad-path", Studio, NULL, set_up, test_bad_path, tear_down);
  g_test_add ("/film/nothing-in-it", Studio, NULL, set_up, test_nothing_in_it, tear_down);
  g_test_add ("/film/player", Studio, NULL, set_up, test_player, tear_down);
  g_test_add ("/film/player-says-why-not", Studio, NULL, set_up, test_player_says_why_not, tear_down);
  g_test_add ("/film/killed", Studio, argv[0], set_up, test_killed, tear_down);

  return g_test_run ();
}
