#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AUS_TYPE_PRIVATE_PAGE (aus_private_page_get_type ())

G_DECLARE_FINAL_TYPE (AusPrivatePage, aus_private_page, AUS, PRIVATE_PAGE, GtkWidget)

/**
 * AusPrivatePage:
 *
 * What a window shows in place of patients while others look at this screen.
 */

G_END_DECLS
