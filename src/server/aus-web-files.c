#include "aus-web-files.h"

#include "aus-web-resources.h"

#define FOLDER "/org/ausculta/Ausculta/web/"
#define BEST 9

struct _AusWebFiles
{
  GObject     parent_instance;

  /* By name, and only those that there are. */
  GHashTable *files;
};

G_DEFINE_FINAL_TYPE (AusWebFiles, aus_web_files, G_TYPE_OBJECT)

typedef struct
{
  const char *ending;
  const char *type;
  gboolean    is_packed;
} Type;

static const Type types[] = {
  { ".js", "text/javascript; charset=utf-8" },
  { ".css", "text/css; charset=utf-8" },
  { ".html", "text/html; charset=utf-8" },
  { ".svg", "image/svg+xml" },
  { ".json", "application/json" },
  { ".webmanifest", "application/manifest+json" },
  { ".png", "image/png", TRUE },
  { ".woff2", "font/woff2", TRUE },
};

static const Type unknown_type = { "", "application/octet-stream", TRUE };

static const Type *
find_type (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    if (g_str_has_suffix (name, types[i].ending))
      return &types[i];
  }

  return &unknown_type;
}

static void
file_free (gpointer data)
{
  AusWebFile *file = data;

  g_bytes_unref (file->bytes);
  g_clear_pointer (&file->gzipped, g_bytes_unref);
  g_free (file->tag);
  g_free (file->gzipped_tag);
  g_free (file);
}

static GBytes *
compress (GBytes *bytes)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, BEST);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (g_output_stream_write_all (stream, data, length, NULL, NULL, &error) &&
      g_output_stream_close (stream, NULL, &error))
    return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));

  g_warning ("Sending a file as it is: %s", error->message);

  return NULL;
}

static AusWebFile *
load (const char *name)
{
  const Type *type = find_type (name);
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autofree char *hash = NULL;
  GBytes *bytes;
  AusWebFile *file;

  g_return_val_if_fail (aus_web_get_resource () != NULL, NULL);
  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (bytes == NULL)
    return NULL;

  hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  file = g_new0 (AusWebFile, 1);
  file->type = type->type;
  file->bytes = bytes;
  file->gzipped = type->is_packed ? NULL : compress (bytes);
  file->tag = g_strdup_printf ("\"%.32s\"", hash);
  file->gzipped_tag = g_strdup_printf ("\"%.32s-gzip\"", hash);

  if (file->gzipped != NULL && g_bytes_get_size (file->gzipped) >= g_bytes_get_size (bytes))
    g_clear_pointer (&file->gzipped, g_bytes_unref);

  return file;
}

static void
aus_web_files_finalize (GObject *object)
{
  g_hash_table_unref (AUS_WEB_FILES (object)->files);

  G_OBJECT_CLASS (aus_web_files_parent_class)->finalize (object);
}

static void
aus_web_files_class_init (AusWebFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aus_web_files_finalize;
}

static void
aus_web_files_init (AusWebFiles *self)
{
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, file_free);
}

AusWebFiles *
aus_web_files_new (void)
{
  return g_object_new (AUS_TYPE_WEB_FILES, NULL);
}

const AusWebFile *
aus_web_files_get (AusWebFiles *self,
                   const char  *name)
{
  AusWebFile *file = g_hash_table_lookup (self->files, name);

  if (file == NULL) {
    file = load (name);

    if (file != NULL)
      g_hash_table_insert (self->files, g_strdup (name), file);
  }

  return file;
}
