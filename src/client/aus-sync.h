#pragma once

#include "aus-api.h"
#include "aus-cache.h"

G_BEGIN_DECLS

#define AUS_TYPE_SYNC (aus_sync_get_type ())

G_DECLARE_FINAL_TYPE (AusSync, aus_sync, AUS, SYNC, GObject)

/**
 * AusSync:
 *
 * Follows the server's change log into the cache, page by page: when told to, and every minute as a safety
 * net.
 *
 * Signals: `page (AusSyncPage *page)`, which is in the cache by then; `finished (GDateTime *as_of, gboolean
 * afresh)`, nothing more to come for now, and where @afresh is set the cache was filled anew, so that what no
 * page brought is gone; `failed (GError *error)`.
 */

/* @cursor: how far the cache is */
AusSync *aus_sync_new     (AusApi   *api,
                           AusCache *cache,
                           gint64    cursor);
/* Many calls while one round is under way make one more round. */
void     aus_sync_trigger (AusSync  *self);
/* For good; nothing is emitted any more. */
void     aus_sync_stop    (AusSync  *self);

G_END_DECLS
