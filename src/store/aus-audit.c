#include "aus-audit.h"

#include "aus-hash.h"

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
add_integer (GString *row,
             gint64   value)
{
  const guint64 bytes = GUINT64_TO_BE ((guint64) value);

  g_string_append_len (row, (const char *) &bytes, sizeof bytes);
}

/* Each text follows its length, so that nothing can move from one to the next. */
static void
hash_row (gint64             seq,
          gint64             at,
          const char *const *texts,
          char               hash[AUS_HASH_LENGTH + 1])
{
  g_autoptr (GString) row = g_string_sized_new (512);

  add_integer (row, seq);
  add_integer (row, at);

  for (guint i = 0; i < N_TEXTS; i++) {
    const gsize length = strlen (texts[i]);

    add_integer (row, length);
    g_string_append_len (row, texts[i], length);
  }

  aus_hash (row->str, row->len, hash);
}

/* What the next row goes on from. It is read once, and then known. */
static gboolean
find_end (AusDatabase  *database,
          AusLogEnd    *end,
          GError      **error)
{
  g_autoptr (AusStatement) row = NULL;
  AusStep step;

  if (end->is_known)
    return TRUE;

  row = aus_database_prepare (database, "SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1", error);
  step = row ? aus_statement_step (row, error) : AUS_STEP_ERROR;

  end->seq = step == AUS_STEP_ROW ? aus_statement_get_integer (row, 0) : 0;
  g_strlcpy (end->hash, step == AUS_STEP_ROW ? aus_statement_get_text (row, 1) : "", sizeof end->hash);
  end->is_known = step != AUS_STEP_ERROR;

  return end->is_known;
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
  AusLogEnd *end = aus_database_get_log_end (database);
  g_autoptr (AusStatement) statement = NULL;
  AusLogEnd next = { .is_known = TRUE };

  if (!find_end (database, end, error))
    return FALSE;

  statement = aus_database_prepare (database, "INSERT INTO audit_log (" COLUMNS ") VALUES "
                                              "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)", error);

  if (statement == NULL)
    return FALSE;

  const char *const texts[N_TEXTS] = {
    or_empty (entry->user_id), or_empty (entry->door_id), aus_enum_to_nick (AUS_TYPE_ROLE, entry->role),
    or_empty (entry->action), or_empty (entry->entity), or_empty (entry->entity_id),
    or_empty (entry->consultation_id), or_empty (entry->address), or_empty (entry->request_id), end->hash,
  };

  next.seq = end->seq + 1;
  hash_row (next.seq, entry->at, texts, next.hash);
  aus_statement_bind_integer (statement, 1, next.seq);
  aus_statement_bind_integer (statement, 2, entry->at);

  for (guint i = 0; i < N_TEXTS; i++)
    aus_statement_bind_lent (statement, 3 + i, texts[i]);

  aus_statement_bind_lent (statement, 3 + N_TEXTS, next.hash);

  if (!aus_statement_run (statement, error))
    return FALSE;

  *end = next;

  return TRUE;
}

/* (transfer full) (nullable): what is wrong with a row that should be number @seq and follow @previous. */
static char *
check_row (AusStatement *row,
           gint64        seq,
           const char   *previous)
{
  const char *texts[N_TEXTS];
  char hash[AUS_HASH_LENGTH + 1];

  if (aus_statement_get_integer (row, 0) != seq)
    return g_strdup_printf ("row %" G_GINT64_FORMAT " is missing", seq);

  for (guint i = 0; i < N_TEXTS; i++)
    texts[i] = or_empty (aus_statement_get_text (row, 2 + i));

  if (strcmp (texts[N_TEXTS - 1], previous) != 0)
    return g_strdup_printf ("row %" G_GINT64_FORMAT " does not follow the one before it", seq);

  hash_row (seq, aus_statement_get_integer (row, 1), texts, hash);

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
