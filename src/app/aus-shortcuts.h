#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The keys of all actions; resources/gtk/help-overlay.ui tells people. */
void aus_shortcuts_install (GtkApplication *application);

G_END_DECLS
