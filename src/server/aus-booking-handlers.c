#include "aus-access.h"
#include "aus-bookings.h"
#include "aus-handlers.h"
#include "aus-page.h"
#include "aus-settings.h"
#include "aus-table.h"

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
    aus_query_and_words (rows, (const char **) search_columns, search);

  return aus_page_write_counted (call, database, &(AusListing) { rows, AUS_TYPE_BOOKING, order }, error);
}

gboolean
aus_booking_show (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  const AusView view = aus_call_get_view (call);
  g_autoptr (AusBooking) booking = aus_bookings_find (call, database, call->id, error);

  if (booking == NULL)
    return FALSE;

  aus_record_write_json (AUS_RECORD (booking), &call->out, NULL, &view);
  call->revision = booking->revision;

  return TRUE;
}

static gboolean
check_people (AusDatabase  *database,
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

static gboolean
settle_provider (AusCall      *call,
                 AusDatabase  *database,
                 AusBooking   *booking,
                 GError      **error)
{
  g_autofree char *nick = aus_settings_get_text (database, call->clinic, AUS_SETTING_DEFAULT_VIDEO_PROVIDER, error);
  guint provider;

  if (nick != NULL && !json_object_has_member (call->json, "preferred_video_provider") &&
      aus_enum_from_nick (aus_video_provider_get_type (), nick, &provider))
    g_object_set (booking, "preferred-video-provider", provider, NULL);

  return nick != NULL;
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
  const AusView view = aus_call_get_view (call);
  g_autoptr (AusBooking) fresh = NULL;
  AusBookingBody body;
  gboolean found = FALSE;

  if (!aus_booking_body_read (call, booking, AUS_READ_CREATE, &body, error))
    return FALSE;

  if (call->caller.role == AUS_ROLE_DOCTOR && g_strcmp0 (booking->doctor_id, call->caller.user_id) != 0) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "You may only make your own bookings.");
    return FALSE;
  }

  if (!settle_provider (call, database, booking, error) || !check_people (database, booking, error) ||
      !aus_bookings_settle_time (call, database, booking, &body, error) ||
      !find_twin (database, booking, &found, error) ||
      (!found && !aus_bookings_check_time (database, booking, &body, error)) ||
      (!found && !aus_bookings_claim (database, booking, error)))
    return FALSE;

  fresh = aus_bookings_find (call, database, booking->id, error);

  if (fresh == NULL)
    return FALSE;

  aus_record_write_json (AUS_RECORD (fresh), &call->out, NULL, &view);
  call->revision = fresh->revision;

  return TRUE;
}
