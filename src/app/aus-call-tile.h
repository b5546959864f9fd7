#pragma once

#include <gtk/gtk.h>

#include "aus-remote.h"

G_BEGIN_DECLS

#define AUS_TYPE_CALL_TILE (aus_call_tile_get_type ())

G_DECLARE_FINAL_TYPE (AusCallTile, aus_call_tile, AUS, CALL_TILE, GtkWidget)

/**
 * AusCallTile:
 *
 * One of the others in the call: their picture, or in words why there is none; name and role; and what may be done
 * about them, by its own `tile.` actions and those of `people.`. Properties: `pinned` (read-write, notified: whether it
 * is to be the large one), `is-alone` (there is nobody to be told apart from, or to be larger than), `is-small`.
 */
GtkWidget *aus_call_tile_new        (AusRemote   *remote);

AusRemote *aus_call_tile_get_remote (AusCallTile *self);

G_END_DECLS
