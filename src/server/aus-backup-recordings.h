#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/* The recordings' files in a data folder or a backup. What of them counts says the database beside them, and that part
 * is never written again, so it is copied while others add to it. */

/* Copies what counts, as the database in @to says, from @from. %G_IO_ERROR_NOT_FOUND where one was deleted since that
 * database was copied. */
gboolean   aus_backup_recordings_copy  (const char   *from,
                                        const char   *to,
                                        GError      **error);
/* Whether all that counts is there in @folder, whose database is @database. */
gboolean   aus_backup_recordings_check (const char   *folder,
                                        AusDatabase  *database,
                                        GError      **error);
/* (transfer full) (element-type utf8): their names as seen from @folder. */
GPtrArray *aus_backup_recordings_list  (const char   *folder);

G_END_DECLS
