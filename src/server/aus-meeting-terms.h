#pragma once

#include "aus-clinic.h"
#include "aus-consultation.h"
#include "aus-database.h"
#include "aus-errand.h"

G_BEGIN_DECLS

/* Says for @errand whose meeting it is to be, and whether it may be recorded now. */
gboolean aus_meeting_terms_read (AusClinic        *clinic,
                                 AusDatabase      *database,
                                 AusConsultation  *consultation,
                                 AusErrand        *errand,
                                 GError          **error);
/* Whether it might be recorded by what all had answered @at a time, %G_MAXINT64 for now: where the visit is to be
 * recorded, the patient agreed and nobody who takes part said otherwise. */
gboolean aus_meeting_terms_may_record (AusClinic        *clinic,
                                       AusDatabase      *database,
                                       AusConsultation  *consultation,
                                       gint64            at,
                                       gboolean         *may_record,
                                       GError          **error);

G_END_DECLS
