#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A room of the same program where another call is live; titled with its patient. (nullable) (transfer none) */
GtkWindow *aus_leave_dialog_find_other (GtkWindow  *window);

/**
 * aus_leave_dialog_ask:
 * @window: where the next call is to be; titled with its patient
 * @action: what is to be done there once another call has ended
 *
 * Two patients are never in one call: where one is live elsewhere, asks whether to hang up there and go on with
 * @action.
 *
 * Returns: whether it asks
 */
gboolean   aus_leave_dialog_ask        (GtkWindow  *window,
                                        const char *action);

G_END_DECLS
