#include "aus-handlers.h"
#include "aus-json.h"
#include "aus-page.h"
#include "aus-password-rules.h"
#include "aus-settings.h"
#include "aus-sign-ins.h"
#include "aus-table.h"

#include <string.h>

static const AusOrdering orderings[] = {
  { "last_name", "last_key, first_key, id" },
  { "-last_name", "last_key DESC, first_key DESC, id DESC" },
  { "created_at", "created_at, id" },
  { "-created_at", "created_at DESC, id DESC" },
  { NULL, NULL },
};

const AusParameter aus_user_parameters[] = {
  { "search" },
  { "role", AUS_PARAMETER_WORD, "role", aus_role_get_type },
  { "ordering", AUS_PARAMETER_ORDER, .orderings = orderings },
  { NULL },
};

static const char *const columns[] = { "name", "email", "username", NULL };

gboolean
aus_user_list (AusCall      *call,
               AusDatabase  *database,
               GError      **error)
{
  const char *order = aus_page_order (call, orderings, error);
  const char *search = aus_call_get_query (call, "search");
  g_autoptr (AusQuery) rows = aus_query_new ("users");

  if (order == NULL || !aus_call_narrow (call, aus_user_parameters, rows, error))
    return FALSE;

  if (search != NULL)
    aus_query_and_words (rows, (const char **) columns, search);

  return aus_page_write_counted (call, database, &(AusListing) { rows, AUS_TYPE_USER, order }, error);
}

static void
reply (AusCall *call,
       AusUser *user)
{
  const AusView view = aus_call_get_view (call);

  aus_record_write_json (AUS_RECORD (user), &call->out, NULL, &view);
  call->revision = user->revision;
}

gboolean
aus_user_show (AusCall      *call,
               AusDatabase  *database,
               GError      **error)
{
  g_autoptr (AusUser) user = g_object_new (AUS_TYPE_USER, NULL);

  if (!aus_table_get (database, AUS_RECORD (user), call->id, error))
    return FALSE;

  reply (call, user);

  return TRUE;
}

/* The password is no field of the record; all else in the body is. */
static gboolean
read_user (AusCall      *call,
           AusUser      *user,
           AusReadMode   mode,
           GError      **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, call->json);

  while (json_object_iter_next (&iter, &name, &node)) {
    if (strcmp (name, "password") != 0)
      json_object_set_member (body, name, json_node_copy (node));
  }

  if (!aus_record_read_json (AUS_RECORD (user), body, mode, error))
    return FALSE;

  if (((AUS_ROLES_STAFF | AUS_ROLES (PATIENT)) & (1u << user->role)) != 0)
    return TRUE;

  aus_error_add_field (error, "role", "Must be one of admin, doctor, nurse, receptionist, patient.");

  return FALSE;
}

/* What the body says is checked here, before the password is hashed, which is slow. */
gboolean
aus_user_look_up (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  const gboolean is_new = call->id == NULL;
  g_autoptr (AusUser) user = g_object_new (AUS_TYPE_USER, NULL);
  gint64 shortest;

  if (!is_new && !aus_table_get (database, AUS_RECORD (user), call->id, error))
    return FALSE;

  if (!read_user (call, user, is_new ? AUS_READ_CREATE : AUS_READ_UPDATE, error))
    return FALSE;

  return (!is_new && !json_object_has_member (call->json, "password")) ||
         (aus_settings_get_number (database, AUS_SETTING_PASSWORD_MIN_LENGTH, &shortest, error) &&
          aus_password_rules_check ("password", aus_json_get_text (call->json, "password"), shortest, user, error));
}

gboolean
aus_user_prepare (AusCall  *call,
                  GError  **error)
{
  const char *password = aus_json_get_text (call->json, "password");

  if (password == NULL)
    return TRUE;

  call->found = aus_password_hash (password, call->clinic->password_cost, error);

  return call->found != NULL;
}

/* What the database calls a conflict is an address, or an id, that another account has. */
static gboolean
name_conflict (GError  *fault,
               GError **error)
{
  if (fault == NULL)
    return TRUE;

  if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_CONFLICT)) {
    aus_error_add_field (error, "email", "There is an account of this address already.");
    g_error_free (fault);
  } else {
    g_propagate_error (error, fault);
  }

  return FALSE;
}

gboolean
aus_user_create (AusCall      *call,
                 AusDatabase  *database,
                 GError      **error)
{
  g_autoptr (AusUser) user = g_object_new (AUS_TYPE_USER, "is-active", TRUE, NULL);
  GError *fault = NULL;

  if (!read_user (call, user, AUS_READ_CREATE, error))
    return FALSE;

  g_object_set (user, "password-hash", call->found, NULL);
  aus_table_insert (database, AUS_RECORD (user), &fault);

  if (!name_conflict (fault, error) || !aus_table_get (database, AUS_RECORD (user), user->id, error))
    return FALSE;

  reply (call, user);

  return TRUE;
}

static gboolean
is_working_admin (AusUser *user)
{
  return user->role == AUS_ROLE_ADMIN && user->is_active;
}

/* Somebody must be able to let others in. Runs after the change. */
static gboolean
check_admins (AusDatabase  *database,
              GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "SELECT 1 FROM users WHERE role = 'admin' AND is_active LIMIT 1", error);
  gint64 found;

  if (statement == NULL || !aus_statement_run_integer (statement, 0, &found, error))
    return FALSE;

  if (found != 0)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "This is the last admin.");

  return FALSE;
}

gboolean
aus_user_update (AusCall      *call,
                 AusDatabase  *database,
                 GError      **error)
{
  g_autoptr (AusUser) user = g_object_new (AUS_TYPE_USER, NULL);
  gboolean was_admin, is_other, has_password;
  guint role;
  GError *fault = NULL;

  if (!aus_table_get (database, AUS_RECORD (user), call->id, error) ||
      !aus_call_check_revision (call, AUS_RECORD (user), error))
    return FALSE;

  role = user->role;
  was_admin = is_working_admin (user);

  if (!read_user (call, user, AUS_READ_UPDATE, error))
    return FALSE;

  if (call->found != NULL)
    g_object_set (user, "password-hash", call->found, NULL);

  aus_table_save (database, AUS_RECORD (user), &fault);

  if (!name_conflict (fault, error) ||
      (was_admin && !is_working_admin (user) && !check_admins (database, error)))
    return FALSE;

  /* Whoever becomes somebody else signs in again; whoever sets themself another password need not. */
  is_other = !user->is_active || user->role != role;
  has_password = call->found != NULL;

  if ((is_other || has_password) &&
      !aus_sign_ins_end_all (database, user->id, is_other ? NULL : call->caller.session_id, error))
    return FALSE;

  reply (call, user);

  return TRUE;
}

/* Accounts are shut and not removed, for what they did is theirs. */
gboolean
aus_user_delete (AusCall      *call,
                 AusDatabase  *database,
                 GError      **error)
{
  g_autoptr (AusUser) user = g_object_new (AUS_TYPE_USER, NULL);
  gboolean was_admin;

  if (!aus_table_get (database, AUS_RECORD (user), call->id, error) ||
      !aus_call_check_revision (call, AUS_RECORD (user), error))
    return FALSE;

  was_admin = is_working_admin (user);
  g_object_set (user, "is-active", FALSE, NULL);

  return aus_table_save (database, AUS_RECORD (user), error) && (!was_admin || check_admins (database, error)) &&
         aus_sign_ins_end_all (database, user->id, NULL, error);
}
