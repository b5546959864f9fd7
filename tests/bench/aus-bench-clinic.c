#include "aus-bench-clinic.h"

#include "aus-seal.h"
#include "aus-store.h"
#include "aus-time.h"
#include "aus-token.h"

#include <glib/gstdio.h>

#define N_DOCTORS 20

static gboolean
make_schema (const char  *path,
             GError     **error)
{
  g_autoptr (AusStore) store = aus_store_new (path, AUS_DATABASE_WRITER, 1, error);

  return store != NULL;
}

static gboolean
fill (const char  *path,
      guint        n_rows,
      GError     **error)
{
  g_autoptr (AusDatabase) database = aus_database_open (path, AUS_DATABASE_CACHE, error);
  g_autofree char *hash = aus_token_hash (AUS_BENCH_TOKEN);
  g_autofree char *size = NULL;
  g_autofree char *script = NULL;

  if (database == NULL || !g_file_get_contents (SEED_SQL, &script, NULL, error))
    return FALSE;

  size = g_strdup_printf ("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN;"
                          "CREATE TEMP TABLE bench AS SELECT %u AS n_rows, '%s' AS token_hash, %" G_GINT64_FORMAT
                          " AS now", n_rows, hash, aus_time_now ());

  return aus_database_run (database, size, error) && aus_database_run (database, script, error) &&
         aus_database_run (database, "COMMIT; PRAGMA journal_mode = WAL", error);
}

/* A Jitsi server of its own, which is nowhere: only what it tells is measured. */
static gboolean
add_provider (const char  *folder,
              const char  *path,
              GError     **error)
{
  static const char key[] = "bench-bench-bench-bench-bench-be";
  g_autofree char *key_file = g_build_filename (folder, "secret.key", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static (key, AUS_SEAL_KEY_LENGTH);
  g_autofree char *secrets = aus_seal_text (bytes, "{\"app_secret\": \"" AUS_BENCH_EVENTS_TOKEN "\", "
                                                   "\"events_token\": \"" AUS_BENCH_EVENTS_TOKEN "\"}");
  g_autofree char *script =
    g_strdup_printf ("INSERT INTO providers (name, revision, settings, secrets, updated_at) VALUES ('jitsi', 1, "
                     "'{\"base_url\": \"http://127.0.0.1:9\", \"app_id\": \"bench\"}', '%s', 1)", secrets);
  g_autoptr (AusDatabase) database = NULL;

  if (!g_file_set_contents_full (key_file, key, AUS_SEAL_KEY_LENGTH, G_FILE_SET_CONTENTS_NONE, 0600, error))
    return FALSE;

  database = aus_database_open (path, AUS_DATABASE_CACHE, error);

  return database != NULL && aus_database_run (database, script, error);
}

AusBenchClinic *
aus_bench_clinic_new (guint    n_rows,
                      GError **error)
{
  g_autoptr (AusBenchClinic) self = g_new0 (AusBenchClinic, 1);
  g_autofree char *path = NULL;

  self->n_rows = n_rows;
  self->folder = g_dir_make_tmp ("aus-bench-XXXXXX", error);

  if (self->folder == NULL)
    return NULL;

  path = g_build_filename (self->folder, "ausculta.db", NULL);

  if (!make_schema (path, error) || !fill (path, n_rows, error) ||
      !add_provider (self->folder, path, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
aus_bench_clinic_free (AusBenchClinic *self)
{
  g_autoptr (GDir) names = self->folder ? g_dir_open (self->folder, 0, NULL) : NULL;
  const char *name;

  while (names != NULL && (name = g_dir_read_name (names)) != NULL) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);

    g_unlink (path);
  }

  if (self->folder != NULL)
    g_rmdir (self->folder);

  g_free (self->folder);
  g_free (self);
}

void
aus_bench_clinic_write_id (AusBenchClinic *self,
                           GString        *text,
                           guint           number)
{
  /* A prime, so that neighbours in time are not neighbours in the file. */
  const guint visit = (guint) (number * G_GUINT64_CONSTANT (7919) % (self->n_rows / N_DOCTORS)) * N_DOCTORS;

  g_string_append_printf (text, "00000004-0000-7000-8000-%012x", visit);
}
