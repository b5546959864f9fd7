#include "aus-meeting.h"

#include "aus-time.h"

static AusProvider *
get_provider (AusClinic       *clinic,
              AusConsultation *consultation)
{
  return aus_providers_lookup (clinic->providers,
                               aus_enum_to_nick (AUS_TYPE_VIDEO_PROVIDER, consultation->video_provider));
}

gboolean
aus_meeting_create (AusClinic        *clinic,
                    AusConsultation  *consultation,
                    GError          **error)
{
  AusProvider *provider = get_provider (clinic, consultation);
  const char *reason = NULL;
  g_autofree char *meeting_id = NULL;

  if (!aus_provider_is_configured (provider, &reason)) {
    aus_error_add_field (error, "video_provider", "%s cannot be used: %s",
                         aus_provider_get_display_name (provider), reason);
    return FALSE;
  }

  meeting_id = aus_provider_create_meeting (provider, error);

  if (meeting_id == NULL)
    return FALSE;

  g_object_set (consultation, "meeting-id", meeting_id, "meeting-state", AUS_MEETING_STATE_READY, NULL);

  return TRUE;
}

static AusMeeting
describe (AusConsultation *consultation)
{
  gint64 starts = aus_time_from_date_time (consultation->scheduled_start);

  return (AusMeeting) { consultation->meeting_id, starts, starts + consultation->duration_planned * AUS_TIME_MINUTE };
}

static AusMeetingPerson
describe_caller (const AusCaller *caller)
{
  return (AusMeetingPerson) { aus_caller_get_id (caller), caller->name, caller->role == AUS_ROLE_DOCTOR };
}

JsonObject *
aus_meeting_get_info (AusClinic        *clinic,
                      const AusCaller  *caller,
                      AusConsultation  *consultation,
                      GError          **error)
{
  const AusMeeting meeting = describe (consultation);
  const AusMeetingPerson person = describe_caller (caller);

  return aus_provider_get_meeting_info (get_provider (clinic, consultation), &meeting, &person, aus_time_now (), error);
}

/* Patients get in when they are let in; nobody gets in when it is over. */
static gboolean
may_join (const AusCaller *caller,
          AusConsultation *consultation)
{
  if (consultation->status == AUS_STATUS_IN_PROGRESS)
    return TRUE;

  return aus_caller_is_staff (caller) &&
         (consultation->status == AUS_STATUS_SCHEDULED || consultation->status == AUS_STATUS_WAITING);
}

char *
aus_meeting_get_url (AusClinic       *clinic,
                     const AusCaller *caller,
                     AusConsultation *consultation)
{
  const AusMeeting meeting = describe (consultation);
  const AusMeetingPerson person = describe_caller (caller);
  g_autoptr (GError) error = NULL;
  char *url;

  if (!may_join (caller, consultation) || caller->role == AUS_ROLE_RECEPTIONIST)
    return NULL;

  url = aus_provider_join_url (get_provider (clinic, consultation), &meeting, &person, aus_time_now (), &error);

  if (error != NULL)
    g_message ("No link to a meeting: %s", error->message);

  return url;
}
