#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * aus_leave_dialog_present:
 * @window: where the next call is to be; titled with its patient
 * @action: what is to be done there once the other call has ended
 * @other: where a call is live; titled with its patient
 *
 * Two patients are never in one call: asks whether to hang up in @other and go on with @action.
 */
void aus_leave_dialog_present (GtkWindow  *window,
                               const char *action,
                               GtkWindow  *other);

G_END_DECLS
