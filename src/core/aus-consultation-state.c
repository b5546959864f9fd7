#include "aus-consultation-state.h"

G_DEFINE_ENUM_TYPE (AusNoShowKind, aus_no_show_kind,
                    G_DEFINE_ENUM_VALUE (AUS_NO_SHOW_KIND_NONE, ""),
                    G_DEFINE_ENUM_VALUE (AUS_NO_SHOW_KIND_PATIENT, "patient"),
                    G_DEFINE_ENUM_VALUE (AUS_NO_SHOW_KIND_TECHNICAL, "technical"),
                    G_DEFINE_ENUM_VALUE (AUS_NO_SHOW_KIND_CLINIC, "clinic"))

G_DEFINE_ENUM_TYPE (AusChangeRequest, aus_change_request,
                    G_DEFINE_ENUM_VALUE (AUS_CHANGE_REQUEST_NONE, ""),
                    G_DEFINE_ENUM_VALUE (AUS_CHANGE_REQUEST_CANCEL, "cancel"),
                    G_DEFINE_ENUM_VALUE (AUS_CHANGE_REQUEST_RESCHEDULE, "reschedule"))

typedef struct
{
  AusAct    act;
  AusStatus from;
  AusStatus to;
  guint     roles;
} Move;

#define CLINICIANS AUS_ROLES_CLINICIANS
#define ADMITTERS  (CLINICIANS | AUS_ROLES (RECEPTIONIST))
#define CANCELLERS (AUS_ROLES (ADMIN) | AUS_ROLES (DOCTOR) | AUS_ROLES (RECEPTIONIST) | AUS_ROLES (PATIENT))
#define DECIDERS   (AUS_ROLES (ADMIN) | AUS_ROLES (DOCTOR) | AUS_ROLES (RECEPTIONIST))

/* The visit waits for the doctor when the patient is there, not when only these are. */
#define COMPANIONS (AUS_ROLES (GUEST) | AUS_ROLES (INTERPRETER))

/* All that may happen. What is not here is refused. */
static const Move moves[] = {
  { AUS_ACT_ARRIVE, AUS_STATUS_SCHEDULED, AUS_STATUS_WAITING, AUS_ROLES (PATIENT) },
  { AUS_ACT_ARRIVE, AUS_STATUS_SCHEDULED, AUS_STATUS_SCHEDULED, COMPANIONS },
  { AUS_ACT_ARRIVE, AUS_STATUS_WAITING, AUS_STATUS_WAITING, AUS_ROLES_BY_DOOR },
  { AUS_ACT_ARRIVE, AUS_STATUS_NO_SHOW, AUS_STATUS_WAITING, AUS_ROLES (PATIENT) },
  { AUS_ACT_ARRIVE, AUS_STATUS_IN_PROGRESS, AUS_STATUS_IN_PROGRESS, AUS_ROLES_BY_DOOR },
  { AUS_ACT_START, AUS_STATUS_SCHEDULED, AUS_STATUS_IN_PROGRESS, CLINICIANS },
  { AUS_ACT_START, AUS_STATUS_WAITING, AUS_STATUS_IN_PROGRESS, CLINICIANS },
  { AUS_ACT_ADMIT, AUS_STATUS_WAITING, AUS_STATUS_IN_PROGRESS, ADMITTERS },
  { AUS_ACT_RECALL, AUS_STATUS_IN_PROGRESS, AUS_STATUS_WAITING, ADMITTERS },
  { AUS_ACT_PAUSE, AUS_STATUS_IN_PROGRESS, AUS_STATUS_IN_PROGRESS, CLINICIANS },
  { AUS_ACT_PHONE, AUS_STATUS_IN_PROGRESS, AUS_STATUS_IN_PROGRESS, CLINICIANS },
  { AUS_ACT_RESUME, AUS_STATUS_IN_PROGRESS, AUS_STATUS_IN_PROGRESS, CLINICIANS },
  { AUS_ACT_HANG_UP, AUS_STATUS_IN_PROGRESS, AUS_STATUS_IN_PROGRESS, CLINICIANS | AUS_ROLES_BY_DOOR },
  { AUS_ACT_END, AUS_STATUS_IN_PROGRESS, AUS_STATUS_COMPLETED, CLINICIANS },
  { AUS_ACT_CANCEL, AUS_STATUS_SCHEDULED, AUS_STATUS_CANCELLED, CANCELLERS },
  { AUS_ACT_CANCEL, AUS_STATUS_WAITING, AUS_STATUS_CANCELLED, CANCELLERS },
  { AUS_ACT_MISS, AUS_STATUS_SCHEDULED, AUS_STATUS_NO_SHOW, DECIDERS },
  { AUS_ACT_MISS, AUS_STATUS_WAITING, AUS_STATUS_NO_SHOW, DECIDERS },
  { AUS_ACT_MOVE, AUS_STATUS_SCHEDULED, AUS_STATUS_SCHEDULED, DECIDERS },
  { AUS_ACT_MOVE, AUS_STATUS_WAITING, AUS_STATUS_WAITING, DECIDERS },
  { AUS_ACT_POSTPONE, AUS_STATUS_SCHEDULED, AUS_STATUS_SCHEDULED, DECIDERS },
  { AUS_ACT_POSTPONE, AUS_STATUS_WAITING, AUS_STATUS_SCHEDULED, DECIDERS },
};

static const char *const verbs[] = {
  [AUS_ACT_ARRIVE] = "join",
  [AUS_ACT_START] = "start",
  [AUS_ACT_ADMIT] = "admit to",
  [AUS_ACT_RECALL] = "recall the patient of",
  [AUS_ACT_PAUSE] = "put on hold",
  [AUS_ACT_PHONE] = "go on by phone in",
  [AUS_ACT_RESUME] = "resume",
  [AUS_ACT_HANG_UP] = "hang up in",
  [AUS_ACT_END] = "end",
  [AUS_ACT_CANCEL] = "cancel",
  [AUS_ACT_MISS] = "mark as missed",
  [AUS_ACT_MOVE] = "reschedule",
  [AUS_ACT_POSTPONE] = "reschedule",
};

static const char *const conditions[] = {
  [AUS_STATUS_SCHEDULED] = "that has not begun",
  [AUS_STATUS_WAITING] = "whose patient is waiting",
  [AUS_STATUS_IN_PROGRESS] = "that is in progress",
  [AUS_STATUS_COMPLETED] = "that is completed",
  [AUS_STATUS_CANCELLED] = "that is cancelled",
  [AUS_STATUS_NO_SHOW] = "that nobody came to",
};

static const AusBookingStatus booking_statuses[] = {
  [AUS_STATUS_SCHEDULED] = AUS_BOOKING_STATUS_CONFIRMED,
  [AUS_STATUS_WAITING] = AUS_BOOKING_STATUS_CONFIRMED,
  [AUS_STATUS_IN_PROGRESS] = AUS_BOOKING_STATUS_CONFIRMED,
  [AUS_STATUS_COMPLETED] = AUS_BOOKING_STATUS_COMPLETED,
  [AUS_STATUS_CANCELLED] = AUS_BOOKING_STATUS_CANCELLED,
  [AUS_STATUS_NO_SHOW] = AUS_BOOKING_STATUS_NO_SHOW,
};

static const Move *
find_move (AusAct    act,
           AusRole   role,
           AusStatus status)
{
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++) {
    if (moves[i].act == act && moves[i].from == status && (moves[i].roles & (1u << role)) != 0)
      return &moves[i];
  }

  return NULL;
}

gboolean
aus_act_is_for (AusAct  act,
                AusRole role)
{
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++) {
    if (moves[i].act == act && (moves[i].roles & (1u << role)) != 0)
      return TRUE;
  }

  return FALSE;
}

gboolean
aus_act_is_allowed (AusAct    act,
                    AusRole   role,
                    AusStatus status)
{
  return find_move (act, role, status) != NULL;
}

gboolean
aus_act_move (AusAct      act,
              AusRole     role,
              AusStatus  *status,
              GError    **error)
{
  const Move *move = find_move (act, role, *status);

  if (move != NULL) {
    *status = move->to;
    return TRUE;
  }

  if (!aus_act_is_for (act, role))
    g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "You may not %s a consultation.", verbs[act]);
  else
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "Cannot %s a consultation %s.", verbs[act],
                 conditions[*status]);

  return FALSE;
}

AusBookingStatus
aus_status_of_booking (AusStatus status)
{
  return booking_statuses[status];
}
