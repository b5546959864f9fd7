#include "aus-self-check-data.h"

#include "aus-database.h"
#include "aus-deposit.h"
#include "aus-seal.h"

#include <string.h>

/* What was found of one kind. */
typedef struct
{
  AusSelfCheck *check;
  GBytes       *key;
  guint         n_whole;
  char         *damage;
} Look;

static void
clear_look (Look *self)
{
  g_clear_pointer (&self->key, g_bytes_unref);
  g_clear_pointer (&self->damage, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, clear_look)

static gboolean
is_as_it_came (AusSealedFile  *file,
               guint64         size,
               const char     *sha256,
               GError        **error)
{
  g_autofree char *hash = aus_sealed_file_open (file, size, error) ? aus_sealed_file_hash (file, error) : NULL;

  if (hash != NULL && strcmp (hash, sha256) != 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "it is not what was sent");

  return hash != NULL && strcmp (hash, sha256) == 0;
}

/* One that is whole; the columns are id, size, sha256 and sealed_key. */
static void
look_at (Look                 *self,
         const AusDepositKind *kind,
         AusStatement         *row)
{
  const char *id = aus_statement_get_text (row, 0);
  g_autofree char *path = g_build_filename (self->check->folder, kind->table, id, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (AusSealedFile) file =
    aus_deposit_open_at (path, id, aus_statement_get_text (row, 3), self->key, &error);

  if (file != NULL && is_as_it_came (file, aus_statement_get_integer (row, 1), aus_statement_get_text (row, 2), &error))
    self->n_whole++;
  else if (self->damage == NULL)
    self->damage = g_strdup_printf ("%s: %s", id, error->message);
}

static gboolean
look_at_all (Look                  *self,
             const AusDepositKind  *kind,
             GError               **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id, size, sha256, sealed_key FROM %s "
                                          "WHERE state = 'ready' AND has_file AND is_whole", kind->table);
  g_autoptr (AusDatabase) database = aus_database_open (self->check->database, AUS_DATABASE_READER, error);
  g_autoptr (AusStatement) row = database ? aus_database_prepare (database, sql, error) : NULL;
  AusStep step;

  if (row == NULL)
    return FALSE;

  while ((step = aus_statement_step (row, error)) == AUS_STEP_ROW)
    look_at (self, kind, row);

  return step == AUS_STEP_DONE;
}

static GBytes *
read_key (AusSelfCheck *check)
{
  g_autofree char *path = g_build_filename (check->folder, "secret.key", NULL);
  char *key;
  gsize length;

  return g_file_get_contents (path, &key, &length, NULL) ? g_bytes_new_take (key, length) : NULL;
}

static void
check_kind (AusSelfCheck         *check,
            const AusDepositKind *kind)
{
  g_auto (Look) look = { .check = check, .key = read_key (check) };
  g_autoptr (GError) error = NULL;

  /* Without the key or a database of ours another line says what to do. */
  if (look.key == NULL || g_bytes_get_size (look.key) != AUS_SEAL_KEY_LENGTH || !look_at_all (&look, kind, &error))
    return;

  if (look.damage != NULL)
    aus_self_check_say (check, AUS_VERDICT_FAIL, "Put that file back from a backup; look at the disk with smartctl.",
                        "%s: damaged is %s", kind->table, look.damage);
  else
    aus_self_check_say (check, AUS_VERDICT_OK, NULL, "%s: %u, all as they came", kind->table, look.n_whole);
}

void
aus_self_check_media (AusSelfCheck *self)
{
  check_kind (self, &aus_recording_deposits);
  check_kind (self, &aus_file_deposits);
}
