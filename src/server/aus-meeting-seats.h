#pragma once

#include "aus-consultation.h"
#include "aus-database.h"
#include "aus-errand.h"

G_BEGIN_DECLS

/* Whoever goes to the provider's own page in the same tab is gone from ours, and not lost: their seat says where they
 * are. All of it inside write jobs. */

/* What the provider told of @stay, which is noted already, for whoever is not at our page meanwhile. */
gboolean aus_meeting_seats_follow (AusDatabase          *database,
                                   AusConsultation      *consultation,
                                   const char           *provider,
                                   const AusAttendance  *stay,
                                   GError              **error);
/* The meeting is over, or the visit went elsewhere: who does not come back is lost. */
gboolean aus_meeting_seats_empty  (AusDatabase          *database,
                                   AusConsultation      *consultation,
                                   GError              **error);

G_END_DECLS
