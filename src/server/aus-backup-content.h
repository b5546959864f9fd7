#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/* The content of recordings and files in a data folder or a backup, in a folder for each. What of it counts says the
 * database beside it, and that part is never written again, so it is copied while others add to it. */

extern const char *const aus_backup_folders[];
extern const guint aus_n_backup_folders;

/* Copies what counts, as the database in @to says, from @from. @lost: (nullable) (element-type utf8): gets the names of
 * those that are missing or shorter than they were; without it %AUS_ERROR_NOT_FOUND, as one may have been deleted or
 * begun anew since that database was copied. */
gboolean   aus_backup_content_copy  (const char         *from,
                                     const char         *to,
                                     GPtrArray          *lost,
                                     GError            **error);
/* Whether all that counts is there in @folder, whose database is @database. @lost: (nullable): but for these */
gboolean   aus_backup_content_check (const char         *folder,
                                     AusDatabase        *database,
                                     const char *const  *lost,
                                     GError            **error);
/* (transfer full) (element-type utf8): their names as seen from @folder. */
GPtrArray *aus_backup_content_list  (const char         *folder);

G_END_DECLS
