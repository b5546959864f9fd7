#include "aus-factor.h"
#include "aus-handlers.h"
#include "aus-json.h"
#include "aus-session.h"
#include "aus-settings.h"
#include "aus-sign-in-limits.h"
#include "aus-sign-ins.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-token.h"
#include "aus-user.h"

#include <string.h>

/* Bytes of an e-mail address or a password. */
#define MAX_CREDENTIAL 1024

/* No address has a blank in it, but what people paste does around it. */
static void
trim_email (AusCall *call)
{
  const char *email = aus_json_get_text (call->json, "email");
  g_autofree char *trimmed = email ? g_strstrip (g_strdup (email)) : NULL;

  if (trimmed != NULL)
    json_object_set_string_member (call->json, "email", trimmed);
}

static gboolean
check_body (AusCall  *call,
            GError  **error)
{
  static const char *const names[] = { "email", "password" };
  JsonNode *otp = json_object_get_member (call->json, "otp");
  GError *fault = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *text = aus_json_get_text (call->json, names[i]);

    if (text == NULL || *text == '\0')
      aus_error_add_field (&fault, names[i], "Is required.");
    else if (strlen (text) > MAX_CREDENTIAL)
      aus_error_add_field (&fault, names[i], "Is too long.");
  }

  /* Perhaps a number, which has lost the zeros that it began with. */
  if (otp != NULL && !JSON_NODE_HOLDS_NULL (otp) && aus_json_get_text (call->json, "otp") == NULL)
    aus_error_add_field (&fault, "otp", "Must be a text.");

  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, fault);

  return FALSE;
}

gboolean
aus_login_look_up (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  g_autoptr (AusStatement) row = NULL;
  AusStep step;

  trim_email (call);

  if (!check_body (call, error))
    return FALSE;

  row = aus_database_prepare (database, "SELECT password_hash, id FROM users WHERE lower (email) = lower (?1) "
                                        "AND email <> '' AND is_active", error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, aus_json_get_text (call->json, "email"));
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW)
    call->tried_id = g_strdup (aus_statement_get_text (row, 1));

  /* An unknown account takes as long and is told the same. */
  call->found = g_strdup (step == AUS_STEP_ROW && *aus_statement_get_text (row, 0) != '\0'
                          ? aus_statement_get_text (row, 0)
                          : aus_password_dummy_hash (call->clinic->password_cost));

  return step != AUS_STEP_ERROR && aus_sign_in_limits_check (call, AUS_TRY_PASSWORD, error);
}

gboolean
aus_login_prepare (AusCall  *call,
                   GError  **error)
{
  /* Once more, for many tries may have been looked up before the first of them failed. */
  if (!aus_sign_in_limits_check (call, AUS_TRY_PASSWORD, error))
    return FALSE;

  aus_metrics_note_password (call->clinic->metrics);

  if (aus_password_verify (call->found, aus_json_get_text (call->json, "password"))) {
    call->checked = g_strdup (call->found);
    return TRUE;
  }

  aus_sign_in_limits_fail (call, AUS_TRY_PASSWORD);
  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "The e-mail or the password is wrong.");

  return FALSE;
}

static AusUser *
read_user (AusDatabase  *database,
           const char   *clause,
           const char   *value,
           GError      **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM users WHERE %s AND is_active", clause);
  g_autoptr (AusStatement) row = aus_database_prepare (database, sql, error);
  g_autoptr (AusUser) user = NULL;
  AusStep step;

  if (row == NULL)
    return NULL;

  aus_statement_bind_text (row, 1, value);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_DONE)
    g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "The e-mail or the password is wrong.");

  if (step != AUS_STEP_ROW)
    return NULL;

  user = g_object_new (AUS_TYPE_USER, NULL);
  aus_statement_read_record (row, AUS_RECORD (user));

  return g_steal_pointer (&user);
}

/* Changing a password ends all sign-ins by the old one, so none may begin behind that. */
static gboolean
check_password_again (AusCall  *call,
                      AusUser  *user,
                      GError  **error)
{
  if (g_strcmp0 (user->password_hash, call->checked) == 0)
    return TRUE;

  call->is_failed_try = TRUE;
  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "The e-mail or the password is wrong.");

  return FALSE;
}

static AusSession *
open_session (AusCall      *call,
              AusDatabase  *database,
              AusUser      *user,
              const char   *token,
              GError      **error)
{
  g_autofree char *hash = aus_token_hash (token);
  g_autoptr (GDateTime) now = aus_time_to_date_time (aus_time_now ());
  g_autoptr (GDateTime) expires = NULL;
  g_autoptr (AusSession) session = NULL;
  gint64 hours;

  if (!aus_settings_get_number (database, AUS_SETTING_SESSION_LIFE_HOURS, &hours, error))
    return NULL;

  call->cookie_life = hours * 60 * 60;
  expires = aus_time_to_date_time (aus_time_now () + hours * AUS_TIME_HOUR);
  session = g_object_new (AUS_TYPE_SESSION,
                          "user-id", user->id,
                          "token-hash", hash,
                          "address", call->address,
                          "user-agent", call->user_agent,
                          "last-used-at", now,
                          "expires-at", expires,
                          NULL);

  return aus_table_insert (database, AUS_RECORD (session), error) ? g_steal_pointer (&session) : NULL;
}

static void
write_user (AusCall    *call,
            const char *name,
            AusUser    *user)
{
  const AusView view = { user->role, TRUE };

  aus_record_write_json (AUS_RECORD (user), &call->out, name, &view);
}

/* Only a right password and a right code together forgive what was wrong before. */
static gboolean
check_factor (AusCall      *call,
              AusDatabase  *database,
              AusUser      *user,
              GError      **error)
{
  const char *otp = aus_json_get_text (call->json, "otp");
  gboolean has_factor;
  GError *fault = NULL;

  if (!aus_factor_read (database, user->id, &has_factor, NULL, error) ||
      (has_factor && !aus_sign_in_limits_check (call, AUS_TRY_CODE, error)))
    return FALSE;

  if (aus_factor_check (database, call->clinic->key, user->id, otp, &fault)) {
    aus_sign_in_limits_forgive (call);
    return TRUE;
  }

  if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED))
    aus_sign_in_limits_fail (call, AUS_TRY_CODE);

  g_propagate_error (error, fault);

  return FALSE;
}

gboolean
aus_login (AusCall      *call,
           AusDatabase  *database,
           GError      **error)
{
  g_autoptr (AusUser) user =
    read_user (database, "lower (email) = lower (?1) AND email <> ''", aus_json_get_text (call->json, "email"), error);
  g_autoptr (AusSession) session = NULL;
  g_autofree char *token = NULL;
  gboolean has_factor;

  if (user == NULL || !check_password_again (call, user, error) || !check_factor (call, database, user, error))
    return FALSE;

  /* Known from here on, so that the log says who came. */
  call->caller.user_id = g_strdup (user->id);
  call->caller.role = user->role;
  token = aus_token_new ();
  session = open_session (call, database, user, token, error);

  if (session == NULL || !aus_factor_read (database, user->id, &has_factor, NULL, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "token", token);
  aus_json_add_time (&call->out, "expires_at", aus_time_from_date_time (session->expires_at));
  aus_json_add_boolean (&call->out, "must_enrol",
                        !has_factor && aus_factor_is_required (call->clinic, user->role));
  write_user (call, "user", user);
  aus_json_end_object (&call->out);
  call->cookie = g_steal_pointer (&token);

  return TRUE;
}

gboolean
aus_logout (AusCall      *call,
            AusDatabase  *database,
            GError      **error)
{
  if (!aus_sign_ins_end (database, call->caller.user_id, call->caller.session_id, error))
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "message", "Signed out.");
  aus_json_end_object (&call->out);
  call->cookie = g_strdup ("");

  return TRUE;
}

gboolean
aus_me (AusCall      *call,
        AusDatabase  *database,
        GError      **error)
{
  g_autoptr (AusUser) user = read_user (database, "id = ?1", call->caller.user_id, error);

  if (user == NULL)
    return FALSE;

  write_user (call, NULL, user);
  call->revision = user->revision;

  return TRUE;
}

gboolean
aus_ticket_create (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  g_autofree char *ticket = aus_tickets_issue (call->clinic->tickets, &call->caller);

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "ticket", ticket);
  aus_json_add_time (&call->out, "expires_at", aus_time_now () + AUS_TICKET_LIFE * AUS_TIME_SECOND);
  aus_json_end_object (&call->out);

  return TRUE;
}
