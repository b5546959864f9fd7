#include "aus-qr-view.h"

#include <string.h>

/* In modules, as the standard has it. */
#define MARGIN 4
/* In pixels of the screen: what a phone reads from an arm's length. */
#define MODULE 5

struct _AusQrView
{
  GtkWidget  parent_instance;

  GStrv      rows;
};

G_DEFINE_FINAL_TYPE (AusQrView, aus_qr_view, GTK_TYPE_WIDGET)

static int
count_modules (AusQrView *self)
{
  return self->rows ? (int) g_strv_length (self->rows) + 2 * MARGIN : 0;
}

/* Dark modules beside each other are one rectangle, so that no seam shows between them. */
static void
draw_row (GtkSnapshot *snapshot,
          const char  *row,
          int          x,
          int          y,
          int          module)
{
  for (int i = 0; row[i] != '\0';) {
    const int n_dark = (int) strspn (row + i, "1");
    const graphene_rect_t area = GRAPHENE_RECT_INIT (x + i * module, y, n_dark * module, module);

    if (n_dark > 0)
      gtk_snapshot_append_color (snapshot, &(const GdkRGBA) { 0, 0, 0, 1 }, &area);

    i += MAX (n_dark, 1);
  }
}

/* Whole pixels for each module, and what is left over around it. */
static void
aus_qr_view_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  AusQrView *self = AUS_QR_VIEW (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  const int n_modules = count_modules (self);
  const int module = n_modules > 0 ? MIN (width, height) / n_modules : 0;
  const int x = (width - n_modules * module) / 2;
  const int y = (height - n_modules * module) / 2;
  const graphene_rect_t area = GRAPHENE_RECT_INIT (x, y, n_modules * module, n_modules * module);
  GskRoundedRect paper;

  if (module == 0)
    return;

  gsk_rounded_rect_init_from_rect (&paper, &area, 2 * module);
  gtk_snapshot_push_rounded_clip (snapshot, &paper);
  gtk_snapshot_append_color (snapshot, &(const GdkRGBA) { 1, 1, 1, 1 }, &area);

  for (int i = 0; self->rows[i] != NULL; i++)
    draw_row (snapshot, self->rows[i], x + MARGIN * module, y + (MARGIN + i) * module, module);

  gtk_snapshot_pop (snapshot);
}

static void
aus_qr_view_finalize (GObject *object)
{
  g_strfreev (AUS_QR_VIEW (object)->rows);

  G_OBJECT_CLASS (aus_qr_view_parent_class)->finalize (object);
}

static void
aus_qr_view_class_init (AusQrViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = aus_qr_view_finalize;
  widget_class->snapshot = aus_qr_view_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
aus_qr_view_init (AusQrView *self)
{
}

void
aus_qr_view_set_rows (AusQrView          *self,
                      const char * const *rows)
{
  g_return_if_fail (AUS_IS_QR_VIEW (self));

  g_strfreev (self->rows);
  self->rows = g_strdupv ((char **) rows);
  gtk_widget_set_size_request (GTK_WIDGET (self), count_modules (self) * MODULE, count_modules (self) * MODULE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
