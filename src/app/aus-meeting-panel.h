#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AUS_TYPE_MEETING_PANEL (aus_meeting_panel_get_type ())

G_DECLARE_FINAL_TYPE (AusMeetingPanel, aus_meeting_panel, AUS, MEETING_PANEL, GtkWidget)

/**
 * AusMeetingPanel:
 *
 * Stands where the picture would be while a meeting is in the user's browser. Signals: `open`; `builtin`, the user
 * would rather have the clinic's own call; `ask`, the time has come to ask whether they are in.
 *
 * Property `patience`: milliseconds from opening to that question.
 */

/* @provider: its name, as people know it */
void aus_meeting_panel_set_provider (AusMeetingPanel *self,
                                     const char      *provider);
/* @reason: why it is not inside the app, a sentence */
void aus_meeting_panel_show_opened  (AusMeetingPanel *self,
                                     const char      *reason);
/* @text: (nullable): what went wrong; %NULL for nothing */
void aus_meeting_panel_show_fault   (AusMeetingPanel *self,
                                     const char      *text);
/* Whether the user can press anything. */
void aus_meeting_panel_set_busy     (AusMeetingPanel *self,
                                     gboolean         is_busy);
/* Asks whether the user is in. */
void aus_meeting_panel_ask          (AusMeetingPanel *self);
/* They are. */
void aus_meeting_panel_show_in      (AusMeetingPanel *self);

G_END_DECLS
