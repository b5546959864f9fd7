#pragma once

#include <gtk/gtk.h>

#include "aus-remote.h"
#include "aus-video-call.h"

G_BEGIN_DECLS

#define AUS_TYPE_CALL_VIEW (aus_call_view_get_type ())

G_DECLARE_FINAL_TYPE (AusCallView, aus_call_view, AUS, CALL_VIEW, GtkWidget)

/**
 * AusCallView:
 *
 * The picture of the other side, large; our own, small; what is going on in words wherever there is no
 * picture; and the buttons `win.mute`, `win.camera` and `win.hang-up`.
 *
 * Property `foremost` (read-only, notified): of whom most is seen, or who came first.
 */

/* Once. @name: of the patient. */
void       aus_call_view_attach       (AusCallView  *self,
                                       AusVideoCall *call,
                                       const char   *name);
/* When the clock of the visit began to run; %NULL hides it. */
void       aus_call_view_set_since    (AusCallView  *self,
                                       GDateTime    *since);
/* Returns: (transfer none) (nullable) */
AusRemote *aus_call_view_get_foremost (AusCallView  *self);

G_END_DECLS
