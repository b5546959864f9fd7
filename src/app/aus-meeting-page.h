#pragma once

#include <gtk/gtk.h>

#include "aus-client.h"

G_BEGIN_DECLS

#define AUS_TYPE_MEETING_PAGE (aus_meeting_page_get_type ())

G_DECLARE_FINAL_TYPE (AusMeetingPage, aus_meeting_page, AUS, MEETING_PAGE, GtkWidget)

/**
 * AusMeetingPage:
 *
 * Stands where the picture would be while a visit is held in the user's browser.
 */

/* Once. @provider: its name, as people know it. */
void aus_meeting_page_attach (AusMeetingPage *self,
                              AusClient      *client,
                              const char     *consultation_id,
                              const char     *provider);

G_END_DECLS
