#include "aus-self-check-data.h"

#include "aus-integrity.h"
#include "aus-key-proof.h"
#include "aus-migrations.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define KEY_LENGTH 32
#define RESTORE_KEY "Restore it from a backup: links, second steps, recordings and files are made with it."
#define MIB ((guint64) 1024 * 1024)
#define LITTLE_SPACE (1024 * MIB)
#define NO_SPACE (128 * MIB)

void
aus_self_check_folder (AusSelfCheck *self)
{
  GStatBuf status;

  if (g_stat (self->folder, &status) != 0 && errno == ENOENT)
    aus_self_check_say (self, AUS_VERDICT_WARN, "Right before the first start; else say with --data where it is.",
                        "data folder: %s is not there", self->folder);
  else if (g_access (self->folder, R_OK | W_OK | X_OK) != 0)
    aus_self_check_say (self, AUS_VERDICT_FAIL, "Give it to the account that the server runs as, with chown -R.",
                        "data folder: %s cannot be used: %s", self->folder, g_strerror (errno));
  else if ((status.st_mode & 0077) != 0)
    aus_self_check_say (self, AUS_VERDICT_FAIL, "Close it to others with chmod 700.",
                        "data folder: %s is open to others (%03o)", self->folder, (guint) status.st_mode & 0777);
  else
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "data folder: %s", self->folder);
}

void
aus_self_check_space (AusSelfCheck *self)
{
  struct statvfs status;
  guint64 left;

  if (statvfs (self->folder, &status) != 0)
    return;

  left = (guint64) status.f_bavail * status.f_frsize;

  if (left < LITTLE_SPACE)
    aus_self_check_say (self, left < NO_SPACE ? AUS_VERDICT_FAIL : AUS_VERDICT_WARN,
                        "Make room on that disk; without it nothing can be written down.",
                        "disk: %" G_GUINT64_FORMAT " MiB are left", left / MIB);
  else
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "disk: %" G_GUINT64_FORMAT " MiB are left", left / MIB);
}

/* @path: (nullable): a key that nobody has for %NULL. What else is wrong with the database is said elsewhere. */
static gboolean
fits_database (AusSelfCheck  *self,
               const char    *path,
               GError       **error)
{
  g_autoptr (AusDatabase) database = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!g_file_test (self->database, G_FILE_TEST_EXISTS))
    return TRUE;

  if (path != NULL && !g_file_get_contents (path, &text, &length, error))
    return FALSE;

  database = aus_database_open (self->database, AUS_DATABASE_READER, NULL);
  key = g_bytes_new (text, length);

  return database == NULL || aus_key_proof_check (database, key, error);
}

static void
check_key_file (AusSelfCheck *self,
                const char   *path,
                GStatBuf     *status)
{
  g_autoptr (GError) error = NULL;

  if (status->st_size != KEY_LENGTH)
    aus_self_check_say (self, AUS_VERDICT_FAIL, RESTORE_KEY, "secret key: %s is no key of ours", path);
  else if ((status->st_mode & 0077) != 0)
    aus_self_check_say (self, AUS_VERDICT_FAIL, "Close it to others with chmod 600.",
                        "secret key: %s is open to others (%03o)", path, (guint) status->st_mode & 0777);
  else if (!fits_database (self, path, &error))
    aus_self_check_say (self, AUS_VERDICT_FAIL, RESTORE_KEY, "secret key: %s", error->message);
  else
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "secret key: %s", path);
}

void
aus_self_check_key (AusSelfCheck *self)
{
  g_autofree char *path = g_build_filename (self->folder, "secret.key", NULL);
  GStatBuf status;

  if (g_stat (path, &status) == 0)
    check_key_file (self, path, &status);
  else if (!fits_database (self, NULL, NULL))
    aus_self_check_say (self, AUS_VERDICT_FAIL, RESTORE_KEY, "secret key: %s is not there", path);
  else if (g_file_test (self->database, G_FILE_TEST_EXISTS))
    aus_self_check_say (self, AUS_VERDICT_WARN,
                        "Restore it from a backup where patients have links already; else the first start makes it.",
                        "secret key: %s is not there", path);
  else
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "secret key: the first start makes it");
}

static void
say_version (AusSelfCheck *self,
             AusDatabase  *database)
{
  g_autoptr (GError) error = NULL;
  gint64 version, newest;

  if (!aus_integrity_check (database, &error) || !aus_migrations_get_versions (database, &version, &newest, &error))
    aus_self_check_say (self, AUS_VERDICT_FAIL,
                        "Stop the server and restore the last backup with --replace, or install the newer program.",
                        "database: %s: %s", self->database, error->message);
  else
    aus_self_check_say (self, AUS_VERDICT_OK, NULL,
                        "database: whole, version %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, version, newest);
}

void
aus_self_check_database (AusSelfCheck *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AusDatabase) database = NULL;

  if (!g_file_test (self->database, G_FILE_TEST_EXISTS)) {
    aus_self_check_say (self, AUS_VERDICT_OK, NULL, "database: the first start makes it");
    return;
  }

  database = aus_database_open (self->database, AUS_DATABASE_READER, &error);

  if (database != NULL)
    say_version (self, database);
  else
    aus_self_check_say (self, AUS_VERDICT_FAIL, "Run the check as the account that the server runs as.",
                        "database: %s", error->message);
}
