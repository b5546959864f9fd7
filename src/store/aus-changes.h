#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/**
 * The change log holds the latest change of each record, so that its size is that of the database and a reader that
 * was away for long reads each record once.
 */

/* Notes that the record @id of @entity (its table) was saved, or deleted. */
gboolean aus_changes_add (AusDatabase  *database,
                          const char   *entity,
                          const char   *id,
                          gint64        revision,
                          gboolean      deleted,
                          GError      **error);

G_END_DECLS
