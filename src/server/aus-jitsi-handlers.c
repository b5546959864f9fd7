#include "aus-access.h"
#include "aus-json.h"
#include "aus-meeting-events.h"
#include "aus-meeting.h"
#include "aus-provider-handlers.h"
#include "aus-provider-settings.h"
#include "aus-time.h"

#include <libsoup/soup.h>
#include <string.h>

/* What the clinic's own Jitsi server asks us: the key that tokens are signed with, and whether a room may be opened. */

/* Nobody needs a room much before the visit; whoever begins early is heard of from the visit itself. */
#define OPENS_BEFORE AUS_TIME_HOUR

/* (transfer full) (nullable): without an error where the clinic has none of its own */
static AusJitsiProvider *
find_provider (AusCall      *call,
               AusDatabase  *database,
               GError      **error)
{
  g_autoptr (AusProvider) provider =
    aus_provider_settings_get (call->clinic, database, aus_jitsi_description.name, error);

  if (provider == NULL)
    return NULL;

  if (AUS_IS_JITSI_PROVIDER (provider))
    return AUS_JITSI_PROVIDER (g_steal_pointer (&provider));

  g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "Nothing is expected here.");

  return NULL;
}

gboolean
aus_jitsi_key_show (AusCall      *call,
                    AusDatabase  *database,
                    GError      **error)
{
  g_autoptr (AusJitsiProvider) provider = find_provider (call, database, error);
  g_autofree char *key = provider ? aus_jitsi_provider_export_key (provider, call->id) : NULL;

  if (provider == NULL)
    return FALSE;

  if (key == NULL) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such key.");
    return FALSE;
  }

  call->content_type = "text/plain; charset=utf-8";
  g_string_append (call->out.text, key);

  return TRUE;
}

/* The Jitsi server, by the token with which it also tells what happens. (transfer full) (nullable) */
static AusJitsiProvider *
let_in (AusCall      *call,
        AusDatabase  *database,
        GError      **error)
{
  g_autoptr (AusJitsiProvider) provider = find_provider (call, database, error);

  return provider != NULL &&
         aus_jitsi_provider_check_token (provider, aus_call_get_header (call, "Authorization"), error)
         ? g_steal_pointer (&provider)
         : NULL;
}

static void
fail_to_find (GError **error)
{
  g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no visit of that name.");
}

/* (transfer full) (nullable) */
static AusConsultation *
find_by_room (AusDatabase  *database,
              const char   *room,
              GError      **error)
{
  g_autoptr (AusConsultation) consultation = NULL;

  if (aus_meeting_find_visit (database, aus_jitsi_description.name, room, &consultation, error) &&
      consultation == NULL)
    fail_to_find (error);

  return g_steal_pointer (&consultation);
}

/* (transfer full) (nullable) */
static AusConsultation *
find_by_id (AusDatabase  *database,
            const char   *id,
            GError      **error)
{
  g_autoptr (AusConsultation) consultation = aus_access_read_consultation (database, id, error);

  if (consultation == NULL)
    return NULL;

  if (consultation->video_provider == AUS_VIDEO_PROVIDER_JITSI && *consultation->meeting_id != '\0')
    return g_steal_pointer (&consultation);

  fail_to_find (error);

  return NULL;
}

static const char *
find_refusal (AusConsultation *consultation)
{
  const gint64 starts = aus_time_from_date_time (consultation->scheduled_start);

  if (consultation->status == AUS_STATUS_IN_PROGRESS)
    return NULL;

  if (consultation->status != AUS_STATUS_SCHEDULED && consultation->status != AUS_STATUS_WAITING)
    return "The visit is over.";

  return aus_time_now () < starts - OPENS_BEFORE ? "It is too early for this visit." : NULL;
}

/* Jitsi shows “message” to whoever wanted in. */
static gboolean
check_time (AusConsultation  *consultation,
            GError          **error)
{
  const char *refusal = find_refusal (consultation);
  g_autofree char *json = refusal ? g_strdup_printf ("\"%s\"", refusal) : NULL;
  GError *fault = NULL;

  if (refusal == NULL)
    return TRUE;

  fault = g_error_new_literal (AUS_ERROR, AUS_ERROR_FORBIDDEN, refusal);
  aus_error_set_member (fault, "message", json);
  g_propagate_error (error, fault);

  return FALSE;
}

static void
write_reservation (AusCall          *call,
                   AusConsultation  *consultation,
                   AusJitsiProvider *provider,
                   const char       *owner)
{
  const gint64 now = aus_time_now ();
  const AusMeeting meeting = aus_meeting_describe (consultation, NULL);

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_text (&call->out, "id", consultation->id);
  aus_json_add_text (&call->out, "name", consultation->meeting_id);
  aus_json_add_text (&call->out, "mail_owner", owner);
  aus_json_add_time (&call->out, "start_time", now);
  aus_json_add_integer (&call->out, "duration", aus_jitsi_provider_get_seconds (provider, &meeting, now));
  aus_json_add_boolean (&call->out, "lobby", aus_jitsi_provider_has_lobby (provider));
  aus_json_end_object (&call->out);
}

static GHashTable *
read_form (AusCall *call)
{
  gsize length = 0;
  const char *bytes = call->body ? g_bytes_get_data (call->body, &length) : NULL;
  /* A body of nothing may be nowhere. */
  g_autofree char *body = length > 0 ? g_strndup (bytes, length) : g_strdup ("");

  return soup_form_decode (body);
}

/* (transfer full) (nullable) */
static AusConsultation *
find_by_form (AusDatabase  *database,
              GHashTable   *form,
              GError      **error)
{
  const char *name = g_hash_table_lookup (form, "name");
  g_autofree char *room = NULL;

  /* “[tenant]room” is how it calls rooms of addresses with a folder. */
  name = name != NULL && *name == '[' && strchr (name, ']') != NULL ? strchr (name, ']') + 1 : name;
  room = g_ascii_strdown (name ? name : "", -1);

  return find_by_room (database, room, error);
}

/* Asked when somebody is the first in a room. Where it is asked again the answer is the same, so that nothing ever
 * stands in the way of a room, and a server that has forgotten goes on. */
gboolean
aus_reservation_make (AusCall      *call,
                      AusDatabase  *database,
                      GError      **error)
{
  g_autoptr (AusJitsiProvider) provider = let_in (call, database, error);
  g_autoptr (GHashTable) form = provider ? read_form (call) : NULL;
  g_autoptr (AusConsultation) consultation = form ? find_by_form (database, form, error) : NULL;
  const char *owner;

  if (consultation == NULL || !check_time (consultation, error))
    return FALSE;

  owner = g_hash_table_lookup (form, "mail_owner");
  write_reservation (call, consultation, provider, owner ? owner : "");

  return TRUE;
}

gboolean
aus_reservation_show (AusCall      *call,
                      AusDatabase  *database,
                      GError      **error)
{
  g_autoptr (AusJitsiProvider) provider = let_in (call, database, error);
  g_autoptr (AusConsultation) consultation = provider ? find_by_id (database, call->id, error) : NULL;

  if (consultation == NULL || !check_time (consultation, error))
    return FALSE;

  write_reservation (call, consultation, provider, "");

  return TRUE;
}

/* All have left the room. */
gboolean
aus_reservation_drop (AusCall      *call,
                      AusDatabase  *database,
                      GError      **error)
{
  g_autoptr (AusJitsiProvider) provider = let_in (call, database, error);
  g_autoptr (AusConsultation) consultation = provider ? find_by_id (database, call->id, error) : NULL;
  g_autoptr (AusMeetingEvent) event = NULL;

  if (consultation == NULL)
    return FALSE;

  event = aus_meeting_event_new (AUS_MEETING_EVENT_ENDED, consultation->meeting_id);
  event->at = aus_time_now ();

  return aus_meeting_events_apply (call->clinic, database, aus_jitsi_description.name, event, error);
}
