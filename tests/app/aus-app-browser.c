#include "aus-app-browser.h"

#include <glib/gstdio.h>

void
app_browser_install (const char *folder)
{
  g_autofree char *applications = g_build_filename (folder, "applications", NULL);
  g_autofree char *desktop = g_build_filename (applications, "browser.desktop", NULL);
  g_autofree char *types = g_build_filename (folder, "mimeapps.list", NULL);
  g_autofree char *opened = g_build_filename (folder, "opened", NULL);
  g_autofree char *entry = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Browser\n"
                                            "Exec=sh -c \"printf %%%%s \\\\\"\\\\$0\\\\\" > %s\" %%u\n"
                                            "MimeType=x-scheme-handler/http;x-scheme-handler/https;\n", opened);

  g_assert_no_errno (g_mkdir_with_parents (applications, 0700));
  g_assert_true (g_file_set_contents (desktop, entry, -1, NULL));
  g_assert_true (g_file_set_contents (types, "[Default Applications]\nx-scheme-handler/http=browser.desktop\n"
                                             "x-scheme-handler/https=browser.desktop\n", -1, NULL));
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  g_setenv ("AUS_OPENED", opened, TRUE);
}
