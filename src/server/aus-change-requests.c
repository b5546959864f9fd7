#include "aus-change-requests.h"

#include "aus-events.h"
#include "aus-table.h"
#include "aus-time.h"

static gboolean
tell (AusDatabase      *database,
      const AusCaller  *caller,
      AusConsultation  *consultation,
      GError          **error)
{
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_integer (&members, "revision", consultation->revision);
  aus_json_add_text (&members, "status", aus_enum_to_nick (AUS_TYPE_STATUS, consultation->status));
  aus_json_add_text (&members, "change_request",
                     aus_enum_to_nick (aus_change_request_get_type (), consultation->change_request));

  if (consultation->requested_start != NULL)
    aus_json_add_time (&members, "requested_start", aus_time_from_date_time (consultation->requested_start));

  aus_json_add_text (&members, "by", caller->name);

  return aus_events_add (database, consultation, "consultation_updated", AUS_TO (AUS_ROLES_ALL), &members, error);
}

void
aus_change_requests_forget (AusConsultation *consultation)
{
  g_object_set (consultation,
                "change-request", AUS_CHANGE_REQUEST_NONE,
                "requested-start", NULL,
                "request-reason", "",
                "requested-at", NULL,
                NULL);
}

gboolean
aus_change_requests_add (AusDatabase       *database,
                         const AusCaller   *caller,
                         AusConsultation   *consultation,
                         AusChangeRequest   request,
                         GError           **error)
{
  g_autoptr (GDateTime) now = aus_time_to_date_time (aus_time_now ());

  g_object_set (consultation, "change-request", request, "requested-at", now, NULL);

  return aus_table_save (database, AUS_RECORD (consultation), error) && tell (database, caller, consultation, error);
}

gboolean
aus_change_requests_remove (AusDatabase      *database,
                            const AusCaller  *caller,
                            AusConsultation  *consultation,
                            GError          **error)
{
  if (consultation->change_request == AUS_CHANGE_REQUEST_NONE)
    return TRUE;

  aus_change_requests_forget (consultation);

  return aus_table_save (database, AUS_RECORD (consultation), error) && tell (database, caller, consultation, error);
}
