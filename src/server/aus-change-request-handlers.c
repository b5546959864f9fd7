#include "aus-access.h"
#include "aus-change-requests.h"
#include "aus-consultation-reply.h"
#include "aus-handlers.h"
#include "aus-json.h"
#include "aus-settings.h"
#include "aus-time.h"
#include "aus-visit.h"

#define REASON_MAX_LENGTH 500

/* A reason may be anything or missing; as a request it is kept where reception reads it. */
static gboolean
read_reason (AusCall     *call,
             const char **reason,
             GError     **error)
{
  *reason = aus_json_get_text (call->json, "reason");

  if (*reason == NULL && !json_object_has_member (call->json, "reason"))
    *reason = "";

  if (*reason != NULL && g_utf8_strlen (*reason, -1) <= REASON_MAX_LENGTH)
    return TRUE;

  aus_error_add_field (error, "reason", "Must be a text of at most %d characters.", REASON_MAX_LENGTH);

  return FALSE;
}

static gboolean
read_start (AusCall          *call,
            AusConsultation  *consultation,
            GError          **error)
{
  const char *text = aus_json_get_text (call->json, "requested_start");
  g_autoptr (GDateTime) start = NULL;
  gint64 time;

  if (text == NULL && !json_object_has_member (call->json, "requested_start"))
    return TRUE;

  if (text == NULL || !aus_time_parse (text, &time, NULL) || time < aus_time_now ()) {
    aus_error_add_field (error, "requested_start", "Must be a time to come such as 2026-11-02T09:00:00Z.");
    return FALSE;
  }

  start = aus_time_to_date_time (time);
  g_object_set (consultation, "requested-start", start, NULL);

  return TRUE;
}

static gboolean
check_open (AusConsultation  *consultation,
            GError          **error)
{
  if (consultation->status == AUS_STATUS_SCHEDULED || consultation->status == AUS_STATUS_WAITING)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "Only a consultation that has not begun can be changed.");

  return FALSE;
}

gboolean
aus_change_request_create (AusCall      *call,
                           AusDatabase  *database,
                           GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  const char *reason;

  if (consultation == NULL || !aus_call_check_revision (call, AUS_RECORD (consultation), error) ||
      !read_reason (call, &reason, error) || !check_open (consultation, error))
    return FALSE;

  aus_change_requests_forget (consultation);
  g_object_set (consultation, "request-reason", reason, NULL);

  return read_start (call, consultation, error) &&
         aus_change_requests_add (database, &call->caller, consultation, AUS_CHANGE_REQUEST_RESCHEDULE, error) &&
         aus_consultation_reply_act (call, database, consultation, "requested");
}

gboolean
aus_change_request_delete (AusCall      *call,
                           AusDatabase  *database,
                           GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);

  return consultation != NULL && aus_access_check_part (&call->caller, database, consultation, error) &&
         aus_call_check_revision (call, AUS_RECORD (consultation), error) &&
         aus_change_requests_remove (database, &call->caller, consultation, error);
}

/* Whether it is too late for patients to cancel by themselves. */
static gboolean
is_late (AusCall          *call,
         AusDatabase      *database,
         AusConsultation  *consultation,
         gboolean         *late,
         GError          **error)
{
  const gint64 start = aus_time_from_date_time (consultation->scheduled_start);
  gint64 hours;

  *late = FALSE;

  if (aus_caller_is_staff (&call->caller))
    return TRUE;

  if (!aus_settings_get_number (database, AUS_SETTING_CANCEL_NOTICE_HOURS, &hours, error))
    return FALSE;

  *late = hours > 0 && aus_time_now () > start - hours * AUS_TIME_HOUR;

  return TRUE;
}

gboolean
aus_consultation_cancel (AusCall      *call,
                         AusDatabase  *database,
                         GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  const char *reason;
  gboolean late;

  if (consultation == NULL || !aus_call_check_revision (call, AUS_RECORD (consultation), error) ||
      !read_reason (call, &reason, error) || !is_late (call, database, consultation, &late, error))
    return FALSE;

  if (late && check_open (consultation, NULL)) {
    g_object_set (consultation, "request-reason", reason, "requested-start", NULL, NULL);

    return aus_change_requests_add (database, &call->caller, consultation, AUS_CHANGE_REQUEST_CANCEL, error) &&
           aus_consultation_reply_act (call, database, consultation, "requested");
  }

  if (json_object_has_member (call->json, "reason"))
    g_object_set (consultation, "cancel-reason", reason, NULL);

  return aus_visit_act (database, &call->caller, consultation, AUS_ACT_CANCEL, error) &&
         aus_consultation_reply_act (call, database, consultation, "cancelled");
}
