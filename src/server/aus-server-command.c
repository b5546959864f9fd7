#include "aus-server-command.h"

#include "aus-backup-command.h"
#include "aus-check-command.h"
#include "aus-config-command.h"
#include "aus-audit-command.h"
#include "aus-openapi-command.h"
#include "aus-serve-command.h"
#include "aus-user-change-command.h"
#include "aus-user-command.h"

#include <locale.h>
#include <signal.h>
#include <string.h>

#define PROGRAM "ausculta-server"

typedef struct
{
  const char *words;
  const char *parameters;
  const char *summary;
  AusExit   (*run) (GOptionContext *context,
                    char          **arguments);
} Verb;

/* The first is meant where none is named. */
static const Verb verbs[] = {
  { "serve", NULL, "Serves a clinic: its API, its sockets and its patients' pages.", aus_serve_command_run },
  { "user add", "EMAIL", "Makes an account for somebody who works at the clinic.", aus_user_add_command_run },
  { "user list", NULL, "Prints all accounts.", aus_user_list_command_run },
  { "user password", "EMAIL", "Gives an account a new password.", aus_user_password_command_run },
  { "user disable", "EMAIL", "Shuts an account.", aus_user_disable_command_run },
  { "user enable", "EMAIL", "Opens it again.", aus_user_enable_command_run },
  { "user reset-totp", "EMAIL", "Takes away the second step of somebody who has lost the phone.",
    aus_user_reset_command_run },
  { "check", NULL, "Says what keeps a server from working, and how to mend it.", aus_check_command_run },
  { "config", NULL, "Prints all settings: in the file, in the environment, and what they are if not given.",
    aus_config_command_run },
  { "openapi", NULL, "Prints what the API is: paths, parameters, bodies and answers, as OpenAPI 3.1.",
    aus_openapi_command_run },
  { "backup", "FOLDER", "Copies a clinic's data, even while it is served.", aus_backup_command_run },
  { "restore", "FOLDER", "Makes a data folder of a backup.", aus_restore_command_run },
  { "audit verify", NULL, "Says whether the log of who read and wrote what is whole.", aus_audit_verify_command_run },
};

/* How many of the words follow the program's name, all of them or none. */
static guint
count_words (const char *words,
             char      **arguments)
{
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);
  const guint n_parts = g_strv_length (parts);

  for (guint i = 0; i < n_parts; i++) {
    if (g_strcmp0 (arguments[i + 1], parts[i]) != 0)
      return 0;
  }

  return n_parts;
}

static const Verb *
find_verb (char  **arguments,
           guint  *n_words)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    *n_words = count_words (verbs[i].words, arguments);

    if (*n_words > 0)
      return &verbs[i];
  }

  return arguments[1] == NULL || *arguments[1] == '-' ? &verbs[0] : NULL;
}

static GOptionContext *
make_context (const Verb *verb)
{
  GOptionContext *context = g_option_context_new (verb->parameters);
  g_autoptr (GString) list = g_string_new ("Verbs:");

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    g_string_append_printf (list, "\n  %-15s %s", verbs[i].words, verbs[i].summary);

  g_string_append_printf (list, "\n\nEach has its own --help; %s is meant where none is named.", verbs[0].words);
  g_option_context_set_summary (context, verb->summary);
  g_option_context_set_description (context, list->str);

  return context;
}

/* @n_words: of the verb, which go from the arguments */
static char **
take_arguments (char  **arguments,
                guint   n_words)
{
  g_autoptr (GStrvBuilder) rest = g_strv_builder_new ();

  g_strv_builder_add (rest, PROGRAM);

  if (arguments[0] != NULL)
    g_strv_builder_addv (rest, (const char **) arguments + 1 + n_words);

  return g_strv_builder_end (rest);
}

int
aus_server_command_run (int    argc,
                        char **argv)
{
  guint n_words = 0;
  const Verb *verb = argc > 0 ? find_verb (argv, &n_words) : &verbs[0];
  g_autoptr (GOptionContext) context = make_context (verb ? verb : &verbs[0]);
  g_autofree char *name = g_strjoin (" ", PROGRAM, n_words > 0 ? verb->words : NULL, NULL);

  setlocale (LC_ALL, "");
  /* A file that may not grow is an error of one write, not the end of the program. */
  signal (SIGXFSZ, SIG_IGN);
  /* What is said on standard output is for programs. */
  g_log_writer_default_set_use_stderr (TRUE);
  /* The journal knows the server by this name, and help is about the verb. */
  g_set_prgname (verb == &verbs[0] ? PROGRAM : name);

  if (verb == NULL)
    return aus_command_refuse (context, "“%s” is none of the verbs.", argv[1]);

  return verb->run (context, take_arguments (argv, n_words));
}
