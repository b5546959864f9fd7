#include <errno.h>
#include <locale.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "aus-application.h"

/* The server beside this program, or else the one in the search path. Returns: (transfer full) (nullable) */
static char *
find_server (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = self ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside = directory ? g_build_filename (directory, "ausculta-server", NULL) : NULL;

  if (beside != NULL && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);

  return g_find_program_in_path ("ausculta-server");
}

/* Becomes the server: the app is a large program, and a server has no use for its libraries. */
static int
become_server (char **arguments)
{
  g_autofree char *server = find_server ();

  if (server == NULL) {
    g_printerr ("ausculta: there is no ausculta-server, neither beside this program nor in the search path\n");
    return 127;
  }

  arguments[0] = server;
  execv (server, arguments);
  g_printerr ("ausculta: cannot run %s: %s\n", server, g_strerror (errno));

  return 126;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AusApplication) application = NULL;

  setlocale (LC_ALL, "");

  if (argc > 1 && g_str_equal (argv[1], "--server"))
    return become_server (argv + 1);

  bindtextdomain (GETTEXT_PACKAGE, AUS_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = aus_application_new (AUS_APP_ID, AUS_VERSION);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
