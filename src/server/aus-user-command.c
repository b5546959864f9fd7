#include "aus-user-command.h"

#include "aus-audit.h"
#include "aus-data-folder.h"
#include "aus-password-rules.h"
#include "aus-password.h"
#include "aus-random.h"
#include "aus-store.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-user.h"

#include <stdio.h>
#include <string.h>

/* Five bits each: more than anybody can try. */
#define MADE_PASSWORD 20
/* As the server usually has it; an admin may set more there. */
#define SHORTEST 10

typedef struct
{
  char     *data;
  char     *role;
  char     *title;
  char     *first_name;
  char     *last_name;
  gboolean  password_stdin;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->data);
  g_free (self->role);
  g_free (self->title);
  g_free (self->first_name);
  g_free (self->last_name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* Names are taken as “file names”, that is byte by byte: without a locale GOption takes ASCII alone. */
static gboolean
parse_options (Options           *self,
               GOptionContext    *context,
               char            ***arguments)
{
  const GOptionEntry entries[] = {
    { "role", 0, 0, G_OPTION_ARG_FILENAME, &self->role, "admin, doctor, nurse or receptionist", "ROLE" },
    { "first-name", 0, 0, G_OPTION_ARG_FILENAME, &self->first_name, "First name", "NAME" },
    { "last-name", 0, 0, G_OPTION_ARG_FILENAME, &self->last_name, "Last name", "NAME" },
    { "title", 0, 0, G_OPTION_ARG_FILENAME, &self->title, "Title, such as Dr.", "TITLE" },
    { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &self->password_stdin,
      "Read the password from standard input instead of making one", NULL },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &self->data, "The server's data folder", "FOLDER" },
    { NULL }
  };

  return aus_command_options_parse (context, entries, arguments);
}

static void
add_member (JsonObject *object,
            const char *name,
            const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
}

static gboolean
check_texts (JsonObject  *object,
             GError     **error)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *l = names; l != NULL; l = l->next) {
    if (!g_utf8_validate (json_object_get_string_member (object, l->data), -1, NULL)) {
      aus_error_add_field (error, l->data, "Must be in UTF-8.");
      return FALSE;
    }
  }

  return TRUE;
}

/* Patients come by their links. */
static gboolean
check_role (AusUser  *user,
            GError  **error)
{
  if ((AUS_ROLES_STAFF & (1u << user->role)) != 0)
    return TRUE;

  aus_error_add_field (error, "role", "Must be one of admin, doctor, nurse, receptionist.");

  return FALSE;
}

static AusUser *
make_user (const Options  *options,
           const char     *email,
           GError        **error)
{
  g_autoptr (AusUser) user = g_object_new (AUS_TYPE_USER, "is-active", TRUE, NULL);
  g_autoptr (JsonObject) object = json_object_new ();

  add_member (object, "email", email);
  add_member (object, "role", options->role);
  add_member (object, "first_name", options->first_name);
  add_member (object, "last_name", options->last_name);
  add_member (object, "title", options->title);

  if (!check_texts (object, error) || !aus_record_read_json (AUS_RECORD (user), object, AUS_READ_CREATE, error) ||
      !check_role (user, error))
    return NULL;

  return g_steal_pointer (&user);
}

/* One line, without its end, and room for one that is too long. */
static char *
read_password (AusUser  *user,
               GError  **error)
{
  char line[AUS_PASSWORD_MAX_LENGTH + 3];

  if (fgets (line, sizeof line, stdin) == NULL)
    line[0] = '\0';

  line[strcspn (line, "\r\n")] = '\0';

  return aus_password_rules_check ("password", line, SHORTEST, user, error) ? g_strdup (line) : NULL;
}

static gboolean
insert_job (AusDatabase  *database,
            gpointer      data,
            GError      **error)
{
  AusUser *user = data;
  g_autoptr (GError) fault = NULL;

  if (aus_table_insert (database, AUS_RECORD (user), &fault))
    return aus_user_command_note (database, user, "create", error);

  if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_CONFLICT))
    aus_error_add_field (error, "email", "There is an account of %s already.", user->email);
  else
    g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

static gboolean
add_user (AusUser        *user,
          const char     *data,
          GError        **error)
{
  g_autoptr (AusDataFolder) folder = aus_data_folder_open (data, AUS_DATA_FOLDER_BESIDE, error);
  g_autoptr (AusStore) store = NULL;

  if (folder == NULL)
    return FALSE;

  store = aus_store_new (aus_data_folder_get_database (folder), AUS_DATABASE_WRITER, 1, error);

  return store != NULL && aus_store_write_sync (store, insert_job, user, error);
}

AusExit
aus_user_add_command_run (GOptionContext  *context,
                          char           **arguments)
{
  g_auto (GStrv) rest = arguments;
  g_auto (Options) options = { NULL };
  g_autoptr (AusUser) user = NULL;
  g_autofree char *password = NULL;
  g_autoptr (GError) error = NULL;

  if (!parse_options (&options, context, &rest))
    return AUS_EXIT_USAGE;

  if (g_strv_length (rest) != 2)
    return aus_command_refuse (context, "Whose account? Give one e-mail address.");

  user = make_user (&options, rest[1], &error);

  if (user != NULL)
    password = aus_user_command_take_password (user, options.password_stdin, &error);

  if (password == NULL || !add_user (user, options.data, &error))
    return aus_command_fail (error);

  printf ("account %s %s%s%s\n", aus_enum_to_nick (AUS_TYPE_ROLE, user->role), user->email,
          options.password_stdin ? "" : " ", options.password_stdin ? "" : password);

  return AUS_EXIT_SUCCESS;
}

char *
aus_user_command_take_password (AusUser   *user,
                                gboolean   from_stdin,
                                GError   **error)
{
  g_autofree char *password = from_stdin ? read_password (user, error) : aus_random_text (MADE_PASSWORD);
  g_autofree char *hash = password ? aus_password_hash (password, AUS_PASSWORD_COST_INTERACTIVE, error) : NULL;

  if (hash == NULL)
    return NULL;

  g_object_set (user, "password-hash", hash, NULL);

  return g_steal_pointer (&password);
}

gboolean
aus_user_command_note (AusDatabase  *database,
                       AusUser      *user,
                       const char   *verb,
                       GError      **error)
{
  g_autoptr (AusAuditEntry) entry = g_new0 (AusAuditEntry, 1);

  entry->at = aus_time_now ();
  entry->role = AUS_ROLE_NONE;
  entry->action = g_strdup (verb);
  entry->entity = g_strdup ("users");
  entry->entity_id = g_strdup (user->id);
  entry->address = g_strdup ("console");

  return aus_audit_append (database, entry, error);
}
