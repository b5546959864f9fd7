#pragma once

#include <gtk/gtk.h>

#include "aus-video-call.h"

G_BEGIN_DECLS

#define AUS_TYPE_CALL_ACTIONS (aus_call_actions_get_type ())

G_DECLARE_FINAL_TYPE (AusCallActions, aus_call_actions, AUS, CALL_ACTIONS, GObject)

/**
 * AusCallActions:
 *
 * What can be done while a call goes on, as actions of the window that it is in: `win.mute`, `win.camera`,
 * `win.louder`, `win.quieter`, `win.fullscreen`, which Escape leaves.
 */

/* @window: lives longer, and lets go of the actions by aus_call_actions_remove() */
AusCallActions *aus_call_actions_new    (GtkWindow      *window,
                                         AusVideoCall   *call);
/* GTK holds a window's actions for longer than the window. */
void            aus_call_actions_remove (AusCallActions *self);

G_END_DECLS
