#pragma once

#include "aus-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AUS_TYPE_ACCOUNT_PANE (aus_account_pane_get_type ())

G_DECLARE_DERIVABLE_TYPE (AusAccountPane, aus_account_pane, AUS, ACCOUNT_PANE, GtkWidget)

struct _AusAccountPaneClass
{
  GtkWidgetClass parent_class;
};

/**
 * AusAccountPane:
 *
 * A part of a window that changes the account of whoever is signed in, by one call at a time: calls end with the pane.
 * Property `client`.
 */
AusClient    *aus_account_pane_get_client      (AusAccountPane *self);
GCancellable *aus_account_pane_get_cancellable (AusAccountPane *self);

/* Whether a call may begin; whoever is told so must end it. */
gboolean      aus_account_pane_begin           (AusAccountPane *self);

/* Returns: whether there still is someone who wants to know how the call went */
gboolean      aus_account_pane_end             (AusAccountPane *self,
                                                const GError   *error);

G_END_DECLS
