#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/* Records in and out of their tables. Call these inside a job. All but aus_table_put() write the change log. */

/* Reads the row of @id into @record. %AUS_ERROR_NOT_FOUND where there is none. */
gboolean aus_table_get     (AusDatabase  *database,
                            AusRecord    *record,
                            const char   *id,
                            GError      **error);
/* Fails as aus_table_get() does, for a record that the caller may not see: what is hidden looks like what is not there.
 * Always: %FALSE */
gboolean aus_table_fail_to_find (AusRecord *record,
                                 GError   **error);
/* Gives the record an id where it has none, revision 1 and its times. */
gboolean aus_table_insert  (AusDatabase  *database,
                            AusRecord    *record,
                            GError      **error);
/* Writes all columns and raises the revision. %AUS_ERROR_STALE where the row has another revision than @record. */
gboolean aus_table_save    (AusDatabase  *database,
                            AusRecord    *record,
                            GError      **error);
gboolean aus_table_delete  (AusDatabase  *database,
                            AusRecord    *record,
                            GError      **error);
/* Inserts or replaces the row as it is, revision and all: for copies of what another database decides. */
gboolean aus_table_put     (AusDatabase  *database,
                            AusRecord    *record,
                            GError      **error);

G_END_DECLS
