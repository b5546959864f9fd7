#include "aus-zoom-errands.h"

#include "aus-json.h"
#include "aus-random.h"
#include "aus-sentence.h"
#include "aus-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Letters and digits alone, since accounts differ in what else a passcode may have. */
#define PASSCODE_LENGTH 10
#define PAGE_SIZE 300

typedef struct
{
  AusZoomApi         *api;
  const AusZoomTerms *terms;
  AusErrand          *errand;
  GCancellable       *cancellable;
} Work;

static const char *
get_host (const Work *work)
{
  return work->terms->host ? work->terms->host : work->errand->host;
}

static AusHttpAnswer *
call (Work         *work,
      const char   *method,
      const char   *path,
      JsonObject   *body,
      GError      **error)
{
  /* A POST that was not answered may have made a meeting all the same. */
  const AusCare care = { work->errand->is_urgent, strcmp (method, "POST") != 0 };
  const AusZoomCall zoom = { method, path, body, care };

  return aus_zoom_api_call (work->api, &zoom, work->cancellable, error);
}

static char *
make_marker (const Work *work)
{
  return g_strconcat ("Visit ", work->errand->marker, NULL);
}

static void
set_settings (const Work *work,
              JsonObject *body)
{
  const AusZoomTerms *terms = work->terms;
  JsonObject *settings = json_object_new ();
  JsonObject *chat = json_object_new ();

  json_object_set_boolean_member (chat, "enable", FALSE);
  json_object_set_boolean_member (settings, "waiting_room", terms->waiting_room);
  json_object_set_boolean_member (settings, "join_before_host", terms->join_before_host && !terms->waiting_room);
  json_object_set_boolean_member (settings, "meeting_authentication", FALSE);
  json_object_set_boolean_member (settings, "mute_upon_entry", terms->mute_upon_entry);
  json_object_set_boolean_member (settings, "use_pmi", FALSE);
  json_object_set_boolean_member (settings, "email_notification", FALSE);
  json_object_set_boolean_member (settings, "alternative_hosts_email_notification", FALSE);
  json_object_set_boolean_member (settings, "private_meeting", TRUE);
  json_object_set_int_member (settings, "approval_type", 2);
  json_object_set_string_member (settings, "encryption_type", terms->encryption);
  json_object_set_string_member (settings, "auto_recording",
                                 terms->records && work->errand->may_record ? "cloud" : "none");
  json_object_set_boolean_member (settings, "auto_start_meeting_summary", FALSE);
  json_object_set_boolean_member (settings, "auto_start_ai_companion_questions", FALSE);
  json_object_set_object_member (settings, "continuous_meeting_chat", chat);
  json_object_set_object_member (body, "settings", settings);
}

/* Neither a name nor a reason: both would show in Zoom's lists, mails and webhooks. */
static JsonObject *
make_body (const Work *work)
{
  JsonObject *body = json_object_new ();
  g_autoptr (GDateTime) start = aus_time_to_date_time (work->errand->starts);
  g_autofree char *text = g_date_time_format (start, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *marker = make_marker (work);

  json_object_set_string_member (body, "topic", work->terms->topic);
  json_object_set_string_member (body, "agenda", marker);
  json_object_set_int_member (body, "type", 2);
  json_object_set_string_member (body, "start_time", text);
  json_object_set_int_member (body, "duration", work->errand->minutes);
  json_object_set_string_member (body, "timezone", "UTC");
  set_settings (work, body);

  return body;
}

static void
replace (char       **target,
         const char  *text)
{
  g_free (*target);
  *target = g_strdup (text);
}

/* What holds may be otherwise than it was asked for, as accounts have their own rules. */
static JsonObject *
read_facts (JsonObject *object)
{
  static const char *const names[] = { "waiting_room", "join_before_host", "meeting_authentication" };
  static const char *const words[] = { "auto_recording", "encryption_type" };
  JsonNode *node = json_object_get_member (object, "settings");
  JsonObject *settings = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *password = aus_json_get_text (object, "password");
  JsonObject *facts = json_object_new ();

  json_object_set_boolean_member (facts, "passcode", password != NULL && *password != '\0');

  for (guint i = 0; settings != NULL && i < G_N_ELEMENTS (names); i++)
    json_object_set_boolean_member (facts, names[i], aus_json_get_boolean (settings, names[i], FALSE));

  for (guint i = 0; settings != NULL && i < G_N_ELEMENTS (words); i++) {
    const char *word = aus_json_get_text (settings, words[i]);

    json_object_set_string_member (facts, words[i], word ? word : "");
  }

  return facts;
}

gboolean
aus_zoom_read_meeting (JsonObject       *object,
                       AusFoundMeeting  *found,
                       GError          **error)
{
  const char *join_url = object ? aus_json_get_text (object, "join_url") : NULL;
  g_autofree char *id = object ? aus_zoom_get_id (object, "id") : NULL;
  const char *start, *host;

  if (id == NULL || join_url == NULL || !g_str_has_prefix (join_url, "http")) {
    aus_error_say (error, AUS_ERROR_UNAVAILABLE, N_("Zoom told of a meeting without an id or a link."));
    return FALSE;
  }

  start = aus_json_get_text (object, "start_time");
  host = aus_json_get_text (object, "host_email");
  replace (&found->meeting_id, id);
  replace (&found->join_url, join_url);
  replace (&found->password, aus_json_get_text (object, "password"));
  replace (&found->instance, aus_json_get_text (object, "uuid"));
  replace (&found->host, host ? host : aus_json_get_text (object, "host_id"));
  found->is_live = g_strcmp0 (aus_json_get_text (object, "status"), "started") == 0;

  if (start == NULL || !aus_time_parse (start, &found->starts, NULL))
    found->starts = 0;

  g_clear_pointer (&found->facts, json_object_unref);
  found->facts = read_facts (object);

  return TRUE;
}

static char *
make_path (const char *id,
           const char *rest)
{
  g_autofree char *encoded = aus_zoom_encode_id (id);

  return g_strconcat ("/meetings/", encoded, rest, NULL);
}

/* *@is_there is whether there is such a meeting. */
static gboolean
read_back (Work        *work,
           const char  *id,
           gboolean    *is_there,
           GError     **error)
{
  g_autofree char *path = make_path (id, NULL);
  g_autoptr (AusHttpAnswer) answer = call (work, "GET", path, NULL, error);

  if (answer == NULL)
    return FALSE;

  *is_there = aus_zoom_get_code (answer) != AUS_ZOOM_NO_MEETING;

  return !*is_there ||
         (aus_zoom_check (answer, error) && aus_zoom_read_meeting (answer->json, &work->errand->found, error));
}

static char *
find_marked (JsonObject *page,
             const char *marker)
{
  JsonNode *node = page ? json_object_get_member (page, "meetings") : NULL;
  JsonArray *meetings = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; meetings != NULL && i < json_array_get_length (meetings); i++) {
    JsonNode *element = json_array_get_element (meetings, i);
    JsonObject *meeting = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;

    if (meeting != NULL && g_strcmp0 (aus_json_get_text (meeting, "agenda"), marker) == 0)
      return aus_zoom_get_id (meeting, "id");
  }

  return NULL;
}

/* Looks for what an earlier try may have made without our hearing of it, also where it should have begun since. *@id is
 * %NULL where there is none. */
static gboolean
search (Work    *work,
        char   **id,
        GError **error)
{
  g_autofree char *host = g_uri_escape_string (get_host (work), NULL, FALSE);
  g_autofree char *marker = make_marker (work);
  g_autofree char *token = g_strdup ("");

  *id = NULL;

  do {
    g_autofree char *path = g_strdup_printf ("/users/%s/meetings?type=scheduled&page_size=%d&next_page_token=%s", host,
                                             PAGE_SIZE, token);
    g_autoptr (AusHttpAnswer) answer = call (work, "GET", path, NULL, error);
    const char *next;

    if (answer == NULL || !aus_zoom_check (answer, error))
      return FALSE;

    *id = find_marked (answer->json, marker);
    next = answer->json ? aus_json_get_text (answer->json, "next_page_token") : NULL;
    g_free (token);
    token = g_uri_escape_string (next ? next : "", NULL, FALSE);
  } while (*id == NULL && *token != '\0');

  return TRUE;
}

static gboolean
require_host (Work    *work,
              GError **error)
{
  if (get_host (work) != NULL && *get_host (work) != '\0')
    return TRUE;

  aus_error_say (error, AUS_ERROR_NOT_FOUND, N_("Nobody is named who could host the meeting."));

  return FALSE;
}

static gboolean
make (Work    *work,
      GError **error)
{
  g_autofree char *host = g_uri_escape_string (get_host (work), NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/users/%s/meetings", host);
  g_autofree char *passcode = aus_random_text (PASSCODE_LENGTH);
  g_autoptr (JsonObject) body = make_body (work);
  g_autoptr (AusHttpAnswer) answer = NULL;

  json_object_set_string_member (body, "password", passcode);
  answer = call (work, "POST", path, body, error);

  return answer != NULL && aus_zoom_check (answer, error) &&
         aus_zoom_read_meeting (answer->json, &work->errand->found, error);
}

static gboolean
create (Work    *work,
        GError **error)
{
  g_autofree char *id = NULL;
  gboolean is_there = FALSE;

  if (!require_host (work, error) || (work->errand->is_repeat && !search (work, &id, error)))
    return FALSE;

  if (id != NULL && !read_back (work, id, &is_there, error))
    return FALSE;

  return is_there || make (work, error);
}

static gboolean
keep_consent (Work    *work,
              GError **error)
{
  return !work->errand->found.is_live || !work->terms->records || work->errand->may_record ||
         aus_zoom_stop_recording (work->api, work->errand, work->cancellable, error);
}

/* A PATCH is answered with nothing, so what holds now is read. */
static gboolean
update (Work    *work,
        GError **error)
{
  g_autofree char *path = make_path (work->errand->meeting_id, NULL);
  g_autoptr (JsonObject) body = make_body (work);
  g_autoptr (AusHttpAnswer) answer = call (work, "PATCH", path, body, error);
  gboolean is_there = FALSE;

  if (answer == NULL)
    return FALSE;

  if (aus_zoom_get_code (answer) == AUS_ZOOM_NO_MEETING)
    return create (work, error);

  if (!read_back (work, work->errand->meeting_id, &is_there, error))
    return FALSE;

  /* Nobody is recorded against their will for the sake of what else was to be changed. */
  return is_there ? keep_consent (work, error) && aus_zoom_check (answer, error) : create (work, error);
}

/* *@is_live: whether somebody may be in there still. */
static gboolean
end_meeting (Work        *work,
             const char  *id,
             GError     **error)
{
  g_autofree char *path = make_path (id, "/status");
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (AusHttpAnswer) answer = NULL;
  gboolean is_there = FALSE;

  json_object_set_string_member (body, "action", "end");
  answer = call (work, "PUT", path, body, error);

  if (answer == NULL)
    return FALSE;

  /* What one that is not under way is answered with is not written anywhere. */
  if (answer->status == 400 || answer->status == 404)
    return read_back (work, id, &is_there, error) &&
           (!is_there || !work->errand->found.is_live || aus_zoom_check (answer, error));

  return aus_zoom_check (answer, error);
}

static gboolean
delete_meeting (Work        *work,
                const char  *id,
                GError     **error)
{
  g_autofree char *path = make_path (id, "?schedule_for_reminder=false&cancel_meeting_reminder=false");
  g_autoptr (AusHttpAnswer) answer = call (work, "DELETE", path, NULL, error);
  g_autoptr (AusHttpAnswer) again = NULL;

  if (answer == NULL || aus_zoom_get_code (answer) == AUS_ZOOM_NO_MEETING)
    return answer != NULL;

  if (aus_zoom_get_code (answer) != AUS_ZOOM_IN_PROGRESS)
    return aus_zoom_check (answer, error);

  if (!end_meeting (work, id, error))
    return FALSE;

  again = call (work, "DELETE", path, NULL, error);

  return again != NULL && (aus_zoom_get_code (again) == AUS_ZOOM_NO_MEETING || aus_zoom_check (again, error));
}

static gboolean
cancel (Work    *work,
        GError **error)
{
  g_autofree char *id = g_strdup (work->errand->meeting_id);

  /* It may have been made without our hearing of it. */
  if (id == NULL && get_host (work) != NULL && !search (work, &id, error))
    return FALSE;

  return id == NULL || delete_meeting (work, id, error);
}

static gboolean
end (Work    *work,
     GError **error)
{
  return end_meeting (work, work->errand->meeting_id, error);
}

static gboolean
look (Work    *work,
      GError **error)
{
  gboolean is_there;

  return read_back (work, work->errand->meeting_id, &is_there, error);
}

/* It holds what makes whoever has it the host, so it is asked for when it is wanted, and kept nowhere. */
static gboolean
get_host_link (Work    *work,
               GError **error)
{
  g_autofree char *path = make_path (work->errand->meeting_id, NULL);
  g_autoptr (AusHttpAnswer) answer = call (work, "GET", path, NULL, error);

  if (answer == NULL || !aus_zoom_check (answer, error))
    return FALSE;

  work->errand->link = g_strdup (answer->json ? aus_json_get_text (answer->json, "start_url") : NULL);

  if (work->errand->link == NULL)
    aus_error_say (error, AUS_ERROR_UNAVAILABLE, N_("Zoom gave no link for the host."));

  return work->errand->link != NULL;
}

static gboolean
test (Work    *work,
      GError **error)
{
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;
  g_autoptr (AusHttpAnswer) answer = NULL;

  if (!aus_zoom_api_try (work->api, work->terms->records, work->cancellable, error))
    return FALSE;

  if (work->terms->host == NULL) {
    work->errand->note = g_strdup (N_("Zoom knows the app, and it has all its scopes. Each doctor hosts their own "
                                      "meetings, under the address that they sign in with."));
    return TRUE;
  }

  host = g_uri_escape_string (work->terms->host, NULL, FALSE);
  path = g_strdup_printf ("/users/%s/meetings?type=upcoming&page_size=1", host);
  answer = call (work, "GET", path, NULL, error);

  if (answer == NULL || !aus_zoom_check (answer, error))
    return FALSE;

  work->errand->note = aus_sentence_new (N_("Zoom knows the app, and it has all its scopes. %s hosts all meetings."),
                                         work->terms->host);

  return TRUE;
}

static gboolean
attendance (Work    *work,
            GError **error)
{
  return aus_zoom_list_attendance (work->api, work->errand, work->cancellable, error);
}

static gboolean
recordings (Work    *work,
            GError **error)
{
  return aus_zoom_list_recordings (work->api, work->errand, work->terms->records, work->cancellable, error);
}

static gboolean
fetch (Work    *work,
       GError **error)
{
  return aus_zoom_fetch_recording (work->api, work->errand, work->cancellable, error);
}

static gboolean
discard (Work    *work,
         GError **error)
{
  return aus_zoom_discard_recording (work->api, work->errand, work->cancellable, error);
}

static gboolean (*const errands[AUS_N_ERRANDS]) (Work    *work,
                                                 GError **error) = {
  [AUS_ERRAND_CREATE] = create,
  [AUS_ERRAND_UPDATE] = update,
  [AUS_ERRAND_CANCEL] = cancel,
  [AUS_ERRAND_END] = end,
  [AUS_ERRAND_LOOK] = look,
  [AUS_ERRAND_ATTENDANCE] = attendance,
  [AUS_ERRAND_RECORDINGS] = recordings,
  [AUS_ERRAND_FETCH] = fetch,
  [AUS_ERRAND_DISCARD] = discard,
  [AUS_ERRAND_HOST_LINK] = get_host_link,
  [AUS_ERRAND_TEST] = test,
};

gboolean
aus_zoom_errand_run (AusZoomApi          *api,
                     const AusZoomTerms  *terms,
                     AusErrand           *errand,
                     GCancellable        *cancellable,
                     GError             **error)
{
  Work work = { api, terms, errand, cancellable };

  return errands[errand->kind] (&work, error);
}
