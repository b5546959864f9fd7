#include "aus-meeting.h"

#include "aus-access.h"
#include "aus-json.h"
#include "aus-meetings.h"
#include "aus-provider-settings.h"
#include "aus-room-gates.h"
#include "aus-seal.h"
#include "aus-seats.h"
#include "aus-time.h"

static AusProvider *
get_provider (AusClinic        *clinic,
              AusDatabase      *database,
              AusConsultation  *consultation,
              GError          **error)
{
  return aus_provider_settings_get (clinic, database,
                                    aus_enum_to_nick (AUS_TYPE_VIDEO_PROVIDER, consultation->video_provider), error);
}

gboolean
aus_meeting_find_visit (AusDatabase      *database,
                        const char       *provider,
                        const char       *meeting_id,
                        AusConsultation **consultation,
                        GError          **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT id FROM consultations WHERE video_provider = ?1 AND meeting_id = ?2 "
                                    "AND meeting_id <> '' AND video_provider <> 'builtin'", error);
  AusStep step;

  *consultation = NULL;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, provider);
  aus_statement_bind_text (row, 2, meeting_id);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW)
    *consultation = aus_access_read_consultation (database, aus_statement_get_text (row, 0), error);

  return step == AUS_STEP_DONE || *consultation != NULL;
}

gboolean
aus_meeting_create (AusClinic        *clinic,
                    AusDatabase      *database,
                    AusConsultation  *consultation,
                    GError          **error)
{
  g_autoptr (AusProvider) provider = get_provider (clinic, database, consultation, error);
  const char *reason = NULL;
  g_autofree char *meeting_id = NULL;

  if (provider == NULL)
    return FALSE;

  if (!aus_provider_is_configured (provider, &reason)) {
    aus_error_add_field (error, "video_provider", "%s cannot be used: %s",
                         aus_provider_get_display_name (provider), reason);
    return FALSE;
  }

  /* Somebody else makes it, later: the visit stands all the same. */
  if (aus_provider_can (provider, AUS_ERRAND_CREATE)) {
    g_object_set (consultation, "meeting-id", "", "meeting-password", "", "meeting-state", AUS_MEETING_STATE_PENDING,
                  NULL);
    return TRUE;
  }

  meeting_id = aus_provider_create_meeting (provider, error);

  if (meeting_id == NULL)
    return FALSE;

  g_object_set (consultation, "meeting-id", meeting_id, "meeting-password", "", "meeting-state",
                AUS_MEETING_STATE_READY, NULL);

  return TRUE;
}

gboolean
aus_meeting_follow (AusClinic        *clinic,
                    AusDatabase      *database,
                    AusConsultation  *consultation,
                    GError          **error)
{
  g_autoptr (AusProvider) provider = get_provider (clinic, database, consultation, error);

  return provider != NULL && aus_meetings_begin (database, consultation, provider, error);
}

AusMeeting
aus_meeting_describe (AusConsultation *consultation,
                      const char      *join_url)
{
  gint64 starts = aus_time_from_date_time (consultation->scheduled_start);

  return (AusMeeting) {
    .meeting_id = consultation->meeting_id,
    .starts = starts,
    .ends = starts + consultation->duration_planned * AUS_TIME_MINUTE,
    .join_url = join_url,
    .password = consultation->meeting_password,
  };
}

gboolean
aus_meeting_is_host (AusDatabase      *database,
                     const AusCaller  *caller,
                     AusConsultation  *consultation,
                     gboolean         *is_host,
                     GError          **error)
{
  gboolean looks_on;

  if (!aus_access_looks_on (caller, database, consultation, &looks_on, error))
    return FALSE;

  *is_host = caller->role == AUS_ROLE_DOCTOR && !looks_on;

  return TRUE;
}

/* *@url is %NULL where the provider needs none. */
static gboolean
find_join_url (AusClinic        *clinic,
               AusDatabase      *database,
               AusProvider      *provider,
               AusConsultation  *consultation,
               char            **url,
               GError          **error)
{
  g_autoptr (AusMeetingRow) row = NULL;

  *url = NULL;

  if (!aus_provider_can (provider, AUS_ERRAND_CREATE))
    return TRUE;

  if (consultation->meeting_state != AUS_MEETING_STATE_READY) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT,
                 consultation->meeting_state == AUS_MEETING_STATE_FAILED
                   ? "%s gave no meeting. Try it again, or switch to another provider."
                   : "%s has not given a meeting yet. Try again in a moment.",
                 aus_provider_get_display_name (provider));
    return FALSE;
  }

  if (!aus_meetings_find (database, consultation->id, &row, error))
    return FALSE;

  if (row == NULL || row->join_url == NULL || *row->join_url == '\0')
    return TRUE;

  *url = aus_unseal_text (clinic->key, row->join_url, error);

  return *url != NULL;
}

JsonObject *
aus_meeting_get_info (AusClinic        *clinic,
                      AusDatabase      *database,
                      const AusCaller  *caller,
                      AusConsultation  *consultation,
                      GError          **error)
{
  g_autoptr (AusProvider) provider = get_provider (clinic, database, consultation, error);
  AusMeetingPerson person = { aus_caller_get_id (caller), caller->name, FALSE };
  g_autofree char *join_url = NULL;
  AusMeeting meeting;

  if (provider == NULL || !aus_meeting_is_host (database, caller, consultation, &person.moderator, error) ||
      !find_join_url (clinic, database, provider, consultation, &join_url, error))
    return NULL;

  meeting = aus_meeting_describe (consultation, join_url);

  return aus_provider_get_meeting_info (provider, &meeting, &person, aus_time_now (), error);
}

gboolean
aus_meeting_admits (AusDatabase      *database,
                    const AusCaller  *caller,
                    AusConsultation  *consultation,
                    GError          **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (AusParticipant) seat = NULL;

  if (aus_caller_is_staff (caller))
    return TRUE;

  seat = aus_seats_find (database, caller, consultation, &fault);

  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  else if ((seat != NULL && seat->admission != AUS_ADMISSION_IN) || aus_seats_is_outside (caller, consultation, seat))
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "You will be let in; please wait.");
  else
    return TRUE;

  return FALSE;
}

/* Patients get in when they are let in; nobody gets in when it is over. */
static gboolean
may_join (AusDatabase      *database,
          const AusCaller  *caller,
          AusConsultation  *consultation,
          GError          **error)
{
  if (consultation->status == AUS_STATUS_IN_PROGRESS)
    return aus_room_gates_check_record (consultation, NULL) &&
           aus_meeting_admits (database, caller, consultation, error);

  return aus_caller_is_staff (caller) &&
         (consultation->status == AUS_STATUS_SCHEDULED || consultation->status == AUS_STATUS_WAITING);
}

char *
aus_meeting_get_url (AusClinic       *clinic,
                     AusDatabase     *database,
                     const AusCaller *caller,
                     AusConsultation *consultation)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) info = NULL;

  /* The built-in call has none. */
  if (consultation->video_provider == AUS_VIDEO_PROVIDER_BUILTIN || caller->role == AUS_ROLE_RECEPTIONIST)
    return NULL;

  if (may_join (database, caller, consultation, &error))
    info = aus_meeting_get_info (clinic, database, caller, consultation, &error);

  if (error != NULL && !g_error_matches (error, AUS_ERROR, AUS_ERROR_CONFLICT))
    g_message ("No link to a meeting: %s", error->message);

  return info ? g_strdup (aus_json_get_text (info, "meeting_url")) : NULL;
}
