#include "aus-google-errands.h"

#include "aus-hash.h"
#include "aus-json.h"
#include "aus-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How often a calendar is asked for the meeting that it has promised, in seconds between: then the job comes again. */
#define FIRST_WAIT_MS 500
#define N_WAITS 4
#define N_IDS 8
#define POLL_S 30
#define ID_LENGTH 32

/* The same for the same visit, so that what is made twice is one event: Google's alphabet has all hexadecimal digits.
 * What was deleted keeps its id, hence the number. */
static char *
make_id (AusGoogleWork *work,
         guint          number)
{
  g_autofree char *text = g_strdup_printf ("%s/%u", work->errand->marker, number);
  char hash[AUS_HASH_LENGTH + 1];

  aus_hash (text, strlen (text), hash);
  hash[ID_LENGTH] = '\0';

  return g_strconcat ("aus", hash, NULL);
}

static char *
make_path (AusGoogleWork *work,
           const char    *id,
           const char    *query)
{
  g_autofree char *calendar = g_uri_escape_string (work->terms->calendar ? work->terms->calendar : "primary", NULL,
                                                   FALSE);
  g_autofree char *event = g_uri_escape_string (id, NULL, FALSE);

  return g_strconcat ("/calendar/v3/calendars/", calendar, "/events", *event != '\0' ? "/" : "", event, query, NULL);
}

static void
set_time (JsonObject *body,
          const char *name,
          gint64      time)
{
  g_autoptr (GDateTime) date = aus_time_to_date_time (time);
  g_autofree char *text = g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ");
  JsonObject *moment = json_object_new ();

  json_object_set_string_member (moment, "dateTime", text);
  json_object_set_string_member (moment, "timeZone", "UTC");
  json_object_set_object_member (body, name, moment);
}

/* Neither a name nor a reason, and nobody is invited: Google would send them mail. */
static JsonObject *
make_body (AusGoogleWork *work)
{
  const AusErrand *errand = work->errand;
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "summary", work->terms->title);
  json_object_set_string_member (body, "visibility", "private");
  json_object_set_boolean_member (body, "guestsCanInviteOthers", FALSE);
  json_object_set_boolean_member (body, "guestsCanSeeOtherGuests", FALSE);
  json_object_set_string_member (body, "status", "confirmed");
  set_time (body, "start", errand->starts);
  set_time (body, "end", errand->starts + errand->minutes * AUS_TIME_MINUTE);

  return body;
}

static void
ask_for_meeting (JsonObject *body,
                 const char *id)
{
  JsonObject *data = json_object_new ();
  JsonObject *request = json_object_new ();
  JsonObject *key = json_object_new ();

  json_object_set_string_member (key, "type", "hangoutsMeet");
  json_object_set_string_member (request, "requestId", id);
  json_object_set_object_member (request, "conferenceSolutionKey", key);
  json_object_set_object_member (data, "createRequest", request);
  json_object_set_object_member (body, "conferenceData", data);
}

static gboolean
is_deleted (AusHttpAnswer *answer)
{
  return aus_google_is_gone (answer) ||
         (answer->json != NULL && g_strcmp0 (aus_json_get_text (answer->json, "status"), "cancelled") == 0);
}

static AusHttpAnswer *
get_event (AusGoogleWork  *work,
           const char     *subject,
           const char     *id,
           GError        **error)
{
  g_autofree char *path = make_path (work, id, NULL);

  return aus_google_work_call (work, subject, "GET", path, NULL, error);
}

static const char *
get_conference_status (JsonObject *event)
{
  JsonObject *data = aus_google_get_object (event, "conferenceData");
  JsonObject *request = data ? aus_google_get_object (data, "createRequest") : NULL;
  JsonObject *status = request ? aus_google_get_object (request, "status") : NULL;
  const char *code = status ? aus_json_get_text (status, "statusCode") : NULL;

  return code ? code : "";
}

static gboolean
read_event (AusGoogleWork  *work,
            const char     *owner,
            JsonObject     *event,
            GError        **error)
{
  AusFoundMeeting *found = &work->errand->found;
  const char *id = event ? aus_json_get_text (event, "id") : NULL;
  const char *link = event ? aus_json_get_text (event, "hangoutLink") : NULL;

  if (id == NULL || link == NULL || !g_str_has_prefix (link, "http")) {
    const gboolean is_refused = event != NULL && strcmp (get_conference_status (event), "failure") == 0;

    if (is_refused)
      aus_error_say (error, AUS_ERROR_FORBIDDEN, N_("The event is there, but Google makes no meeting for it. Meet may "
                                                    "be switched off for this user."));
    else
      aus_error_say (error, AUS_ERROR_UNAVAILABLE, N_("Google is still making the meeting of the event."));

    return FALSE;
  }

  found->meeting_id = g_strdup (id);
  found->join_url = g_strdup (link);
  found->host = g_strdup (owner);
  found->starts = aus_google_get_time (aus_google_get_object (event, "start"), "dateTime");

  return TRUE;
}

static void
wait_for (AusGoogleWork *work,
          guint          milliseconds)
{
  GPollFD poll;

  if (!g_cancellable_make_pollfd (work->cancellable, &poll)) {
    g_usleep (milliseconds * 1000);
    return;
  }

  g_poll (&poll, 1, (int) milliseconds);
  g_cancellable_release_fd (work->cancellable);
}

/* Meetings are made after the event that they are for. */
static gboolean
await_meeting (AusGoogleWork   *work,
               const char      *owner,
               AusHttpAnswer  **answer,
               GError         **error)
{
  g_autofree char *id = g_strdup ((*answer)->json ? aus_json_get_text ((*answer)->json, "id") : NULL);

  for (guint i = 0; i < N_WAITS && id != NULL; i++) {
    AusHttpAnswer *again;

    if (strcmp (get_conference_status ((*answer)->json), "pending") != 0)
      break;

    wait_for (work, FIRST_WAIT_MS << i);
    again = get_event (work, owner, id, error);

    if (again == NULL)
      return FALSE;

    aus_http_answer_free (*answer);
    *answer = again;

    if (!aus_google_check (again, error))
      return FALSE;
  }

  return read_event (work, owner, (*answer)->json, error);
}

/* %NULL without an error where the id is that of an event that was deleted. */
static AusHttpAnswer *
insert (AusGoogleWork  *work,
        const char     *host,
        const char     *id,
        GError        **error)
{
  g_autofree char *path = make_path (work, "", "?conferenceDataVersion=1&sendUpdates=none");
  g_autoptr (JsonObject) body = make_body (work);
  g_autoptr (AusHttpAnswer) answer = NULL;
  g_autoptr (AusHttpAnswer) there = NULL;

  json_object_set_string_member (body, "id", id);
  ask_for_meeting (body, id);
  answer = aus_google_work_call (work, host, "POST", path, body, error);

  if (answer == NULL || answer->status != 409)
    return g_steal_pointer (&answer);

  there = get_event (work, host, id, error);

  return there != NULL && is_deleted (there) ? NULL : g_steal_pointer (&there);
}

gboolean
aus_google_event_create (AusGoogleWork  *work,
                         GError        **error)
{
  const char *host = aus_google_get_host (work, error);

  if (host == NULL)
    return FALSE;

  for (guint number = 0; number < N_IDS; number++) {
    g_autofree char *id = make_id (work, number);
    g_autoptr (GError) fault = NULL;
    g_autoptr (AusHttpAnswer) answer = insert (work, host, id, &fault);

    if (fault != NULL) {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

    if (answer != NULL)
      return aus_google_check (answer, error) && await_meeting (work, host, &answer, error);
  }

  aus_error_say (error, AUS_ERROR_FORBIDDEN, N_("The event was deleted in Google's calendar too many times."));

  return FALSE;
}

gboolean
aus_google_event_update (AusGoogleWork  *work,
                         GError        **error)
{
  const char *owner = aus_google_get_owner (work, error);
  g_autofree char *path = make_path (work, work->errand->meeting_id, "?conferenceDataVersion=1&sendUpdates=none");
  g_autoptr (JsonObject) body = make_body (work);
  g_autoptr (AusHttpAnswer) there = owner ? get_event (work, owner, work->errand->meeting_id, error) : NULL;
  g_autoptr (AusHttpAnswer) answer = NULL;

  if (there == NULL)
    return FALSE;

  if (is_deleted (there))
    return aus_google_event_create (work, error);

  answer = aus_google_work_call (work, owner, "PATCH", path, body, error);

  return answer != NULL && aus_google_check (answer, error) && await_meeting (work, owner, &answer, error);
}

/* Of an event whose answer was lost the id is known all the same. */
gboolean
aus_google_event_cancel (AusGoogleWork  *work,
                         GError        **error)
{
  const char *owner = aus_google_get_owner (work, error);
  g_autofree char *id = work->errand->meeting_id ? g_strdup (work->errand->meeting_id) : make_id (work, 0);
  g_autofree char *path = make_path (work, id, "?sendUpdates=none");
  g_autoptr (AusHttpAnswer) answer =
    owner ? aus_google_work_call (work, owner, "DELETE", path, NULL, error) : NULL;

  return answer != NULL && (aus_google_is_gone (answer) || aus_google_check (answer, error));
}

static char *
read_code (JsonObject *event)
{
  JsonObject *data = event ? aus_google_get_object (event, "conferenceData") : NULL;
  const char *code = data ? aus_json_get_text (data, "conferenceId") : NULL;

  return g_strdup (code != NULL && strspn (code, "abcdefghijklmnopqrstuvwxyz-") == strlen (code) ? code : "");
}

char *
aus_google_event_get_code (AusGoogleWork  *work,
                           GError        **error)
{
  const char *owner = aus_google_get_owner (work, error);
  g_autoptr (AusHttpAnswer) answer = owner ? get_event (work, owner, work->errand->meeting_id, error) : NULL;

  if (answer == NULL || (!aus_google_is_gone (answer) && !aus_google_check (answer, error)))
    return NULL;

  return read_code (answer->json);
}

/* Whether somebody is in, is known to Meet and not to the calendar. */
static gboolean
look_in (AusGoogleWork  *work,
         const char     *owner,
         const char     *code,
         GError        **error)
{
  g_autofree char *path = g_strconcat ("/v2/spaces/", code, NULL);
  g_autoptr (AusHttpAnswer) answer = aus_google_work_call (work, owner, "GET", path, NULL, error);
  JsonObject *live;
  const char *record;

  if (answer == NULL)
    return FALSE;

  if (aus_google_is_gone (answer))
    return TRUE;

  if (!aus_google_check (answer, error))
    return FALSE;

  live = answer->json ? aus_google_get_object (answer->json, "activeConference") : NULL;
  record = live ? aus_json_get_text (live, "conferenceRecord") : NULL;
  work->errand->found.is_live = record != NULL && *record != '\0';
  work->errand->found.instance = g_strdup (record);

  return TRUE;
}

gboolean
aus_google_event_look (AusGoogleWork  *work,
                       GError        **error)
{
  const char *owner = aus_google_get_owner (work, error);
  g_autoptr (AusHttpAnswer) answer = owner ? get_event (work, owner, work->errand->meeting_id, error) : NULL;
  g_autofree char *code = NULL;

  if (answer == NULL)
    return FALSE;

  if (is_deleted (answer))
    return TRUE;

  if (!aus_google_check (answer, error) || !read_event (work, owner, answer->json, error))
    return FALSE;

  code = read_code (answer->json);
  work->errand->look_again = POLL_S;

  return *code == '\0' || look_in (work, owner, code, error);
}
