#include "aus-idempotency.h"

#include "aus-seal.h"
#include "aus-time.h"

/* One caller cannot meet another's key. */
static char *
make_key (AusCall *call)
{
  const char *who = aus_caller_get_id (&call->caller);
  g_autofree char *text = g_strjoin ("\n", who ? who : "", call->idempotency_key, NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

/* With a key, for the body may hold a password that is easily guessed. */
static char *
hash_request (AusCall *call)
{
  gsize key_length;
  const guchar *key = g_bytes_get_data (call->clinic->key, &key_length);
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key, key_length);
  gsize length = 0;
  const guchar *body = call->body ? g_bytes_get_data (call->body, &length) : NULL;

  g_hmac_update (hmac, (const guchar *) call->route->method, -1);
  g_hmac_update (hmac, (const guchar *) call->path, -1);

  /* Every path is the same without the slash at its end. */
  if (!g_str_has_suffix (call->path, "/"))
    g_hmac_update (hmac, (const guchar *) "/", 1);

  if (length > 0)
    g_hmac_update (hmac, body, length);

  return g_strdup (g_hmac_get_string (hmac));
}

static gboolean
take_answer (AusCall       *call,
             AusStatement  *row,
             GError       **error)
{
  g_autofree char *hash = hash_request (call);
  g_autofree char *reply = NULL;

  if (g_strcmp0 (hash, aus_statement_get_text (row, 0)) != 0) {
    aus_error_add_field (error, "Idempotency-Key", "Was used for another request.");
    return FALSE;
  }

  reply = aus_unseal_text (call->clinic->key, aus_statement_get_text (row, 2), error);

  if (reply == NULL)
    return FALSE;

  call->status = aus_statement_get_integer (row, 1);
  call->revision = aus_statement_get_integer (row, 3);
  g_string_assign (call->out.text, reply);

  return TRUE;
}

gboolean
aus_idempotency_replay (AusCall      *call,
                        AusDatabase  *database,
                        GError      **error)
{
  const gint64 now = aus_time_now ();
  g_autofree char *key = make_key (call);
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT request_hash, status, reply, revision FROM idempotency_keys WHERE key = ?1 "
                                    "AND created_at > ?2 AND created_at < ?3", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, key);
  aus_statement_bind_integer (row, 2, now - AUS_TIME_DAY);
  /* Kept by a clock that was wrong. */
  aus_statement_bind_integer (row, 3, now + AUS_TIME_DAY);

  switch (aus_statement_step (row, error)) {
    case AUS_STEP_ROW:
      call->is_answered = TRUE;
      return take_answer (call, row, error);
    case AUS_STEP_DONE:
      return TRUE;
    case AUS_STEP_ERROR:
      return FALSE;
  }

  g_return_val_if_reached (FALSE);
}

gboolean
aus_idempotency_keep (AusCall      *call,
                      AusDatabase  *database,
                      GError      **error)
{
  g_autofree char *key = make_key (call);
  g_autofree char *hash = hash_request (call);
  g_autofree char *reply = aus_seal_text (call->clinic->key, call->out.text->str);
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "INSERT OR REPLACE INTO idempotency_keys VALUES (?1, ?2, ?3, ?4, ?5, ?6)", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, key);
  aus_statement_bind_text (statement, 2, hash);
  aus_statement_bind_integer (statement, 3, call->status);
  aus_statement_bind_text (statement, 4, reply);
  aus_statement_bind_integer (statement, 5, call->revision);
  aus_statement_bind_integer (statement, 6, aus_time_now ());

  return aus_statement_run (statement, error);
}

/* One after the other: for both at once newer versions of SQLite look through all. */
gboolean
aus_idempotency_forget (AusDatabase  *database,
                        GError      **error)
{
  const gint64 now = aus_time_now ();

  return aus_database_repeat_for (database, "DELETE FROM idempotency_keys WHERE created_at < ?1", now - AUS_TIME_DAY,
                                  error) &&
         aus_database_repeat_for (database, "DELETE FROM idempotency_keys WHERE created_at > ?1", now + AUS_TIME_DAY,
                                  error);
}
