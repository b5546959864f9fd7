#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AUS_TYPE_TILE_GRID (aus_tile_grid_get_type ())

G_DECLARE_FINAL_TYPE (AusTileGrid, aus_tile_grid, AUS, TILE_GRID, GtkWidget)

/**
 * AusTileGrid:
 *
 * Gives all of its room to its children: equal tiles, or one large and the others in a row beside it. It asks for no
 * room by itself.
 */

/* @tile: without a parent; it goes again by gtk_widget_unparent() */
void aus_tile_grid_add        (AusTileGrid *self,
                               GtkWidget   *tile);
/* @pinned: (nullable): the large one */
void aus_tile_grid_set_pinned (AusTileGrid *self,
                               GtkWidget   *pinned);

G_END_DECLS
