#include "aus-access.h"
#include "aus-bookings.h"
#include "aus-consultation-reply.h"
#include "aus-handlers.h"
#include "aus-json.h"
#include "aus-reschedule.h"
#include "aus-time.h"
#include "aus-zone.h"

#include <string.h>

#define DATE_LENGTH 10

/* How late a client's clock may make it. */
#define LENIENCE AUS_TIME_MINUTE

/* A wall time is read by the clocks of the visit. */
static gboolean
read_wall_time (const char       *text,
                AusConsultation  *consultation,
                gint64           *start,
                GError          **error)
{
  g_autofree char *date = g_strndup (text, DATE_LENGTH);
  g_autoptr (GError) fault = NULL;
  GPtrArray *faults;

  if (strlen (text) <= DATE_LENGTH + 1 || strchr ("T ", text[DATE_LENGTH]) == NULL) {
    aus_error_add_field (error, "scheduled_start", "Must be a time such as 2026-11-02T09:00:00Z.");
    return FALSE;
  }

  if (aus_zone_to_utc (consultation->time_zone, date, text + DATE_LENGTH + 1, AUS_ZONE_CHOICE_ASK, start, &fault))
    return TRUE;

  faults = aus_error_get_fields (fault);

  for (guint i = 0; faults != NULL && i < faults->len; i++)
    aus_error_add_field (error, "scheduled_start", "%s", ((AusFieldFault *) g_ptr_array_index (faults, i))->text);

  return FALSE;
}

static gboolean
read_start (AusCall          *call,
            AusConsultation  *consultation,
            gint64           *start,
            GError          **error)
{
  const char *text = aus_json_get_text (call->json, "scheduled_start");

  if (text == NULL) {
    aus_error_add_field (error, "scheduled_start", "Is required: a time such as 2026-11-02T09:00:00Z.");
    return FALSE;
  }

  if (!aus_time_parse (text, start, NULL) && !read_wall_time (text, consultation, start, error))
    return FALSE;

  if (*start >= aus_time_now () - LENIENCE)
    return TRUE;

  aus_error_add_field (error, "scheduled_start", "Must not be in the past.");

  return FALSE;
}

static gboolean
check_time (AusCall          *call,
            AusDatabase      *database,
            AusConsultation  *consultation,
            gint64            start,
            GError          **error)
{
  return aus_json_get_boolean (call->json, "override", FALSE) ||
         aus_bookings_check_visit (database, consultation, start, error);
}

gboolean
aus_consultation_reschedule (AusCall      *call,
                             AusDatabase  *database,
                             GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  gint64 start;

  return consultation != NULL && aus_access_check_part (&call->caller, database, consultation, error) &&
         aus_call_check_revision (call, AUS_RECORD (consultation), error) &&
         read_start (call, consultation, &start, error) && check_time (call, database, consultation, start, error) &&
         aus_reschedule (database, &call->caller, consultation, start, error) &&
         aus_consultation_reply_act (call, database, consultation, "rescheduled");
}
