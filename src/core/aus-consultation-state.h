#pragma once

#include "aus-enums.h"
#include "aus-error.h"

G_BEGIN_DECLS

/**
 * AusAct:
 * @AUS_ACT_ARRIVE: the patient comes, or comes back
 * @AUS_ACT_START: the clinician begins, with or without the patient there
 * @AUS_ACT_ADMIT: the waiting patient is let in
 * @AUS_ACT_HANG_UP: the call ends, the visit does not
 * @AUS_ACT_END: the visit is completed
 * @AUS_ACT_CANCEL: the visit will not take place
 * @AUS_ACT_MISS: the visit did not take place
 *
 * What somebody does to a consultation.
 */
typedef enum
{
  AUS_ACT_ARRIVE,
  AUS_ACT_START,
  AUS_ACT_ADMIT,
  AUS_ACT_HANG_UP,
  AUS_ACT_END,
  AUS_ACT_CANCEL,
  AUS_ACT_MISS,
} AusAct;

/* Whether the role may ever do @act. */
gboolean         aus_act_is_for           (AusAct     act,
                                           AusRole    role);
/* Whether @act by @role is allowed in @status. */
gboolean         aus_act_is_allowed       (AusAct     act,
                                           AusRole    role,
                                           AusStatus  status);
/**
 * aus_act_move:
 * @status: (inout): the status before, and after success the one that follows
 *
 * Returns: %FALSE with %AUS_ERROR_FORBIDDEN where the role may never do it, or with %AUS_ERROR_CONFLICT where the
 *   status forbids it
 */
gboolean         aus_act_move             (AusAct      act,
                                           AusRole     role,
                                           AusStatus  *status,
                                           GError    **error);
/* What becomes of the booking when its consultation reaches @status. */
AusBookingStatus aus_status_of_booking    (AusStatus   status);

G_END_DECLS
