#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/* Brings the schema up to date: every sql/NNNN-name.sql of the resources above the database's version, each in its own
 * transaction. Refuses a database that a newer version made. */
gboolean aus_migrations_apply    (AusDatabase  *database,
                                  GError      **error);
/* The same up to version @last, as an older program would. */
gboolean aus_migrations_apply_to (AusDatabase  *database,
                                  gint64        last,
                                  GError      **error);

/* Whether this program knows the database's version, or a later one made it. */
gboolean aus_migrations_check (AusDatabase  *database,
                               GError      **error);
/* The version that the database has, and the newest that this program knows. */
gboolean aus_migrations_get_versions (AusDatabase  *database,
                                      gint64       *version,
                                      gint64       *newest,
                                      GError      **error);

G_END_DECLS
