#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusDataFolder:
 *
 * Where a clinic's data lies: the database and the key of its links. The server keeps it to itself as long as it has
 * it; a command beside it may still look in.
 */
typedef struct _AusDataFolder AusDataFolder;

/* Beside a server only who makes a clinic's first account makes a folder as well. */
typedef enum
{
  AUS_DATA_FOLDER_THERE,
  AUS_DATA_FOLDER_BESIDE,
  AUS_DATA_FOLDER_ALONE,
} AusDataFolderMode;

/**
 * aus_data_folder_open:
 * @path: (nullable): %NULL for the usual place: what systemd says in STATE_DIRECTORY, else “ausculta” among the
 *   user's data
 *
 * Makes the folder where it is missing, but for %AUS_DATA_FOLDER_THERE, which wants a database in it.
 *
 * Returns: (transfer full): or %NULL with an error that names the folder: it cannot be written, or is in use
 */
AusDataFolder *aus_data_folder_open         (const char        *path,
                                             AusDataFolderMode  mode,
                                             GError           **error);
/* A new one, in memory where there is a place for that. It is deleted when it is closed. */
AusDataFolder *aus_data_folder_open_passing (GError           **error);
void           aus_data_folder_close        (AusDataFolder     *self);

/* (transfer full): what is meant where no folder is named. */
char          *aus_data_folder_find_usual_place (void);

/* Deletes a data folder, or what was to become one, with all that is in it. */
void           aus_data_folder_discard   (const char       *folder);
/* Whether a server has the folder at @path now. */
gboolean       aus_data_folder_is_served (const char       *path);

/* Whether there is a database in it; %AUS_ERROR_NOT_FOUND where it may lie elsewhere. */
gboolean       aus_data_folder_check_there  (const char        *path,
                                             GError           **error);

const char    *aus_data_folder_get_path     (AusDataFolder     *self);
/* The database's file, which need not be there yet. */
const char    *aus_data_folder_get_database (AusDataFolder     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusDataFolder, aus_data_folder_close)

G_END_DECLS
