#include "aus-tile-grid.h"

#define SPACING 6
#define STRIP_MIN 96
#define STRIP_MAX 220
/* A tile of the strip has the shape of most pictures. */
#define STRIP_RATIO 0.75

struct _AusTileGrid
{
  GtkWidget  parent_instance;

  GtkWidget *pinned;
};

typedef struct
{
  GtkWidget *grid;
  GtkWidget *pinned;
  int        width;
  int        height;
  int        n_tiles;
} Area;

G_DEFINE_FINAL_TYPE (AusTileGrid, aus_tile_grid, GTK_TYPE_WIDGET)

static void
place (const Area         *area,
       GtkWidget          *child,
       const GdkRectangle *wanted)
{
  GtkAllocation allocation = *wanted;
  int width, height;

  if (gtk_widget_get_direction (area->grid) == GTK_TEXT_DIR_RTL)
    allocation.x = area->width - wanted->x - wanted->width;

  /* Whoever gets less than they need would complain, and be cut off all the same. */
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  allocation.width = MAX (allocation.width, width);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, allocation.width, &height, NULL, NULL, NULL);
  allocation.height = MAX (allocation.height, height);
  gtk_widget_size_allocate (child, &allocation, -1);
}

/* As many columns as leave the largest tiles. */
static int
count_columns (const Area *area)
{
  const gboolean is_wide = area->width >= area->height;

  if (area->n_tiles <= 2)
    return is_wide ? area->n_tiles : 1;

  return is_wide || area->height < 2 * area->width ? 2 : 1;
}

static void
place_equally (const Area *area)
{
  const int columns = MAX (count_columns (area), 1);
  const int rows = (area->n_tiles + columns - 1) / columns;
  GdkRectangle cell = { 0, 0, (area->width - SPACING * (columns - 1)) / columns,
                        (area->height - SPACING * (rows - 1)) / MAX (rows, 1) };
  int i = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (area->grid); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (!gtk_widget_should_layout (child))
      continue;

    cell.x = (i % columns) * (cell.width + SPACING);
    cell.y = (i / columns) * (cell.height + SPACING);
    place (area, child, &cell);
    i++;
  }
}

/* Wide: the others stand one below the other at the end. Narrow: they lie side by side above the large one. */
static void
place_around (const Area *area)
{
  const gboolean is_wide = area->width >= area->height;
  const int n_others = area->n_tiles - 1;
  int strip = CLAMP ((is_wide ? area->width : area->height) / 4, STRIP_MIN, STRIP_MAX);
  GdkRectangle cell = { 0, 0, (area->width - SPACING * (n_others - 1)) / n_others, strip };

  if (is_wide)
    cell = (GdkRectangle) { area->width - strip, 0, strip,
                            MIN ((int) (strip * STRIP_RATIO), (area->height - SPACING * (n_others - 1)) / n_others) };

  for (GtkWidget *child = gtk_widget_get_first_child (area->grid); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (!gtk_widget_should_layout (child) || child == area->pinned)
      continue;

    place (area, child, &cell);
    cell.x += is_wide ? 0 : cell.width + SPACING;
    cell.y += is_wide ? cell.height + SPACING : 0;
  }

  strip += SPACING;
  cell = is_wide ? (GdkRectangle) { 0, 0, area->width - strip, area->height }
                 : (GdkRectangle) { 0, strip, area->width, area->height - strip };
  place (area, area->pinned, &cell);
}

static void
aus_tile_grid_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  Area area = { widget, NULL, width, height, 0 };

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    area.n_tiles += gtk_widget_should_layout (child);

    if (child == AUS_TILE_GRID (widget)->pinned)
      area.pinned = child;
  }

  if (area.pinned != NULL && area.n_tiles > 1)
    place_around (&area);
  else
    place_equally (&area);
}

static void
aus_tile_grid_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (aus_tile_grid_parent_class)->dispose (object);
}

static void
aus_tile_grid_class_init (AusTileGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_tile_grid_dispose;
  widget_class->size_allocate = aus_tile_grid_size_allocate;
}

static void
aus_tile_grid_init (AusTileGrid *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

void
aus_tile_grid_add (AusTileGrid *self,
                   GtkWidget   *tile)
{
  g_return_if_fail (AUS_IS_TILE_GRID (self));

  gtk_widget_insert_before (tile, GTK_WIDGET (self), NULL);
}

void
aus_tile_grid_set_pinned (AusTileGrid *self,
                          GtkWidget   *pinned)
{
  g_return_if_fail (AUS_IS_TILE_GRID (self));

  /* Only compared with the children there are, so it need not be held. */
  self->pinned = pinned;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}
