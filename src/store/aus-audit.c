#include "aus-audit.h"

#include <string.h>

/* The columns that a hash covers: seq and at, then the texts up to the hash of the row before. */
#define N_TEXTS 10

#define COLUMNS "seq, at, user_id, door_id, role, action, entity, entity_id, consultation_id, address, request_id, " \
                "previous, hash"

void
aus_audit_entry_free (AusAuditEntry *self)
{
  g_free (self->user_id);
  g_free (self->door_id);
  g_free (self->action);
  g_free (self->entity);
  g_free (self->entity_id);
  g_free (self->consultation_id);
  g_free (self->address);
  g_free (self->request_id);
  g_free (self);
}

static void
hash_integer (GChecksum *checksum,
              gint64     value)
{
  const guint64 bytes = GUINT64_TO_BE ((guint64) value);

  g_checksum_update (checksum, (const guchar *) &bytes, sizeof bytes);
}

/* Each text follows its length, so that nothing can move from one to the next. (transfer full) */
static char *
hash_row (gint64             seq,
          gint64             at,
          const char *const *texts)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  hash_integer (checksum, seq);
  hash_integer (checksum, at);

  for (guint i = 0; i < N_TEXTS; i++) {
    const gsize length = strlen (texts[i]);

    hash_integer (checksum, length);
    g_checksum_update (checksum, (const guchar *) texts[i], length);
  }

  return g_strdup (g_checksum_get_string (checksum));
}

/* What the next row goes on from. */
static gboolean
read_last (AusDatabase  *database,
           gint64       *seq,
           char        **hash,
           GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1", error);
  AusStep step = row ? aus_statement_step (row, error) : AUS_STEP_ERROR;

  *seq = step == AUS_STEP_ROW ? aus_statement_get_integer (row, 0) : 0;
  *hash = g_strdup (step == AUS_STEP_ROW ? aus_statement_get_text (row, 1) : "");

  return step != AUS_STEP_ERROR;
}

static const char *
or_empty (const char *text)
{
  return text ? text : "";
}

gboolean
aus_audit_append (AusDatabase          *database,
                  const AusAuditEntry  *entry,
                  GError              **error)
{
  g_autofree char *previous = NULL;
  g_autofree char *hash = NULL;
  g_autoptr (AusStatement) statement = NULL;
  gint64 seq;

  if (!read_last (database, &seq, &previous, error))
    return FALSE;

  statement = aus_database_prepare (database, "INSERT INTO audit_log (" COLUMNS ") VALUES "
                                              "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)", error);

  if (statement == NULL)
    return FALSE;

  const char *const texts[N_TEXTS] = {
    or_empty (entry->user_id), or_empty (entry->door_id), aus_enum_to_nick (AUS_TYPE_ROLE, entry->role),
    or_empty (entry->action), or_empty (entry->entity), or_empty (entry->entity_id),
    or_empty (entry->consultation_id), or_empty (entry->address), or_empty (entry->request_id), previous,
  };

  hash = hash_row (++seq, entry->at, texts);
  aus_statement_bind_integer (statement, 1, seq);
  aus_statement_bind_integer (statement, 2, entry->at);

  for (guint i = 0; i < N_TEXTS; i++)
    aus_statement_bind_text (statement, 3 + i, texts[i]);

  aus_statement_bind_text (statement, 3 + N_TEXTS, hash);

  return aus_statement_run (statement, error);
}

/* (transfer full) (nullable): what is wrong with a row that should be number @seq and follow @previous. */
static char *
check_row (AusStatement *row,
           gint64        seq,
           const char   *previous)
{
  const char *texts[N_TEXTS];
  g_autofree char *hash = NULL;

  if (aus_statement_get_integer (row, 0) != seq)
    return g_strdup_printf ("row %" G_GINT64_FORMAT " is missing", seq);

  for (guint i = 0; i < N_TEXTS; i++)
    texts[i] = or_empty (aus_statement_get_text (row, 2 + i));

  if (strcmp (texts[N_TEXTS - 1], previous) != 0)
    return g_strdup_printf ("row %" G_GINT64_FORMAT " does not follow the one before it", seq);

  hash = hash_row (seq, aus_statement_get_integer (row, 1), texts);

  if (strcmp (hash, or_empty (aus_statement_get_text (row, 2 + N_TEXTS))) != 0)
    return g_strdup_printf ("row %" G_GINT64_FORMAT " was changed", seq);

  return NULL;
}

static gboolean
check_end (AusDatabase  *database,
           gint64        n_rows,
           char        **fault,
           GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "SELECT seq FROM sqlite_sequence WHERE name = 'audit_log'", error);
  gint64 newest;

  if (statement == NULL || !aus_statement_run_integer (statement, 0, &newest, error))
    return FALSE;

  if (newest != n_rows)
    *fault = g_strdup_printf ("row %" G_GINT64_FORMAT " is missing", n_rows + 1);

  return TRUE;
}

gboolean
aus_audit_verify (AusDatabase  *database,
                  gint64       *n_rows,
                  char        **fault,
                  GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT " COLUMNS " FROM audit_log ORDER BY seq", error);
  g_autofree char *previous = g_strdup ("");
  AusStep step;

  *n_rows = 0;
  *fault = NULL;

  if (row == NULL)
    return FALSE;

  while ((step = aus_statement_step (row, error)) == AUS_STEP_ROW) {
    *fault = check_row (row, *n_rows + 1, previous);

    if (*fault != NULL)
      return TRUE;

    g_free (previous);
    previous = g_strdup (aus_statement_get_text (row, 2 + N_TEXTS));
    *n_rows += 1;
  }

  return step == AUS_STEP_DONE && check_end (database, *n_rows, fault, error);
}
