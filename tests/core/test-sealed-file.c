#include "aus-sealed-file.h"

#include "aus-random.h"
#include "aus-seal.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <signal.h>

#define BLOCK AUS_SEALED_BLOCK
/* As it lies on disk. */
#define STORED (BLOCK + 40)

typedef struct
{
  char   *folder;
  char   *path;
  GBytes *key;
  guint8 *content;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  guint8 key[AUS_SEAL_KEY_LENGTH];

  aus_random_bytes (key, sizeof key);
  self->key = g_bytes_new (key, sizeof key);
  self->folder = g_dir_make_tmp ("ausculta-sealed-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "file", NULL);
  self->content = g_malloc (4 * BLOCK);
  aus_random_bytes (self->content, 4 * BLOCK);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_bytes_unref (self->key);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->content);
}

static AusSealedFile *
make (Fixture *self)
{
  return aus_sealed_file_new (self->path, "a name", self->key);
}

static void
append (Fixture  *self,
        guint64   offset,
        gsize     length,
        gboolean  is_last)
{
  g_autoptr (AusSealedFile) file = make (self);
  g_autoptr (GError) error = NULL;

  aus_sealed_file_append (file, offset, self->content + offset, length, is_last, &error);
  g_assert_no_error (error);
}

static AusSealedFile *
open_whole (Fixture *self,
            guint64  size)
{
  g_autoptr (AusSealedFile) file = make (self);
  g_autoptr (GError) error = NULL;

  aus_sealed_file_open (file, size, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&file);
}

static void
assert_part (Fixture       *self,
             AusSealedFile *file,
             guint64        first,
             gsize          length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) part = aus_sealed_file_read (file, first, length, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (part, NULL), g_bytes_get_size (part), self->content + first, length);
}

static void
test_parts (Fixture       *self,
            gconstpointer  data)
{
  static const struct { guint64 first; gsize length; } parts[] = {
    { 0, 1 }, { 0, BLOCK }, { 0, BLOCK + 1 }, { BLOCK - 1, 1 }, { BLOCK - 1, 2 }, { BLOCK, 1 }, { BLOCK, BLOCK },
    { 1, 2 * BLOCK }, { 2 * BLOCK - 1, 3 }, { 3 * BLOCK, 100 }, { 3 * BLOCK + 99, 1 }, { 0, 3 * BLOCK + 100 },
  };
  g_autoptr (AusSealedFile) file = NULL;
  g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, self->content, 3 * BLOCK + 100);
  g_autofree char *found = NULL;

  append (self, 0, 2 * BLOCK, FALSE);
  append (self, 2 * BLOCK, BLOCK + 100, TRUE);
  file = open_whole (self, 3 * BLOCK + 100);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    assert_part (self, file, parts[i].first, parts[i].length);

  found = aus_sealed_file_hash (file, NULL);
  g_assert_cmpstr (found, ==, hash);
}

static void
test_sizes (Fixture       *self,
            gconstpointer  data)
{
  static const gsize sizes[] = { 1, 40,  BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 7 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (AusSealedFile) file = NULL;
    GStatBuf info;

    append (self, 0, sizes[i], TRUE);
    g_assert_cmpint (g_stat (self->path, &info), ==, 0);
    g_assert_cmpint (info.st_size, ==, aus_sealed_file_get_stored_size (sizes[i], TRUE));
    g_assert_cmpint (info.st_mode & 0777, ==, 0600);
    file = open_whole (self, sizes[i]);
    assert_part (self, file, 0, sizes[i]);
  }

  g_assert_cmpuint (aus_sealed_file_get_stored_size (2 * BLOCK, FALSE), ==, 2 * STORED);
}

/* Nothing of what is in it lies there to be read, and the same twice does not look the same. */
static void
test_tells_nothing (Fixture       *self,
                    gconstpointer  data)
{
  g_autofree char *text = NULL;
  gsize length;

  memset (self->content, 'A', 2 * BLOCK);
  append (self, 0, 2 * BLOCK, TRUE);
  g_assert_true (g_file_get_contents (self->path, &text, &length, NULL));
  g_assert_cmpuint (length, ==, 2 * STORED + 40);
  g_assert_null (g_strstr_len (text, length, "AAAA"));
  g_assert_cmpint (memcmp (text + 24, text + STORED + 24, BLOCK), !=, 0);
}

static void
assert_refused (Fixture       *self,
                AusSealedFile *file,
                guint64        first,
                const char    *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (aus_sealed_file_read (file, first, 1, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_flipped (Fixture       *self,
              gconstpointer  data)
{
  /* In the nonce, the content, and the tag of the block in the middle. */
  static const gsize places[] = { STORED, STORED + 23, STORED + 24, STORED + 5000, 2 * STORED - 16, 2 * STORED - 1 };

  append (self, 0, 3 * BLOCK, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (AusSealedFile) file = NULL;
    g_autofree char *text = NULL;
    gsize length;

    g_assert_true (g_file_get_contents (self->path, &text, &length, NULL));
    text[places[i]] ^= 1;
    g_assert_true (g_file_set_contents (self->path, text, length, NULL));
    file = open_whole (self, 3 * BLOCK);
    assert_part (self, file, 0, BLOCK);
    assert_part (self, file, 2 * BLOCK, BLOCK);
    assert_refused (self, file, BLOCK, "Block 1 of");
    g_assert_null (aus_sealed_file_hash (file, NULL));
    text[places[i]] ^= 1;
    g_assert_true (g_file_set_contents (self->path, text, length, NULL));
  }
}

static void
test_swapped_and_repeated (Fixture       *self,
                           gconstpointer  data)
{
  g_autoptr (AusSealedFile) file = NULL;
  g_autofree char *text = NULL;
  g_autofree char *first = NULL;
  gsize length;

  append (self, 0, 4 * BLOCK, TRUE);
  g_assert_true (g_file_get_contents (self->path, &text, &length, NULL));
  first = g_memdup2 (text, STORED);
  memcpy (text, text + STORED, STORED);
  memcpy (text + STORED, first, STORED);
  memcpy (text + 2 * STORED, text + 3 * STORED, STORED);
  g_assert_true (g_file_set_contents (self->path, text, length, NULL));
  file = open_whole (self, 4 * BLOCK);
  assert_refused (self, file, 0, "Block 0 of");
  assert_refused (self, file, BLOCK, "Block 1 of");
  assert_refused (self, file, 2 * BLOCK, "Block 2 of");
  assert_part (self, file, 3 * BLOCK, BLOCK);
}

static void
test_cut_off (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (AusSealedFile) file = make (self);
  g_autoptr (AusSealedFile) shorter = make (self);
  g_autoptr (GError) error = NULL;

  append (self, 0, 3 * BLOCK, TRUE);
  g_assert_cmpint (truncate (self->path, 2 * STORED), ==, 0);
  g_assert_false (aus_sealed_file_open (file, 3 * BLOCK, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_FAILED);
  g_clear_error (&error);

  /* Whoever lies about the size as well is caught by the end that is none. */
  g_assert_cmpint (truncate (self->path, STORED + 140), ==, 0);
  g_assert_false (aus_sealed_file_open (shorter, BLOCK + 100, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "Block 1 of"));
}

static void
test_of_another (Fixture       *self,
                 gconstpointer  data)
{
  guint8 bytes[AUS_SEAL_KEY_LENGTH] = { 1 };
  g_autoptr (GBytes) other_key = g_bytes_new (bytes, sizeof bytes);
  g_autoptr (AusSealedFile) renamed = aus_sealed_file_new (self->path, "another name", self->key);
  g_autoptr (AusSealedFile) locked = aus_sealed_file_new (self->path, "a name", other_key);
  g_autoptr (GError) error = NULL;

  append (self, 0, BLOCK, TRUE);
  g_assert_false (aus_sealed_file_open (renamed, BLOCK, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (aus_sealed_file_open (locked, BLOCK, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_FAILED);
}

/* What a crash left behind what counts is written over; what counted before stays as it was, byte by byte. */
static void
test_goes_on_after_a_crash (Fixture       *self,
                            gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (AusSealedFile) file = NULL;
  gsize length;

  append (self, 0, 3 * BLOCK, FALSE);
  g_assert_true (g_file_get_contents (self->path, &before, &length, NULL));
  g_assert_cmpint (truncate (self->path, 2 * STORED + 777), ==, 0);
  append (self, BLOCK, BLOCK + 5, TRUE);
  g_assert_true (g_file_get_contents (self->path, &after, &length, NULL));
  g_assert_cmpuint (length, ==, 2 * STORED + 45);
  g_assert_cmpmem (before, STORED, after, STORED);
  file = open_whole (self, 2 * BLOCK + 5);
  assert_part (self, file, 0, 2 * BLOCK + 5);
}

static void
test_lost_end (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (AusSealedFile) file = make (self);
  g_autoptr (GError) error = NULL;

  append (self, 0, 2 * BLOCK, FALSE);
  g_assert_cmpint (truncate (self->path, STORED), ==, 0);
  g_assert_false (aus_sealed_file_append (file, 2 * BLOCK, self->content, BLOCK, FALSE, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_FAILED);
  g_clear_error (&error);

  g_unlink (self->path);
  g_assert_false (aus_sealed_file_append (file, 2 * BLOCK, self->content, BLOCK, FALSE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* In the middle of a block, as disks do. */
static void
test_full_disk (Fixture       *self,
                gconstpointer  data)
{
  struct rlimit usual, tight;
  g_autoptr (AusSealedFile) file = make (self);
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  append (self, 0, BLOCK, FALSE);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  tight = (struct rlimit) { STORED + 1000, usual.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
  g_assert_false (aus_sealed_file_append (file, BLOCK, self->content + BLOCK, BLOCK, FALSE, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpint (g_stat (self->path, &info), ==, 0);
  g_assert_cmpint (info.st_size, ==, STORED);
  append (self, BLOCK, BLOCK, FALSE);
  append (self, 2 * BLOCK, 0, TRUE);
  g_clear_pointer (&file, aus_sealed_file_free);
  file = open_whole (self, 2 * BLOCK);
  assert_part (self, file, 0, 2 * BLOCK);
}

/* Nobody makes us write through a link to elsewhere. */
static void
test_no_links (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (AusSealedFile) file = make (self);

  g_assert_cmpint (symlink ("/dev/null", self->path), ==, 0);
  g_assert_false (aus_sealed_file_append (file, 0, self->content, BLOCK, FALSE, NULL));
  g_assert_false (aus_sealed_file_open (file, 0, NULL));
}

#define ADD(name, function) g_test_add ("/sealed-file/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("parts", test_parts);
  ADD ("sizes", test_sizes);
  ADD ("tells-nothing", test_tells_nothing);
  ADD ("flipped", test_flipped);
  ADD ("swapped-and-repeated", test_swapped_and_repeated);
  ADD ("cut-off", test_cut_off);
  ADD ("of-another", test_of_another);
  ADD ("goes-on-after-a-crash", test_goes_on_after_a_crash);
  ADD ("lost-end", test_lost_end);
  ADD ("full-disk", test_full_disk);
  ADD ("no-links", test_no_links);

  return g_test_run ();
}
