#pragma once

#include "aus-caller.h"
#include "aus-consultation.h"
#include "aus-participant.h"
#include "aus-user.h"

G_BEGIN_DECLS

/* Who helps in a visit, and whose it is. Inside a write job. */

/* Gives @user a seat, or another part on the one they have. (transfer full) */
AusParticipant *aus_assignments_add       (AusDatabase          *database,
                                           const AusCaller      *caller,
                                           AusConsultation      *consultation,
                                           AusUser              *user,
                                           AusParticipantRole    part,
                                           GError              **error);
/* Shows them out, unless they stand in for its doctor. A seat that was never taken goes; one that was stays as a
 * part of what happened. */
gboolean        aus_assignments_remove    (AusDatabase          *database,
                                           const AusCaller      *caller,
                                           AusConsultation      *consultation,
                                           AusParticipant       *seat,
                                           GError              **error);
/* Makes it another doctor's, with its booking, before it begins. The doors stay as they are; all concerned are told. */
gboolean        aus_assignments_hand_over (AusDatabase          *database,
                                           const AusCaller      *caller,
                                           AusConsultation      *consultation,
                                           const char           *doctor_id,
                                           GError              **error);

G_END_DECLS
