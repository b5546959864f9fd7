#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/**
 * The change log holds the latest change of each record, so that its size is that of the database and a reader that
 * was away for long reads each record once.
 */

/* Who may see a visit, or how it looks, has changed: for the hub, and no frame. */
#define AUS_EVENT_SIGHT_CHANGED "sight_changed"

/* Notes that the record @id of @entity (its table) was saved, or deleted. */
gboolean aus_changes_add (AusDatabase  *database,
                          const char   *entity,
                          const char   *id,
                          gint64        revision,
                          gboolean      deleted,
                          GError      **error);
/* *@leads: whether whoever knows everything up to @seq may go on from there. Nobody may who knows more than we do, or
 * what was lost when we were restored from a copy. */
gboolean aus_changes_lead_on (AusDatabase  *database,
                              gint64        seq,
                              gboolean     *leads,
                              GError      **error);
/* Gives what triggers have touched a new place, for it came into somebody's sight or left it, or looks different. At
 * the end of each write job. */
gboolean aus_changes_settle (AusDatabase *database,
                             GError     **error);

G_END_DECLS
