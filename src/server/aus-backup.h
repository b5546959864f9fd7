#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusBackupCounts:
 *
 * What people know their data by.
 */
typedef struct
{
  gint64 users;
  gint64 patients;
  gint64 consultations;
  gint64 messages;
} AusBackupCounts;

/**
 * aus_backup_make:
 * @data: a data folder, which may be served meanwhile
 * @target: what is to become the backup; nothing may be there yet
 * @counts: (out): what the backup holds
 * @lost: (element-type utf8): gets the names of the content that is missing or cut off, which the backup is without
 *
 * Copies the database as it is at one moment, and the key. All that was acknowledged before the call is in it. It gets
 * its name once it was read back and found whole and is on disk.
 */
gboolean aus_backup_make   (const char       *data,
                            const char       *target,
                            AusBackupCounts  *counts,
                            GPtrArray        *lost,
                            GError          **error);
/* Reads all of a backup. */
gboolean aus_backup_verify (const char       *folder,
                            AusBackupCounts  *counts,
                            GError          **error);
/* Copies the file @name from one folder into another, on disk and for nobody else to read. */
gboolean aus_backup_copy_file (const char    *from,
                               const char    *to,
                               const char    *name,
                               GError       **error);
/* Renames, so that a power cut leaves either name, and never both or none. */
gboolean aus_backup_rename (const char       *from,
                            const char       *to,
                            GError          **error);
/* Deletes a flat folder that was not finished. */
void     aus_backup_discard (const char      *folder);

G_END_DECLS
