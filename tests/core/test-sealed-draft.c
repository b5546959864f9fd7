#include "aus-sealed-draft.h"

#include "aus-random.h"
#include "aus-seal.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define BLOCK AUS_SEALED_BLOCK
/* As it lies on disk. */
#define STORED (BLOCK + 40)
#define SIZE (3 * BLOCK + 1234)

typedef struct
{
  char   *folder;
  char   *path;
  GBytes *key;
  guint8 *content;
} Fixture;

static GBytes *
make_key (void)
{
  guint8 key[AUS_SEAL_KEY_LENGTH];

  aus_random_bytes (key, sizeof key);

  return g_bytes_new (key, sizeof key);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->key = make_key ();
  self->folder = g_dir_make_tmp ("ausculta-draft-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "a.film", NULL);
  self->content = g_malloc (SIZE);
  aus_random_bytes (self->content, SIZE);
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

static AusSealedDraft *
make (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  AusSealedDraft *draft = aus_sealed_draft_new (self->path, self->key, &error);

  g_assert_no_error (error);

  return draft;
}

static void
write_part (Fixture        *self,
            AusSealedDraft *draft,
            guint64         position,
            gsize           length)
{
  g_autoptr (GError) error = NULL;

  aus_sealed_draft_write (draft, position, self->content + position, length, &error);
  g_assert_no_error (error);
}

/* In pieces that keep to no block. */
static void
write_all (Fixture        *self,
           AusSealedDraft *draft,
           gsize           size)
{
  for (gsize position = 0; position < size; position += 10007)
    write_part (self, draft, position, MIN (10007, size - position));
}

static void
close_draft (AusSealedDraft *draft)
{
  g_autoptr (GError) error = NULL;

  aus_sealed_draft_close (draft, &error);
  g_assert_no_error (error);
}

static void
assert_content (Fixture *self,
                guint64  wanted)
{
  g_autoptr (GError) error = NULL;
  guint64 size;
  g_autoptr (AusSealedFile) file = aus_sealed_draft_open (self->path, self->key, &size, &error);
  g_autoptr (GBytes) bytes = NULL;
  gsize length;

  g_assert_no_error (error);
  g_assert_cmpuint (size, ==, wanted);
  bytes = aus_sealed_file_read (file, 0, wanted, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, &length), wanted, self->content, wanted);
}

static gsize
measure (Fixture *self)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (self->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);

  return status.st_size;
}

static void
test_sizes (Fixture       *self,
            gconstpointer  data)
{
  static const gsize sizes[] = { 1, 500, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK, SIZE };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (AusSealedDraft) draft = make (self);

    write_all (self, draft, sizes[i]);
    close_draft (draft);
    g_assert_cmpuint (measure (self), ==, aus_sealed_file_get_stored_size (sizes[i], TRUE));
    assert_content (self, sizes[i]);
    g_unlink (self->path);
  }
}

/* As somebody does who fills in at the end what was not known at the beginning. */
static void
test_mended (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (AusSealedDraft) draft = make (self);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  write_all (self, draft, SIZE);

  for (guint i = 0; i < 50; i++) {
    const gsize position = (gsize) g_rand_int_range (rand, 0, SIZE);
    const gsize length = (gsize) g_rand_int_range (rand, 0, (int) MIN (SIZE - position, 2 * BLOCK) + 1);

    aus_random_bytes (self->content + position, length);
    write_part (self, draft, position, length);
  }

  close_draft (draft);
  assert_content (self, SIZE);
}

static void
test_nothing_readable (Fixture       *self,
                       gconstpointer  data)
{
  g_autoptr (AusSealedDraft) draft = make (self);
  g_autofree char *stored = NULL;
  gsize length;

  memset (self->content, 'x', SIZE);
  write_all (self, draft, SIZE);
  close_draft (draft);
  g_assert_true (g_file_get_contents (self->path, &stored, &length, NULL));
  g_assert_null (g_strstr_len (stored, (gssize) length, "xxxxxxxx"));
}

/* The program was killed: what was flushed is there. */
static void
test_just_ended (Fixture       *self,
                 gconstpointer  data)
{
  static const gsize sizes[] = { 700, BLOCK, BLOCK + 77, 2 * BLOCK, SIZE };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (AusSealedDraft) draft = make (self);
    g_autoptr (GError) error = NULL;

    write_all (self, draft, sizes[i]);
    g_assert_true (aus_sealed_draft_flush (draft, &error));
    assert_content (self, sizes[i]);
    /* And it stays like that. */
    assert_content (self, sizes[i]);
    g_unlink (self->path);
  }
}

/* Only a part of the last block got to the disk. */
static void
test_torn (Fixture       *self,
           gconstpointer  data)
{
  static const gsize rests[] = { 1, 20, 41, 5000, BLOCK };

  for (guint i = 0; i < G_N_ELEMENTS (rests); i++) {
    g_autoptr (AusSealedDraft) draft = make (self);

    write_all (self, draft, 3 * BLOCK);
    close_draft (draft);
    g_assert_cmpint (truncate (self->path, 2 * STORED + (off_t) rests[i]), ==, 0);
    assert_content (self, 2 * BLOCK);
    g_unlink (self->path);
  }
}

static void
assert_not_opened (Fixture *self,
                   GBytes  *key)
{
  g_autoptr (GError) error = NULL;
  guint64 size;

  g_assert_null (aus_sealed_draft_open (self->path, key, &size, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_FAILED);
}

/* Whoever has another key takes nothing away. */
static void
test_other_key (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (AusSealedDraft) draft = make (self);
  g_autoptr (GBytes) other = make_key ();
  g_autoptr (GError) error = NULL;

  write_part (self, draft, 0, 300);
  g_assert_true (aus_sealed_draft_flush (draft, &error));
  assert_not_opened (self, other);
  assert_content (self, 300);
  write_part (self, draft, 300, BLOCK);
  g_assert_true (aus_sealed_draft_flush (draft, &error));
  assert_not_opened (self, other);
  assert_content (self, BLOCK + 300);
}

static void
test_other_name (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (AusSealedDraft) draft = make (self);
  g_autofree char *own = g_steal_pointer (&self->path);

  self->path = g_build_filename (self->folder, "b.film", NULL);
  write_part (self, draft, 0, 300);
  close_draft (draft);
  g_assert_cmpint (g_rename (own, self->path), ==, 0);
  assert_not_opened (self, self->key);
}

static void
test_is_there (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  guint64 size;

  g_assert_null (aus_sealed_draft_open (self->path, self->key, &size, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (self->path, "precious", -1, NULL));
  g_assert_null (aus_sealed_draft_new (self->path, self->key, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add ("/sealed-draft/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("sizes", test_sizes);
  ADD ("mended", test_mended);
  ADD ("nothing-readable", test_nothing_readable);
  ADD ("just-ended", test_just_ended);
  ADD ("torn", test_torn);
  ADD ("other-key", test_other_key);
  ADD ("other-name", test_other_name);
  ADD ("is-there", test_is_there);
#undef ADD

  return g_test_run ();
}
