#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Scrolls to @widget, which may just have become visible, as soon as it has its place. Where nothing scrolls, nothing
 * happens. */
void aus_reveal (GtkWidget *widget);

G_END_DECLS
