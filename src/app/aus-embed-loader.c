#include "aus-embed-loader.h"

#include <glib/gi18n.h>
#include <gmodule.h>

/* The variable says where, for tests; or it lies beside the program, as in the build directory. (transfer full) */
static char *
find_module (void)
{
  const char *folder = g_getenv ("AUSCULTA_MODULE_DIR");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = self ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside = directory ? g_build_filename (directory, "embed", AUS_EMBED_FILE, NULL) : NULL;

  if (folder != NULL)
    return g_build_filename (folder, AUS_EMBED_FILE, NULL);

  if (beside != NULL && g_file_test (beside, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&beside);

  return g_build_filename (AUS_EMBED_DIR, AUS_EMBED_FILE, NULL);
}

const AusEmbedModule *
aus_embed_load (GError **error)
{
  g_autofree char *path = find_module ();
  GModule *module = g_module_open (path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
  gpointer symbol = NULL;

  if (module != NULL && g_module_symbol (module, AUS_EMBED_SYMBOL, &symbol) && symbol != NULL) {
    /* Its types cannot be taken back. */
    g_module_make_resident (module);
    return symbol;
  }

  g_info ("No web engine: %s", g_module_error ());
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("No web engine is installed on this computer."));

  if (module != NULL)
    g_module_close (module);

  return NULL;
}
