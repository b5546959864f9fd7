#include "aus-access.h"
#include "aus-booking.h"
#include "aus-handlers.h"
#include "aus-page.h"
#include "aus-table.h"
#include "aus-time.h"
#include "aus-zone.h"

#define DEFAULT_MINUTES 20

static const AusOrdering orderings[] = {
  { "starts_at", "starts_at, id" },
  { "-starts_at", "starts_at DESC, id DESC" },
  { NULL, NULL },
};

static const char *const search_columns[] = { "patient_name", "doctor_name", NULL };

const AusParameter aus_booking_parameters[] = {
  { "status", AUS_PARAMETER_WORDS, "status", aus_booking_status_get_type },
  { "appointment_date", AUS_PARAMETER_DATE, "appointment_date = ?" },
  { "has_consultation", AUS_PARAMETER_BOOLEAN, "(consultation_id IS NOT NULL) = ?" },
  { "search" },
  { "ordering", AUS_PARAMETER_ORDER, .orderings = orderings },
  { NULL },
};

static void
narrow (AusCall  *call,
        AusQuery *rows)
{
  aus_access_narrow_clinicians (rows, &call->caller, AUS_KIN_BOOKINGS);

  if (call->caller.role == AUS_ROLE_PATIENT)
    aus_query_and_text (rows, "patient_id = ?", call->caller.patient_id ? call->caller.patient_id : "");
}

gboolean
aus_booking_list (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  const char *order = aus_page_order (call, orderings, error);
  const char *search = aus_call_get_query (call, "search");
  g_autoptr (AusQuery) rows = aus_query_new ("bookings_view");

  if (order == NULL || !aus_call_narrow (call, aus_booking_parameters, rows, error))
    return FALSE;

  narrow (call, rows);

  if (search != NULL)
    aus_query_and_like (rows, (const char **) search_columns, search);

  return aus_page_write_counted (call, database, &(AusListing) { rows, AUS_TYPE_BOOKING, order }, error);
}

static gboolean
reply (AusCall      *call,
       AusDatabase  *database,
       const char   *id,
       GError      **error)
{
  const AusView view = aus_call_get_view (call);
  g_autoptr (AusBooking) booking = NULL;
  g_autoptr (AusQuery) query = aus_query_new ("bookings_view");
  g_autoptr (AusStatement) row = NULL;
  AusStep step = AUS_STEP_ERROR;

  aus_query_and_text (query, "id = ?", id);
  narrow (call, query);
  row = aus_query_prepare (query, database, "id", 1, 0, error);

  if (row != NULL)
    step = aus_statement_step (row, error);

  if (step == AUS_STEP_DONE)
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such booking.");

  if (step != AUS_STEP_ROW)
    return FALSE;

  booking = g_object_new (AUS_TYPE_BOOKING, NULL);
  aus_statement_read_record (row, AUS_RECORD (booking));
  aus_record_write_json (AUS_RECORD (booking), &call->out, NULL, &view);
  call->revision = booking->revision;

  return TRUE;
}

gboolean
aus_booking_show (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  return reply (call, database, call->id, error);
}

static gboolean
check_people (AusCall      *call,
              AusDatabase  *database,
              AusBooking   *booking,
              GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT EXISTS (SELECT 1 FROM users WHERE id = ?1 AND role = 'doctor' "
                                    "AND is_active), "
                                    "EXISTS (SELECT 1 FROM patients WHERE id = ?2)", error);
  GError *fault = NULL;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, booking->doctor_id);
  aus_statement_bind_text (row, 2, booking->patient_id);

  if (aus_statement_step (row, error) != AUS_STEP_ROW)
    return FALSE;

  if (!aus_statement_get_integer (row, 0))
    aus_error_add_field (&fault, "doctor_id", "There is no such doctor.");
  if (!aus_statement_get_integer (row, 1))
    aus_error_add_field (&fault, "patient_id", "There is no such patient.");

  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, fault);

  return FALSE;
}

static gboolean
settle_time (AusCall     *call,
             AusBooking  *booking,
             GError     **error)
{
  const char *zone = *booking->time_zone != '\0' ? booking->time_zone : call->clinic->time_zone;
  g_autoptr (GDateTime) starts = NULL;
  gint64 utc;

  if (!aus_zone_to_utc (zone, booking->appointment_date, booking->appointment_time, AUS_ZONE_CHOICE_ASK, &utc, error))
    return FALSE;

  starts = aus_time_to_date_time (utc);
  g_object_set (booking, "starts-at", starts, "time-zone", zone, NULL);

  if (booking->duration_minutes == 0)
    g_object_set (booking, "duration-minutes", (gint64) DEFAULT_MINUTES, NULL);

  return TRUE;
}

/* The unique index gives the time away once; its word is law, this only explains it. */
static gboolean
claim (AusDatabase  *database,
       AusBooking   *booking,
       GError      **error)
{
  g_autoptr (GError) fault = NULL;

  if (aus_table_insert (database, AUS_RECORD (booking), &fault))
    return TRUE;

  if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_CONFLICT))
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "The doctor has another booking at that time.");
  else
    g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

/* Whether this booking, under the id that its maker gave it, is here already. */
static gboolean
find_twin (AusDatabase  *database,
           AusBooking   *booking,
           gboolean     *found,
           GError      **error)
{
  g_autoptr (AusBooking) twin = g_object_new (AUS_TYPE_BOOKING, NULL);
  g_autoptr (GError) fault = NULL;

  if (*booking->id == '\0')
    return TRUE;

  if (!aus_table_get (database, AUS_RECORD (twin), booking->id, &fault)) {
    if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_NOT_FOUND))
      return TRUE;

    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  *found = g_strcmp0 (twin->doctor_id, booking->doctor_id) == 0 &&
           g_strcmp0 (twin->patient_id, booking->patient_id) == 0 &&
           g_date_time_equal (twin->starts_at, booking->starts_at);

  if (!*found)
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "There is another booking of this id.");

  return *found;
}

gboolean
aus_booking_create (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusBooking) booking = g_object_new (AUS_TYPE_BOOKING,
                                                 "status", AUS_BOOKING_STATUS_CONFIRMED,
                                                 "appointment-type", AUS_APPOINTMENT_TYPE_VIRTUAL,
                                                 NULL);
  gboolean found = FALSE;

  if (!aus_record_read_json (AUS_RECORD (booking), call->json, AUS_READ_CREATE, error))
    return FALSE;

  if (call->caller.role == AUS_ROLE_DOCTOR && g_strcmp0 (booking->doctor_id, call->caller.user_id) != 0) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "You may only make your own bookings.");
    return FALSE;
  }

  return check_people (call, database, booking, error) && settle_time (call, booking, error) &&
         find_twin (database, booking, &found, error) && (found || claim (database, booking, error)) &&
         reply (call, database, booking->id, error);
}
