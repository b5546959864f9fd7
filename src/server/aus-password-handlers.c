#include "aus-password-handlers.h"

#include "aus-handlers.h"
#include "aus-json.h"
#include "aus-password-rules.h"
#include "aus-settings.h"
#include "aus-sign-ins.h"
#include "aus-table.h"

#define TRIES 5

/* With another password, whoever set it, one begins anew. */
static char *
make_cause (AusCall *call)
{
  return g_strjoin (" ", "password", call->caller.user_id, call->found, NULL);
}

static gboolean
check_throttle (AusCall  *call,
                GError  **error)
{
  g_autofree char *cause = make_cause (call);
  const guint rest = aus_throttle_check (call->clinic->throttle, cause, TRIES);

  return aus_throttle_allows (rest, error);
}

gboolean
aus_own_password_look_up (AusCall      *call,
                          AusDatabase  *database,
                          GError      **error)
{
  g_autoptr (AusUser) user = g_object_new (AUS_TYPE_USER, NULL);

  if (!aus_table_get (database, AUS_RECORD (user), call->caller.user_id, error))
    return FALSE;

  call->found = g_strdup (user->password_hash);

  return check_throttle (call, error);
}

gboolean
aus_own_password_check (AusCall     *call,
                        const char  *field,
                        GError     **error)
{
  const char *password = aus_json_get_text (call->json, field);
  g_autofree char *cause = make_cause (call);

  /* Once more, for many tries may have been looked up before the first of them failed. */
  if (!check_throttle (call, error))
    return FALSE;

  aus_metrics_note_password (call->clinic->metrics);

  if (password != NULL && aus_password_verify (call->found, password)) {
    aus_throttle_clear (call->clinic->throttle, cause);
    call->checked = g_strdup (call->found);
    return TRUE;
  }

  call->is_failed_try = TRUE;
  aus_throttle_fail (call->clinic->throttle, cause);
  aus_error_add_field (error, field, "Is not your password.");

  return FALSE;
}

gboolean
aus_own_password_check_again (AusCall      *call,
                              AusDatabase  *database,
                              const char   *field,
                              GError      **error)
{
  g_autoptr (AusUser) user = g_object_new (AUS_TYPE_USER, NULL);

  if (!aus_table_get (database, AUS_RECORD (user), call->caller.user_id, error))
    return FALSE;

  if (g_strcmp0 (user->password_hash, call->checked) == 0)
    return TRUE;

  call->is_failed_try = TRUE;
  aus_error_add_field (error, field, "Is not your password.");

  return FALSE;
}

gboolean
aus_password_look_up (AusCall      *call,
                      AusDatabase  *database,
                      GError      **error)
{
  g_autoptr (AusUser) user = g_object_new (AUS_TYPE_USER, NULL);
  gint64 shortest;

  return aus_table_get (database, AUS_RECORD (user), call->caller.user_id, error) &&
         aus_settings_get_number (database, AUS_SETTING_PASSWORD_MIN_LENGTH, &shortest, error) &&
         aus_password_rules_check ("new_password", aus_json_get_text (call->json, "new_password"), shortest, user,
                                   error) &&
         aus_own_password_look_up (call, database, error);
}

gboolean
aus_password_prepare (AusCall  *call,
                      GError  **error)
{
  if (!aus_own_password_check (call, "old_password", error))
    return FALSE;

  g_free (call->found);
  call->found = aus_password_hash (aus_json_get_text (call->json, "new_password"), call->clinic->password_cost, error);

  return call->found != NULL;
}

/* Whoever else knew the old one is shown out. */
gboolean
aus_password_change (AusCall      *call,
                     AusDatabase  *database,
                     GError      **error)
{
  g_autoptr (AusUser) user = g_object_new (AUS_TYPE_USER, NULL);

  if (!aus_own_password_check_again (call, database, "old_password", error) ||
      !aus_table_get (database, AUS_RECORD (user), call->caller.user_id, error))
    return FALSE;

  g_object_set (user, "password-hash", call->found, NULL);

  if (!aus_table_save (database, AUS_RECORD (user), error) ||
      !aus_sign_ins_end_all (database, user->id, call->caller.session_id, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "message", "The password was changed; other sign-ins have ended.");
  aus_json_end_object (&call->out);

  return TRUE;
}
