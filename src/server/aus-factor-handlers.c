#include "aus-factor.h"
#include "aus-handlers.h"
#include "aus-json.h"
#include "aus-password-handlers.h"
#include "aus-qr.h"
#include "aus-random.h"
#include "aus-sign-ins.h"
#include "aus-settings.h"
#include "aus-table.h"
#include "aus-totp.h"
#include "aus-user.h"

#define N_RECOVERY_CODES 10
#define HALF_A_CODE 8

/* 80 random bits each, in two halves to be read out. */
static GStrv
make_recovery_codes (void)
{
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();

  for (guint i = 0; i < N_RECOVERY_CODES; i++) {
    g_autofree char *first = aus_random_text (HALF_A_CODE);
    g_autofree char *second = aus_random_text (HALF_A_CODE);
    g_autofree char *code = g_strconcat (first, "-", second, NULL);

    g_strv_builder_add (codes, code);
  }

  return g_strv_builder_end (codes);
}

static void
write_texts (AusCall             *call,
             const char          *name,
             const char * const  *texts)
{
  aus_json_begin_array (&call->out, name);

  for (guint i = 0; texts[i] != NULL; i++)
    aus_json_add_text (&call->out, NULL, texts[i]);

  aus_json_end_array (&call->out);
}

gboolean
aus_factor_show (AusCall      *call,
                 AusDatabase  *database,
                 GError      **error)
{
  gboolean is_confirmed;
  gint64 n_recovery_codes;

  if (!aus_factor_read (database, call->caller.user_id, &is_confirmed, &n_recovery_codes, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_boolean (&call->out, "is_confirmed", is_confirmed);
  aus_json_add_integer (&call->out, "recovery_codes_left", n_recovery_codes);
  aus_json_add_boolean (&call->out, "is_required", aus_factor_is_required (call->clinic, call->caller.role));
  aus_json_end_object (&call->out);

  return TRUE;
}

/* Says once what is never said again. It does not count before it is confirmed. Whoever finds an open sign-in could
 * shut out its owner by it, so the password is asked for. */
gboolean
aus_factor_create (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  g_autoptr (AusUser) user = g_object_new (AUS_TYPE_USER, NULL);
  g_autofree char *secret = aus_totp_new_secret ();
  g_auto (GStrv) codes = make_recovery_codes ();
  g_auto (GStrv) qr = NULL;
  g_autofree char *clinic_name = NULL;
  g_autofree char *uri = NULL;

  if (!aus_own_password_check_again (call, database, "password", error) ||
      !aus_table_get (database, AUS_RECORD (user), call->caller.user_id, error) ||
      !aus_factor_begin (database, call->clinic->key, user->id, secret, (const char **) codes, error))
    return FALSE;

  clinic_name = aus_settings_get_text (database, call->clinic, AUS_SETTING_CLINIC_NAME, error);

  if (clinic_name == NULL)
    return FALSE;

  uri = aus_totp_make_uri (secret, clinic_name, user->email);
  qr = aus_qr_make (uri, error);

  if (qr == NULL)
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "secret", secret);
  aus_json_add_text (&call->out, "otpauth_uri", uri);
  write_texts (call, "qr", (const char * const *) qr);
  write_texts (call, "recovery_codes", (const char * const *) codes);
  aus_json_end_object (&call->out);

  return TRUE;
}

gboolean
aus_factor_confirm_call (AusCall      *call,
                         AusDatabase  *database,
                         GError      **error)
{
  const char *otp = aus_json_get_text (call->json, "otp");

  return aus_factor_confirm (database, call->clinic->key, call->caller.user_id, otp ? otp : "", error) &&
         aus_factor_show (call, database, error);
}

gboolean
aus_factor_password_prepare (AusCall  *call,
                             GError  **error)
{
  return aus_own_password_check (call, "password", error);
}

gboolean
aus_recovery_codes_create (AusCall      *call,
                           AusDatabase  *database,
                           GError      **error)
{
  g_auto (GStrv) codes = make_recovery_codes ();

  if (!aus_own_password_check_again (call, database, "password", error) ||
      !aus_factor_renew (database, call->caller.user_id, (const char * const *) codes, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  write_texts (call, "recovery_codes", (const char * const *) codes);
  aus_json_end_object (&call->out);

  return TRUE;
}

/* Where it must be there it does not go unseen: an admin takes it away, and with it all sign-ins. */
gboolean
aus_factor_delete (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  if (!aus_own_password_check_again (call, database, "password", error))
    return FALSE;

  if (!aus_factor_is_required (call->clinic, call->caller.role))
    return aus_factor_remove (database, call->caller.user_id, error);

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The clinic asks you for a second factor; an admin can reset it.");

  return FALSE;
}

/* Of somebody who has lost it, and perhaps the phone with all that is on it. */
gboolean
aus_user_factor_delete (AusCall      *call,
                        AusDatabase  *database,
                        GError      **error)
{
  g_autoptr (AusUser) user = g_object_new (AUS_TYPE_USER, NULL);

  return aus_table_get (database, AUS_RECORD (user), call->id, error) &&
         aus_factor_remove (database, user->id, error) &&
         aus_sign_ins_end_all (database, user->id, call->caller.session_id, error);
}
