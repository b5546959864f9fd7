#include "aus-test-wait.h"

#include <glib/gstdio.h>

gboolean
aus_test_wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
aus_test_result_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

GAsyncResult *
aus_test_await (GAsyncResult **result)
{
  aus_test_wait_until (*result != NULL);

  return *result;
}

char *
aus_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("aus-client-XXXXXX", &error);

  g_assert_no_error (error);

  return folder;
}

void
aus_test_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
      aus_test_remove_folder (path);
    else
      g_unlink (path);
  }

  g_rmdir (folder);
}
