#pragma once

#include <gtk/gtk.h>

#include "aus-client.h"

G_BEGIN_DECLS

#define AUS_TYPE_CONNECTION_PANE (aus_connection_pane_get_type ())

G_DECLARE_FINAL_TYPE (AusConnectionPane, aus_connection_pane, AUS, CONNECTION_PANE, GtkWidget)

/**
 * AusConnectionPane:
 *
 * How well the call of a visit travelled for each person in it, and the way to report a problem, with what is known of
 * it filled in.
 */

/* Once. */
void   aus_connection_pane_attach   (AusConnectionPane *self,
                                     AusClient         *client,
                                     AusRoom           *room);

/* Returns: (transfer full): what a report of a problem begins with, "" while nothing is known */
char  *aus_connection_pane_describe (AusConnectionPane *self);

G_END_DECLS
