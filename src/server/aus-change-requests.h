#pragma once

#include "aus-caller.h"
#include "aus-consultation-state.h"
#include "aus-consultation.h"

G_BEGIN_DECLS

/* What patients ask for. A visit has one request at a time, and none once it moved or is over. */

/* Asks for it, saves, and tells everybody. Inside a write job. */
gboolean aus_change_requests_add    (AusDatabase       *database,
                                     const AusCaller   *caller,
                                     AusConsultation   *consultation,
                                     AusChangeRequest   request,
                                     GError           **error);
/* Takes it back, or declines it. */
gboolean aus_change_requests_remove (AusDatabase       *database,
                                     const AusCaller   *caller,
                                     AusConsultation   *consultation,
                                     GError           **error);
/* Forgets it, in the record alone: for what saves it anyway. */
void     aus_change_requests_forget (AusConsultation   *consultation);

G_END_DECLS
