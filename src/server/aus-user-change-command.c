#include "aus-user-change-command.h"

#include "aus-bell.h"
#include "aus-data-folder.h"
#include "aus-factor.h"
#include "aus-random.h"
#include "aus-sign-ins.h"
#include "aus-store.h"
#include "aus-table.h"
#include "aus-user-command.h"

#include <stdio.h>

/**
 * Change:
 * @verb: as the audit log has it
 * @said: of the account, once it is done
 * @apply: inside the job that saves the account
 */
typedef struct
{
  const char *verb;
  const char *said;
  gboolean  (*apply) (AusDatabase  *database,
                      AusUser      *user,
                      GError      **error);
} Change;

typedef struct
{
  const Change *change;
  const char   *email;
  AusUser      *user;
} Task;

static gboolean
parse (GOptionContext     *context,
       char             ***arguments,
       char              **data,
       gboolean           *password_stdin)
{
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, data, "The server's data folder", "FOLDER" },
    { password_stdin ? "password-stdin" : NULL, 0, 0, G_OPTION_ARG_NONE, password_stdin,
      "Read the password from standard input instead of making one", NULL },
    { NULL }
  };

  return aus_command_options_parse (context, entries, arguments);
}

static gboolean
find_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  Task *task = data;
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT * FROM users WHERE lower (email) = lower (?1) AND email <> ''", error);
  AusStep step;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, task->email);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW)
    aus_statement_read_record (row, AUS_RECORD (task->user));
  else if (step == AUS_STEP_DONE)
    aus_error_add_field (error, "email", "There is no account of %s.", task->email);

  return step == AUS_STEP_ROW;
}

static gboolean
change_job (AusDatabase  *database,
            gpointer      data,
            GError      **error)
{
  Task *task = data;

  return task->change->apply (database, task->user, error) &&
         aus_sign_ins_end_all (database, task->user->id, NULL, error) &&
         aus_user_command_note (database, task->user, task->change->verb, error);
}

static gboolean
save (AusDatabase  *database,
      AusUser      *user,
      GError      **error)
{
  return aus_table_save (database, AUS_RECORD (user), error);
}

static gboolean
disable (AusDatabase  *database,
         AusUser      *user,
         GError      **error)
{
  g_object_set (user, "is-active", FALSE, NULL);

  return save (database, user, error);
}

static gboolean
enable (AusDatabase  *database,
        AusUser      *user,
        GError      **error)
{
  g_object_set (user, "is-active", TRUE, NULL);

  return save (database, user, error);
}

static gboolean
reset (AusDatabase  *database,
       AusUser      *user,
       GError      **error)
{
  return aus_factor_remove (database, user->id, error);
}

static AusStore *
open_store (AusDataFolder  **folder,
            const char      *data,
            GError         **error)
{
  *folder = aus_data_folder_open (data, AUS_DATA_FOLDER_THERE, error);

  return *folder ? aus_store_new (aus_data_folder_get_database (*folder), AUS_DATABASE_WRITER, 1, error) : NULL;
}

static AusExit
change_account (GOptionContext  *context,
                char           **arguments,
                const Change    *change)
{
  g_auto (GStrv) rest = arguments;
  g_autofree char *data = NULL;
  g_autoptr (AusUser) user = g_object_new (AUS_TYPE_USER, NULL);
  g_autoptr (AusDataFolder) folder = NULL;
  g_autoptr (AusStore) store = NULL;
  g_autoptr (GError) error = NULL;
  Task task = { change, NULL, user };

  if (!parse (context, &rest, &data, NULL))
    return AUS_EXIT_USAGE;

  if (g_strv_length (rest) != 2)
    return aus_command_refuse (context, "Whose account? Give one e-mail address.");

  task.email = rest[1];
  store = open_store (&folder, data, &error);

  if (store == NULL || !aus_store_read_sync (store, find_job, &task, &error) ||
      !aus_store_write_sync (store, change_job, &task, &error))
    return aus_command_fail (error);

  aus_bell_ring (aus_data_folder_get_path (folder));
  printf ("%s %s\n", user->email, change->said);

  return AUS_EXIT_SUCCESS;
}

AusExit
aus_user_disable_command_run (GOptionContext  *context,
                              char           **arguments)
{
  return change_account (context, arguments, &(const Change) { "disable", "may not sign in any more", disable });
}

AusExit
aus_user_enable_command_run (GOptionContext  *context,
                             char           **arguments)
{
  return change_account (context, arguments, &(const Change) { "enable", "may sign in", enable });
}

AusExit
aus_user_reset_command_run (GOptionContext  *context,
                            char           **arguments)
{
  return change_account (context, arguments, &(const Change) { "delete totp", "has no second step", reset });
}

AusExit
aus_user_password_command_run (GOptionContext  *context,
                               char           **arguments)
{
  const Change change = { "password", NULL, save };
  g_auto (GStrv) rest = arguments;
  g_autofree char *data = NULL;
  g_autofree char *password = NULL;
  gboolean password_stdin = FALSE;
  g_autoptr (AusUser) user = g_object_new (AUS_TYPE_USER, NULL);
  g_autoptr (AusDataFolder) folder = NULL;
  g_autoptr (AusStore) store = NULL;
  g_autoptr (GError) error = NULL;
  Task task = { &change, NULL, user };

  if (!parse (context, &rest, &data, &password_stdin))
    return AUS_EXIT_USAGE;

  if (g_strv_length (rest) != 2)
    return aus_command_refuse (context, "Whose password? Give one e-mail address.");

  task.email = rest[1];
  store = open_store (&folder, data, &error);

  if (store == NULL || !aus_store_read_sync (store, find_job, &task, &error))
    return aus_command_fail (error);

  password = aus_user_command_take_password (user, password_stdin, &error);

  if (password == NULL || !aus_store_write_sync (store, change_job, &task, &error))
    return aus_command_fail (error);

  aus_bell_ring (aus_data_folder_get_path (folder));
  printf ("%s%s%s\n", user->email, password_stdin ? "" : " ", password_stdin ? "" : password);

  return AUS_EXIT_SUCCESS;
}

static gboolean
print_job (AusDatabase  *database,
           gpointer      data,
           GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT email, role, is_active, name, EXISTS (SELECT 1 FROM totp_factors f "
                                    "WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) "
                                    "FROM users u WHERE email <> '' ORDER BY lower (email)", error);
  AusStep step = AUS_STEP_ERROR;

  while (row != NULL && (step = aus_statement_step (row, error)) == AUS_STEP_ROW)
    printf ("%s\t%s\t%s\t%s\t%s\n", aus_statement_get_text (row, 0), aus_statement_get_text (row, 1),
            aus_statement_get_integer (row, 2) != 0 ? "active" : "disabled",
            aus_statement_get_integer (row, 4) != 0 ? "totp" : "-", aus_statement_get_text (row, 3));

  return step == AUS_STEP_DONE;
}

AusExit
aus_user_list_command_run (GOptionContext  *context,
                           char           **arguments)
{
  g_auto (GStrv) rest = arguments;
  g_autofree char *data = NULL;
  g_autoptr (AusDataFolder) folder = NULL;
  g_autoptr (AusStore) store = NULL;
  g_autoptr (GError) error = NULL;

  if (!parse (context, &rest, &data, NULL))
    return AUS_EXIT_USAGE;

  if (rest[1] != NULL)
    return aus_command_refuse (context, "“%s” means nothing here.", rest[1]);

  store = open_store (&folder, data, &error);

  if (store == NULL || !aus_store_read_sync (store, print_job, NULL, &error))
    return aus_command_fail (error);

  return AUS_EXIT_SUCCESS;
}
