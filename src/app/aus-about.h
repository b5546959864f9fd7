#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Says what this program is, over @parent, which may be %NULL. */
void aus_about_present (GtkWindow  *parent,
                        const char *version);

G_END_DECLS
