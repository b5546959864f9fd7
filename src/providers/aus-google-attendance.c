#include "aus-google-errands.h"

#include "aus-json.h"
#include "aus-time.h"

#include <string.h>

#define CONFERENCES 100
#define PARTICIPANTS 250
#define SESSIONS 250

/* Who was there, as Google keeps it for thirty days: a conference for each time that somebody came into the empty
 * room, its people, and how often each of them was in. */

typedef gboolean (* Take) (AusGoogleWork  *work,
                           JsonObject     *object,
                           gpointer        data,
                           GError        **error);

static gboolean
take_each (AusGoogleWork  *work,
           JsonObject     *page,
           const char     *member,
           Take            take,
           gpointer        data,
           GError        **error)
{
  JsonNode *node = page ? json_object_get_member (page, member) : NULL;
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    JsonNode *element = json_array_get_element (list, i);

    if (JSON_NODE_HOLDS_OBJECT (element) && !take (work, json_node_get_object (element), data, error))
      return FALSE;
  }

  return TRUE;
}

typedef struct
{
  const char *path;
  const char *member;
  Take        take;
  gpointer    data;
} List;

/* All pages. @path: with its “?” */
static gboolean
read_list (AusGoogleWork  *work,
           const List     *list,
           GError        **error)
{
  const char *owner = aus_google_get_owner (work, error);
  g_autofree char *token = g_strdup ("");

  if (owner == NULL)
    return FALSE;

  do {
    g_autofree char *path = g_strconcat (list->path, "&pageToken=", token, NULL);
    g_autoptr (AusHttpAnswer) answer = aus_google_work_call (work, owner, "GET", path, NULL, error);
    const char *next;

    if (answer == NULL)
      return FALSE;

    if (aus_google_is_gone (answer))
      return TRUE;

    if (!aus_google_check (answer, error) ||
        !take_each (work, answer->json, list->member, list->take, list->data, error))
      return FALSE;

    next = answer->json ? aus_json_get_text (answer->json, "nextPageToken") : NULL;
    g_free (token);
    token = g_uri_escape_string (next ? next : "", NULL, FALSE);
  } while (*token != '\0');

  return TRUE;
}

typedef struct
{
  const char *instance;
  const char *name;
  gboolean    is_signed_in;
} Person;

static gboolean
take_session (AusGoogleWork  *work,
              JsonObject     *session,
              gpointer        data,
              GError        **error)
{
  const Person *person = data;
  const char *name = aus_json_get_text (session, "name");
  AusAttendance *stay;

  if (name == NULL)
    return TRUE;

  stay = g_new0 (AusAttendance, 1);
  stay->key = g_strdup (name);
  stay->instance = g_strdup (person->instance);
  stay->name = g_strdup (person->name);
  stay->is_host = person->is_signed_in;
  stay->joined = aus_google_get_time (session, "startTime");
  stay->left = aus_google_get_time (session, "endTime");
  g_ptr_array_add (work->errand->attendance, stay);

  return TRUE;
}

static gboolean
is_name (const char *name,
         const char *prefix)
{
  return name != NULL && g_str_has_prefix (name, prefix) && strpbrk (name, "?#% ") == NULL &&
         strstr (name, "..") == NULL;
}

static gboolean
take_participant (AusGoogleWork  *work,
                  JsonObject     *participant,
                  gpointer        data,
                  GError        **error)
{
  static const char *const kinds[] = { "signedinUser", "anonymousUser", "phoneUser" };
  Person person = { data, "", FALSE };
  const char *name = aus_json_get_text (participant, "name");
  g_autofree char *path = NULL;

  if (!is_name (name, person.instance))
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    JsonObject *user = aus_google_get_object (participant, kinds[i]);
    const char *shown = user ? aus_json_get_text (user, "displayName") : NULL;

    if (user != NULL) {
      person.name = shown ? shown : "";
      person.is_signed_in = i == 0;
    }
  }

  path = g_strdup_printf ("/v2/%s/participantSessions?pageSize=%d", name, SESSIONS);

  return read_list (work, &(List) { path, "participantSessions", take_session, &person }, error);
}

static gboolean
take_conference (AusGoogleWork  *work,
                 JsonObject     *conference,
                 gpointer        data,
                 GError        **error)
{
  const char *name = aus_json_get_text (conference, "name");
  g_autofree char *path = NULL;

  if (!is_name (name, "conferenceRecords/"))
    return TRUE;

  path = g_strdup_printf ("/v2/%s/participants?pageSize=%d", name, PARTICIPANTS);

  return read_list (work, &(List) { path, "participants", take_participant, (gpointer) name }, error);
}

/* Google gives no address, so the host is known only where one person alone was signed in there. */
static void
clear_doubtful_hosts (GPtrArray *stays)
{
  const char *name = NULL;
  gboolean is_doubtful = FALSE;

  for (guint i = 0; i < stays->len; i++) {
    const AusAttendance *stay = g_ptr_array_index (stays, i);

    if (!stay->is_host)
      continue;

    is_doubtful = is_doubtful || (name != NULL && strcmp (name, stay->name) != 0);
    name = stay->name;
  }

  for (guint i = 0; is_doubtful && i < stays->len; i++)
    ((AusAttendance *) g_ptr_array_index (stays, i))->is_host = FALSE;
}

gboolean
aus_google_list_attendance (AusGoogleWork  *work,
                            GError        **error)
{
  const gboolean is_space = aus_google_is_space (work->errand->meeting_id);
  g_autofree char *code = is_space ? NULL : aus_google_event_get_code (work, error);
  g_autofree char *filter = NULL;
  g_autofree char *encoded = NULL;
  g_autofree char *path = NULL;

  if (!is_space && code == NULL)
    return FALSE;

  if (!is_space && *code == '\0')
    return TRUE;

  filter = is_space ? g_strdup_printf ("space.name=\"%s\"", work->errand->meeting_id)
                    : g_strdup_printf ("space.meeting_code=\"%s\"", code);
  encoded = g_uri_escape_string (filter, NULL, FALSE);
  path = g_strdup_printf ("/v2/conferenceRecords?filter=%s&pageSize=%d", encoded, CONFERENCES);

  if (!read_list (work, &(List) { path, "conferenceRecords", take_conference, NULL }, error))
    return FALSE;

  clear_doubtful_hosts (work->errand->attendance);

  return TRUE;
}
