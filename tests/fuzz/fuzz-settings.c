#include "aus-fuzz.h"

#include "aus-server-settings.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A configuration file: refused with a reason, or taken, and then taken again as GKeyFile writes it. */

static GKeyFile *
load (const char  *text,
      gsize        length,
      GError     **error)
{
  const int fd = memfd_create ("settings", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  GKeyFile *settings;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, text, length), ==, (gssize) length);
  settings = aus_server_settings_load (path, error);
  close (fd);

  return settings;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GKeyFile) settings = load ((const char *) data, size, &error);
  g_autoptr (GKeyFile) again = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (settings == NULL) {
    g_assert_nonnull (error);
    return 0;
  }

  text = g_key_file_to_data (settings, &length, NULL);
  again = load (text, length, &error);
  g_assert_no_error (error);

  return 0;
}
