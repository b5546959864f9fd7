#include "aus-data-folder.h"

#include "aus-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define MEMORY "/dev/shm"

struct _AusDataFolder
{
  char     *path;
  char     *database;
  gboolean  is_passing;
  int       lock;
};

static AusDataFolder *
data_folder_new (const char *path)
{
  AusDataFolder *self = g_new0 (AusDataFolder, 1);

  self->path = g_strdup (path);
  self->database = g_build_filename (path, "ausculta.db", NULL);
  self->lock = -1;

  return self;
}

static gboolean
set_fault (AusDataFolder  *self,
           int             number,
           GError        **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "The data folder %s cannot be used: %s", self->path,
               g_strerror (number));

  return FALSE;
}

static gboolean
make (AusDataFolder  *self,
      GError        **error)
{
  if (g_mkdir_with_parents (self->path, 0700) != 0 || g_access (self->path, R_OK | W_OK | X_OK) != 0)
    return set_fault (self, errno, error);

  return TRUE;
}

/* The kernel lets go of the lock when the process ends, however it does. */
static gboolean
lock (AusDataFolder  *self,
      GError        **error)
{
  g_autofree char *path = g_build_filename (self->path, "lock", NULL);

  self->lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (self->lock < 0)
    return set_fault (self, errno, error);

  if (flock (self->lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;

  if (errno != EWOULDBLOCK)
    return set_fault (self, errno, error);

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The data folder %s is in use by another ausculta-server.",
               self->path);

  return FALSE;
}

char *
aus_data_folder_find_usual_place (void)
{
  const char *state = g_getenv ("STATE_DIRECTORY");

  /* systemd puts a colon between several. */
  if (state != NULL && *state != '\0')
    return g_strndup (state, strcspn (state, ":"));

  return g_build_filename (g_get_user_data_dir (), "ausculta", NULL);
}

gboolean
aus_data_folder_is_served (const char *path)
{
  g_autofree char *name = g_build_filename (path, "lock", NULL);
  const int fd = g_open (name, O_RDONLY | O_CLOEXEC, 0);
  const gboolean is_served = fd >= 0 && flock (fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;

  if (fd >= 0)
    close (fd);

  return is_served;
}

gboolean
aus_data_folder_check_there (const char  *path,
                             GError     **error)
{
  g_autofree char *database = g_build_filename (path, "ausculta.db", NULL);

  if (g_file_test (database, G_FILE_TEST_EXISTS))
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "%s is not there. Say with --data where the data lies.",
               database);

  return FALSE;
}

AusDataFolder *
aus_data_folder_open (const char         *path,
                      AusDataFolderMode   mode,
                      GError            **error)
{
  g_autofree char *usual = path ? NULL : aus_data_folder_find_usual_place ();
  g_autoptr (AusDataFolder) self = data_folder_new (path ? path : usual);

  if (mode == AUS_DATA_FOLDER_THERE && !aus_data_folder_check_there (self->path, error))
    return NULL;

  if (!make (self, error) || (mode == AUS_DATA_FOLDER_ALONE && !lock (self, error)))
    return NULL;

  return g_steal_pointer (&self);
}

AusDataFolder *
aus_data_folder_open_passing (GError **error)
{
  const char *place = g_access (MEMORY, W_OK | X_OK) == 0 ? MEMORY : g_get_tmp_dir ();
  g_autofree char *path = g_build_filename (place, "ausculta-XXXXXX", NULL);
  AusDataFolder *self;

  if (g_mkdtemp (path) == NULL) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path, g_strerror (errno));
    return NULL;
  }

  self = data_folder_new (path);
  self->is_passing = TRUE;

  return self;
}

/* Folders in it are flat. */
static void
discard_names (const char *folder,
               gboolean    is_flat)
{
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  const char *name;

  while (names != NULL && (name = g_dir_read_name (names)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (!is_flat && g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK)) {
      discard_names (path, TRUE);
      g_rmdir (path);
    } else {
      g_unlink (path);
    }
  }
}

void
aus_data_folder_discard (const char *folder)
{
  discard_names (folder, FALSE);

  if (g_rmdir (folder) != 0 && errno != ENOENT)
    g_message ("%s is left over: %s", folder, g_strerror (errno));
}

void
aus_data_folder_close (AusDataFolder *self)
{
  if (self->is_passing)
    aus_data_folder_discard (self->path);

  if (self->lock >= 0)
    close (self->lock);

  g_free (self->path);
  g_free (self->database);
  g_free (self);
}

const char *
aus_data_folder_get_path (AusDataFolder *self)
{
  return self->path;
}

const char *
aus_data_folder_get_database (AusDataFolder *self)
{
  return self->database;
}
