#include "aus-factor.h"

#include "aus-seal.h"
#include "aus-time.h"
#include "aus-token.h"
#include "aus-totp.h"

typedef struct
{
  char     *user_id;
  char     *secret;
  gboolean  is_there;
  gboolean  is_confirmed;
  gint64    last_step;
} Factor;

static void
factor_clear (Factor *self)
{
  g_free (self->user_id);
  g_free (self->secret);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Factor, factor_clear)

static gboolean
run (AusDatabase  *database,
     const char   *sql,
     const char   *user_id,
     const char   *text,
     GError      **error)
{
  g_autoptr (AusStatement) statement = aus_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, user_id);

  if (text != NULL)
    aus_statement_bind_text (statement, 2, text);

  return aus_statement_run (statement, error);
}

/* The secret stays sealed. */
static gboolean
read_factor (AusDatabase  *database,
             const char   *user_id,
             Factor       *factor,
             GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT secret, confirmed_at, last_step FROM totp_factors "
                                    "WHERE user_id = ?1", error);
  AusStep step;

  if (row == NULL)
    return FALSE;

  factor->user_id = g_strdup (user_id);
  aus_statement_bind_text (row, 1, user_id);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW) {
    factor->is_there = TRUE;
    factor->secret = g_strdup (aus_statement_get_text (row, 0));
    factor->is_confirmed = !aus_statement_is_null (row, 1);
    factor->last_step = aus_statement_get_integer (row, 2);
  }

  return step != AUS_STEP_ERROR;
}

/* The same code for whoever types it with other letters, blanks or dashes. (transfer full) */
static char *
hash_code (const char *code)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (; *code != '\0'; code++) {
    if (g_ascii_isalnum (*code))
      g_string_append_c (plain, g_ascii_tolower (*code));
  }

  return aus_token_hash (plain->str);
}

static gboolean
insert_codes (AusDatabase         *database,
              const char          *user_id,
              const char * const  *recovery_codes,
              GError             **error)
{
  for (guint i = 0; recovery_codes[i] != NULL; i++) {
    g_autofree char *hash = hash_code (recovery_codes[i]);

    if (!run (database, "INSERT INTO recovery_codes VALUES (?1, ?2)", user_id, hash, error))
      return FALSE;
  }

  return TRUE;
}

gboolean
aus_factor_begin (AusDatabase         *database,
                  GBytes              *key,
                  const char          *user_id,
                  const char          *secret,
                  const char * const  *recovery_codes,
                  GError             **error)
{
  g_autofree char *sealed = aus_seal_text (key, secret);
  g_auto (Factor) factor = { NULL };

  if (!read_factor (database, user_id, &factor, error))
    return FALSE;

  if (factor.is_confirmed) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "There is a second factor already; remove it first.");
    return FALSE;
  }

  return aus_factor_remove (database, user_id, error) &&
         run (database, "INSERT INTO totp_factors (user_id, secret) VALUES (?1, ?2)", user_id, sealed, error) &&
         insert_codes (database, user_id, recovery_codes, error);
}

gboolean
aus_factor_renew (AusDatabase         *database,
                  const char          *user_id,
                  const char * const  *recovery_codes,
                  GError             **error)
{
  g_auto (Factor) factor = { NULL };

  if (!read_factor (database, user_id, &factor, error))
    return FALSE;

  if (!factor.is_confirmed) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "There is no second factor to have codes for.");
    return FALSE;
  }

  return run (database, "DELETE FROM recovery_codes WHERE user_id = ?1", user_id, NULL, error) &&
         insert_codes (database, user_id, recovery_codes, error);
}

gboolean
aus_factor_remove (AusDatabase  *database,
                   const char   *user_id,
                   GError      **error)
{
  return run (database, "DELETE FROM totp_factors WHERE user_id = ?1", user_id, NULL, error) &&
         run (database, "DELETE FROM recovery_codes WHERE user_id = ?1", user_id, NULL, error);
}

gboolean
aus_factor_read (AusDatabase  *database,
                 const char   *user_id,
                 gboolean     *is_confirmed,
                 gint64       *n_recovery_codes,
                 GError      **error)
{
  g_auto (Factor) factor = { NULL };
  g_autoptr (AusStatement) statement = NULL;

  if (!read_factor (database, user_id, &factor, error))
    return FALSE;

  *is_confirmed = factor.is_confirmed;

  if (n_recovery_codes == NULL)
    return TRUE;

  *n_recovery_codes = 0;

  if (!factor.is_confirmed)
    return TRUE;

  statement = aus_database_prepare (database, "SELECT count(*) FROM recovery_codes WHERE user_id = ?1", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, user_id);

  return aus_statement_run_integer (statement, 0, n_recovery_codes, error);
}

gboolean
aus_factor_is_required (AusClinic *clinic,
                        AusRole    role)
{
  return (clinic->factor_roles & (1u << role)) != 0;
}

gboolean
aus_factor_check_policy (AusDatabase      *database,
                         AusClinic        *clinic,
                         const AusCaller  *caller,
                         GError          **error)
{
  g_auto (Factor) factor = { NULL };

  if (caller->user_id == NULL || !aus_factor_is_required (clinic, caller->role))
    return TRUE;

  if (!read_factor (database, caller->user_id, &factor, error))
    return FALSE;

  if (!factor.is_confirmed)
    g_set_error (error, AUS_ERROR, AUS_ERROR_FACTOR_REQUIRED,
                 "The clinic asks you for a second factor; set it up first.");

  return factor.is_confirmed;
}

/* Takes a code of the app; one of a step that was used, or of one before it, is none. */
static gboolean
take_code (AusDatabase   *database,
           GBytes        *key,
           const Factor  *factor,
           const char    *otp,
           gboolean      *fits,
           GError       **error)
{
  g_autofree char *secret = aus_unseal_text (key, factor->secret, error);
  g_autoptr (AusStatement) statement = NULL;
  gint64 step;

  *fits = FALSE;

  if (secret == NULL)
    return FALSE;

  step = aus_totp_find_step (secret, otp, aus_time_now () / AUS_TIME_SECOND, factor->last_step);

  if (step == 0)
    return TRUE;

  statement = aus_database_prepare (database, "UPDATE totp_factors SET last_step = ?2, "
                                              "confirmed_at = coalesce (confirmed_at, ?3) WHERE user_id = ?1", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, factor->user_id);
  aus_statement_bind_integer (statement, 2, step);
  aus_statement_bind_integer (statement, 3, aus_time_now ());
  *fits = TRUE;

  return aus_statement_run (statement, error);
}

static gboolean
take_recovery_code (AusDatabase  *database,
                    const char   *user_id,
                    const char   *code,
                    gboolean     *fits,
                    GError      **error)
{
  g_autofree char *hash = hash_code (code);

  if (!run (database, "DELETE FROM recovery_codes WHERE user_id = ?1 AND code_hash = ?2", user_id, hash, error))
    return FALSE;

  *fits = aus_database_get_changed (database) == 1;

  return TRUE;
}

gboolean
aus_factor_confirm (AusDatabase  *database,
                    GBytes       *key,
                    const char   *user_id,
                    const char   *otp,
                    GError      **error)
{
  g_auto (Factor) factor = { NULL };
  gboolean fits;

  if (!read_factor (database, user_id, &factor, error))
    return FALSE;

  if (!factor.is_there || factor.is_confirmed) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "There is no second factor to confirm.");
    return FALSE;
  }

  if (!take_code (database, key, &factor, otp, &fits, error))
    return FALSE;

  if (!fits)
    aus_error_add_field (error, "otp", "Is not what the app shows now.");

  return fits;
}

gboolean
aus_factor_check (AusDatabase  *database,
                  GBytes       *key,
                  const char   *user_id,
                  const char   *otp,
                  GError      **error)
{
  g_auto (Factor) factor = { NULL };
  gboolean fits;

  if (!read_factor (database, user_id, &factor, error))
    return FALSE;

  if (!factor.is_confirmed)
    return TRUE;

  if (otp == NULL || *otp == '\0') {
    g_set_error (error, AUS_ERROR, AUS_ERROR_OTP_REQUIRED, "This account needs a second factor.");
    return FALSE;
  }

  if (!take_code (database, key, &factor, otp, &fits, error) ||
      (!fits && !take_recovery_code (database, user_id, otp, &fits, error)))
    return FALSE;

  if (!fits)
    g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "The code is wrong, or was used before.");

  return fits;
}
