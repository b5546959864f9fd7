#pragma once

#include <gtk/gtk.h>

#include "aus-client.h"
#include "aus-consultation.h"
#include "aus-room-latch.h"

G_BEGIN_DECLS

#define AUS_TYPE_PAUSE_PAGE (aus_pause_page_get_type ())

G_DECLARE_FINAL_TYPE (AusPausePage, aus_pause_page, AUS, PAUSE_PAGE, GtkWidget)

/**
 * AusPausePage:
 *
 * Stands where the call is while a visit goes on without it: in the seconds in which somebody can be called back, on
 * hold, and by phone. Its button is `win.recall` or `win.resume`.
 */

/* Once. */
void     aus_pause_page_attach    (AusPausePage    *self,
                                   AusClient       *client,
                                   AusRoomLatch    *latch,
                                   AusConsultation *visit);
void     aus_pause_page_set_visit (AusPausePage    *self,
                                   AusConsultation *visit);

G_END_DECLS
