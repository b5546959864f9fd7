#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define AUS_TYPE_ITEM_WATCHER (aus_item_watcher_get_type ())

G_DECLARE_FINAL_TYPE (AusItemWatcher, aus_item_watcher, AUS, ITEM_WATCHER, GObject)

/**
 * AusItemWatcher:
 *
 * Says when a list, or a property of anything in it, has changed: records stay the same objects when they
 * change, so a filter does not hear of it by itself. Signal `changed`: once for all that happened in one turn
 * of the main loop.
 */

AusItemWatcher *aus_item_watcher_new       (void);

/* @model may be %NULL. */
void            aus_item_watcher_set_model (AusItemWatcher *self,
                                            GListModel     *model);

G_END_DECLS
