#include "aus-migrations.h"

#include "aus-store-resources.h"

#define FOLDER "/org/ausculta/Ausculta/sql/"

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char **) a, *(const char **) b);
}

/* (transfer full): the scripts' names in order. */
static char **
list_scripts (GError **error)
{
  char **names;

  /* Naming the bundle makes the linker keep it. */
  g_return_val_if_fail (aus_store_get_resource () != NULL, NULL);
  names = g_resources_enumerate_children (FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (names != NULL)
    qsort (names, g_strv_length (names), sizeof *names, compare_names);

  return names;
}

static gboolean
apply_script (AusDatabase  *database,
              const char   *name,
              gint64        version,
              GError      **error)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autofree char *script = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (bytes == NULL)
    return FALSE;

  script = g_strdup_printf ("BEGIN IMMEDIATE; %.*s\n; PRAGMA user_version = %" G_GINT64_FORMAT "; COMMIT",
                            (int) g_bytes_get_size (bytes), (const char *) g_bytes_get_data (bytes, NULL), version);

  if (aus_database_run (database, script, error))
    return TRUE;

  g_prefix_error (error, "%s: ", name);

  if (!aus_database_run (database, "ROLLBACK", NULL))
    g_debug ("%s failed before its transaction began", name);

  return FALSE;
}

static gboolean
read_version (AusDatabase  *database,
              gint64       *version,
              GError      **error)
{
  g_autoptr (AusStatement) statement = aus_database_prepare (database, "PRAGMA user_version", error);

  return statement != NULL && aus_statement_run_integer (statement, 0, version, error);
}

gboolean
aus_migrations_get_versions (AusDatabase  *database,
                             gint64       *version,
                             gint64       *newest,
                             GError      **error)
{
  g_auto (GStrv) names = list_scripts (error);

  if (names == NULL || !read_version (database, version, error))
    return FALSE;

  *newest = g_ascii_strtoll (names[g_strv_length (names) - 1], NULL, 10);

  return TRUE;
}

static gboolean
refuse_newer (gint64    version,
              gint64    newest,
              GError  **error)
{
  if (version <= newest)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED,
               "The database has version %" G_GINT64_FORMAT ", but this program knows only %" G_GINT64_FORMAT ".",
               version, newest);

  return FALSE;
}

gboolean
aus_migrations_check (AusDatabase  *database,
                      GError      **error)
{
  gint64 version, newest;

  return aus_migrations_get_versions (database, &version, &newest, error) && refuse_newer (version, newest, error);
}

gboolean
aus_migrations_apply_to (AusDatabase  *database,
                         gint64        last,
                         GError      **error)
{
  g_auto (GStrv) names = list_scripts (error);
  gint64 version, newest = 0;

  if (names == NULL || !read_version (database, &version, error))
    return FALSE;

  for (guint i = 0; names[i] != NULL; i++) {
    newest = g_ascii_strtoll (names[i], NULL, 10);

    if (newest > version && newest <= last && !apply_script (database, names[i], newest, error))
      return FALSE;
  }

  return refuse_newer (version, newest, error);
}

gboolean
aus_migrations_apply (AusDatabase  *database,
                      GError      **error)
{
  return aus_migrations_apply_to (database, G_MAXINT64, error);
}
