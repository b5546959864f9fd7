#include "aus-fuzz.h"

#include <stdio.h>
#include <stdlib.h>

/* fuzz-TARGET FOLDER...: tries each file of the folders, and what of it comes first, as the fuzzer once did. */

#define MAX_CUTS 64

/* From memory that ends where the input does, so that reading on is seen by a sanitizer. */
static void
try_part (const char *data,
          gsize       length)
{
  g_autofree guint8 *part = g_memdup2 (data, length);

  LLVMFuzzerTestOneInput (part != NULL ? part : (const guint8 *) "", length);
}

static void
try_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize length, step;

  if (!g_file_get_contents (path, &data, &length, &error))
    g_error ("%s", error->message);

  step = length / MAX_CUTS + 1;
  fprintf (stderr, "%s\n", path);

  for (gsize cut = 0; cut < length; cut += step)
    try_part (data, cut);

  try_part (data, length);
}

static guint
try_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  guint n_files = 0;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    try_file (file);
    n_files++;
  }

  return n_files;
}

int
main (int    argc,
      char **argv)
{
  guint n_files = 0;

  for (int i = 1; i < argc; i++)
    n_files += try_folder (argv[i]);

  printf ("%u files\n", n_files);

  return n_files > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
