#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a backup's files are: the size of each, and a SHA-256 of every MiB of it, so that damage has a place. */

#define AUS_BACKUP_DATABASE "ausculta.db"
#define AUS_BACKUP_KEY "secret.key"
#define AUS_BACKUP_MANIFEST "manifest"

/* Writes down the files of @folder as they are, on disk. @lost: (element-type utf8): the content it is without */
gboolean aus_backup_manifest_write (const char  *folder,
                                    GPtrArray   *lost,
                                    GError     **error);
/* (transfer full): the names of the content that was lost when the backup was made. */
GStrv    aus_backup_manifest_read_lost (const char  *folder,
                                        GError     **error);
/* Whether the files of @folder are still what was written down; the error says which is not, and where. */
gboolean aus_backup_manifest_check (const char  *folder,
                                    GError     **error);

G_END_DECLS
