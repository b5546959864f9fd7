#pragma once

#include "aus-enums.h"
#include "aus-error.h"

G_BEGIN_DECLS

/**
 * AusNoShowKind:
 * @AUS_NO_SHOW_KIND_NONE: the visit took place, or may yet
 * @AUS_NO_SHOW_KIND_PATIENT: the patient did not come
 * @AUS_NO_SHOW_KIND_TECHNICAL: both were there, but the call failed
 * @AUS_NO_SHOW_KIND_CLINIC: the patient came, the doctor did not
 */
typedef enum
{
  AUS_NO_SHOW_KIND_NONE,
  AUS_NO_SHOW_KIND_PATIENT,
  AUS_NO_SHOW_KIND_TECHNICAL,
  AUS_NO_SHOW_KIND_CLINIC,
} AusNoShowKind;

GType aus_no_show_kind_get_type (void) G_GNUC_CONST;

/* What a patient asks for and may not do alone. */
typedef enum
{
  AUS_CHANGE_REQUEST_NONE,
  AUS_CHANGE_REQUEST_CANCEL,
  AUS_CHANGE_REQUEST_RESCHEDULE,
} AusChangeRequest;

GType aus_change_request_get_type (void) G_GNUC_CONST;

/**
 * AusAct:
 * @AUS_ACT_ARRIVE: the patient comes, or comes back
 * @AUS_ACT_START: the clinician begins, with or without the patient there
 * @AUS_ACT_ADMIT: the waiting patient is let in
 * @AUS_ACT_RECALL: whoever was let in is sent back, before they see or hear anything
 * @AUS_ACT_PAUSE: nobody sees or hears anybody for a while
 * @AUS_ACT_PHONE: the visit goes on by telephone
 * @AUS_ACT_RESUME: back to the call
 * @AUS_ACT_HANG_UP: the call ends, the visit does not
 * @AUS_ACT_END: the visit is completed
 * @AUS_ACT_CANCEL: the visit will not take place
 * @AUS_ACT_MISS: the visit did not take place
 * @AUS_ACT_MOVE: the visit gets another time, and its door is open
 * @AUS_ACT_POSTPONE: the visit gets another time, and its door is not open yet
 *
 * What somebody does to a consultation.
 */
typedef enum
{
  AUS_ACT_ARRIVE,
  AUS_ACT_START,
  AUS_ACT_ADMIT,
  AUS_ACT_RECALL,
  AUS_ACT_PAUSE,
  AUS_ACT_PHONE,
  AUS_ACT_RESUME,
  AUS_ACT_HANG_UP,
  AUS_ACT_END,
  AUS_ACT_CANCEL,
  AUS_ACT_MISS,
  AUS_ACT_MOVE,
  AUS_ACT_POSTPONE,
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
