#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/* Reads the whole database: its pages and indexes, what its rows refer to, and whether this program knows its version.
 * The error says what is wrong and where. */
gboolean aus_integrity_check (AusDatabase  *database,
                              GError      **error);
/* For each start: whether the pages of a database that is soon read hang together. One that is large is left to the
 * other check. */
gboolean aus_integrity_check_small (AusDatabase  *database,
                                    GError      **error);
/* How many rows the table has. @table: a name of ours */
gboolean aus_integrity_count (AusDatabase  *database,
                              const char   *table,
                              gint64       *count,
                              GError      **error);

G_END_DECLS
