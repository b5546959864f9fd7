#pragma once

#include <gtk/gtk.h>

#include "aus-client.h"

G_BEGIN_DECLS

#define AUS_TYPE_RETURN_BANNER (aus_return_banner_get_type ())

G_DECLARE_FINAL_TYPE (AusReturnBanner, aus_return_banner, AUS, RETURN_BANNER, GtkWidget)

/**
 * AusReturnBanner:
 *
 * The way back into a visit that goes on without its doctor: after a crash, or from another computer. Shown while a
 * visit of the user's is in progress that no window is open for.
 */

/* To be called once. @application may be %NULL: then no window is ever open. */
void        aus_return_banner_attach    (AusReturnBanner *self,
                                         GtkApplication  *application,
                                         AusClient       *client);

/* Returns: (transfer none) (nullable): the visit that it leads back into */
const char *aus_return_banner_get_visit (AusReturnBanner *self);

G_END_DECLS
