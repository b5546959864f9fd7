#include "aus-key-proof.h"

#include "aus-error.h"

#include <string.h>

static char *
make_proof (GBytes *key)
{
  static const char words[] = "What only the key of this clinic can make";

  return g_compute_hmac_for_bytes (G_CHECKSUM_SHA256, key, g_bytes_new_static (words, sizeof words));
}

/* *@proof is %NULL where there is none. (transfer full) */
static gboolean
find_proof (AusDatabase  *database,
            char        **proof,
            GError      **error)
{
  g_autoptr (AusStatement) row = aus_database_prepare (database, "SELECT proof FROM key_proof WHERE id = 1", error);
  const AusStep step = row ? aus_statement_step (row, error) : AUS_STEP_ERROR;

  if (step == AUS_STEP_ROW)
    *proof = g_strdup (aus_statement_get_text (row, 0));

  return step != AUS_STEP_ERROR;
}

static gboolean
compare (const char  *proof,
         GBytes      *key,
         GError     **error)
{
  g_autofree char *wanted = make_proof (key);

  if (proof == NULL || strcmp (proof, wanted) == 0)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED,
               "secret.key is not the key of this clinic's data: put the right one back from a backup.");

  return FALSE;
}

/* Whether the database is of a version that can tell. */
static gboolean
has_table (AusDatabase  *database,
           gint64       *n_tables,
           GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT count(*) FROM sqlite_schema WHERE name = 'key_proof'", error);

  return row != NULL && aus_statement_run_integer (row, 0, n_tables, error);
}

gboolean
aus_key_proof_check (AusDatabase  *database,
                     GBytes       *key,
                     GError      **error)
{
  g_autofree char *proof = NULL;
  gint64 n_tables = 0;

  if (!has_table (database, &n_tables, error) || (n_tables > 0 && !find_proof (database, &proof, error)))
    return FALSE;

  return compare (proof, key, error);
}

static gboolean
keep_proof (AusDatabase  *database,
            GBytes       *key,
            GError      **error)
{
  g_autofree char *proof = make_proof (key);
  g_autoptr (AusStatement) insert =
    aus_database_prepare (database, "INSERT INTO key_proof (id, proof) VALUES (1, ?1)", error);

  if (insert == NULL)
    return FALSE;

  aus_statement_bind_text (insert, 1, proof);

  return aus_statement_run (insert, error);
}

gboolean
aus_key_proof_settle (AusDatabase  *database,
                      gpointer      key,
                      GError      **error)
{
  g_autofree char *proof = NULL;

  if (!find_proof (database, &proof, error))
    return FALSE;

  return proof ? compare (proof, key, error) : keep_proof (database, key, error);
}
