#pragma once

#include <gtk/gtk.h>

#include "aus-room-window.h"

G_BEGIN_DECLS

#define AUS_TYPE_MEETING_PAGE (aus_meeting_page_get_type ())

G_DECLARE_FINAL_TYPE (AusMeetingPage, aus_meeting_page, AUS, MEETING_PAGE, GtkWidget)

/**
 * AusMeetingPage:
 *
 * Stands where the picture would be while a visit is held at another provider: shows the meeting where the web engine
 * can carry it, and else opens the user's browser, says why, and asks after a while whether they are in.
 *
 * Property `view` (read-only, notified): what shows the meeting inside the app.
 */

/* Once. Begins when it is seen first. */
void       aus_meeting_page_attach   (AusMeetingPage     *self,
                                      AusClient          *client,
                                      const AusRoomSetup *setup);
/* Returns: (transfer none) (nullable) */
GtkWidget *aus_meeting_page_get_view (AusMeetingPage     *self);

G_END_DECLS
