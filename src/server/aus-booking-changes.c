#include "aus-access.h"
#include "aus-booking.h"
#include "aus-bookings.h"
#include "aus-handlers.h"
#include "aus-json.h"
#include "aus-table.h"
#include "aus-visit.h"

#define REASON_MAX_LENGTH 500

/* What may become of a booking by hand; all else comes from its consultation. */
static const struct
{
  AusBookingStatus from;
  AusBookingStatus to;
} moves[] = {
  { AUS_BOOKING_STATUS_PENDING, AUS_BOOKING_STATUS_CONFIRMED },
  { AUS_BOOKING_STATUS_PENDING, AUS_BOOKING_STATUS_CANCELLED },
  { AUS_BOOKING_STATUS_CONFIRMED, AUS_BOOKING_STATUS_CANCELLED },
};

static gboolean
read_status (AusCall  *call,
             guint    *status,
             GError  **error)
{
  const char *nick = aus_json_get_text (call->json, "status");

  if (nick != NULL && aus_enum_from_nick (aus_booking_status_get_type (), nick, status) &&
      (*status == AUS_BOOKING_STATUS_CONFIRMED || *status == AUS_BOOKING_STATUS_CANCELLED))
    return TRUE;

  aus_error_add_field (error, "status", "Must be one of: confirmed, cancelled.");

  return FALSE;
}

static gboolean
read_reason (AusCall     *call,
             const char **reason,
             GError     **error)
{
  *reason = aus_json_get_text (call->json, "reason");

  if (json_object_has_member (call->json, "reason") &&
      (*reason == NULL || g_utf8_strlen (*reason, -1) > REASON_MAX_LENGTH)) {
    aus_error_add_field (error, "reason", "Must be a text of at most %d characters.", REASON_MAX_LENGTH);
    return FALSE;
  }

  return TRUE;
}

static gboolean
check_owner (AusCall     *call,
             AusBooking  *booking,
             GError     **error)
{
  if (call->caller.role != AUS_ROLE_DOCTOR || g_strcmp0 (booking->doctor_id, call->caller.user_id) == 0)
    return TRUE;

  return aus_table_fail_to_find (AUS_RECORD (booking), error);
}

static gboolean
check_move (AusBooking  *booking,
            guint        status,
            GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++) {
    if (moves[i].from == booking->status && moves[i].to == status)
      return TRUE;
  }

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "A booking that is %s cannot be %s.",
               aus_enum_to_nick (aus_booking_status_get_type (), booking->status),
               aus_enum_to_nick (aus_booking_status_get_type (), status));

  return FALSE;
}

/* The consultation decides whether it may still be cancelled, and takes its booking along. */
static gboolean
cancel_visit (AusCall      *call,
              AusDatabase  *database,
              const char   *id,
              const char   *reason,
              GError      **error)
{
  g_autoptr (AusConsultation) consultation = aus_access_get_consultation (&call->caller, database, id, error);

  if (consultation == NULL)
    return FALSE;

  if (reason != NULL)
    g_object_set (consultation, "cancel-reason", reason, NULL);

  return aus_visit_act (database, &call->caller, consultation, AUS_ACT_CANCEL, error);
}

static gboolean
find_visit (AusDatabase  *database,
            const char   *booking_id,
            char        **id,
            GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT id FROM consultations WHERE booking_id = ?1", error);
  AusStep step;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, booking_id);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW)
    *id = g_strdup (aus_statement_get_text (row, 0));

  return step != AUS_STEP_ERROR;
}

static gboolean
change (AusCall      *call,
        AusDatabase  *database,
        AusBooking   *booking,
        guint         status,
        GError      **error)
{
  g_autofree char *visit = NULL;
  const char *reason;

  if (!read_reason (call, &reason, error) || !check_move (booking, status, error) ||
      !find_visit (database, booking->id, &visit, error))
    return FALSE;

  if (visit != NULL && status == AUS_BOOKING_STATUS_CANCELLED)
    return cancel_visit (call, database, visit, reason, error);

  g_object_set (booking, "status", status, NULL);

  return aus_table_save (database, AUS_RECORD (booking), error);
}

gboolean
aus_booking_update (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusBooking) booking = g_object_new (AUS_TYPE_BOOKING, NULL);
  guint status;

  if (!aus_table_get (database, AUS_RECORD (booking), call->id, error) || !check_owner (call, booking, error) ||
      !aus_call_check_revision (call, AUS_RECORD (booking), error) || !read_status (call, &status, error))
    return FALSE;

  /* Said twice is said once. */
  if (booking->status != status && !change (call, database, booking, status, error))
    return FALSE;

  return aus_booking_show (call, database, error);
}
