#include "aus-zoom-errands.h"

#include "aus-json.h"
#include "aus-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PAGE_SIZE 300
/* Of a download, in seconds: an hour of video over a slow line. */
#define DOWNLOAD_S (4 * 60 * 60)

/* Where recordings lie, and where the links to them lead on to. */
static const char *const file_domains[] = { "zoom.us", "zoomgov.com", "cloudfront.net", "amazonaws.com", NULL };

static AusHttpAnswer *
call (AusZoomApi    *api,
      AusErrand     *errand,
      const char    *method,
      const char    *path,
      GCancellable  *cancellable,
      GError       **error)
{
  const AusZoomCall zoom = { method, path, NULL, { errand->is_urgent, TRUE } };

  return aus_zoom_api_call (api, &zoom, cancellable, error);
}

/* One holding of the meeting where we know which, else the last. */
static char *
encode_holding (AusErrand *errand)
{
  const gboolean is_known = errand->instance != NULL && *errand->instance != '\0';

  return aus_zoom_encode_id (is_known ? errand->instance : errand->meeting_id);
}

static gint64
get_time (JsonObject *object,
          const char *name)
{
  const char *text = aus_json_get_text (object, name);
  gint64 time = 0;

  if (text != NULL)
    aus_time_parse (text, &time, NULL);

  return time;
}

/* Where one user holds all meetings, the doctor's own address is not the host's. */
static gboolean
is_host (AusErrand  *errand,
         JsonObject *person)
{
  const gboolean is_owned = errand->owner != NULL && *errand->owner != '\0';
  const char *host = is_owned ? errand->owner : errand->host;
  const char *email = aus_json_get_text (person, "user_email");
  const char *id = aus_json_get_text (person, "id");

  return host != NULL && *host != '\0' &&
         ((email != NULL && g_ascii_strcasecmp (email, host) == 0) || g_strcmp0 (id, host) == 0);
}

static void
add_stay (AusErrand  *errand,
          JsonObject *person)
{
  g_autofree char *user = aus_zoom_get_id (person, "user_id");
  const char *name = aus_json_get_text (person, "name");
  AusAttendance *stay;

  /* Who waited was not in. */
  if (g_strcmp0 (aus_json_get_text (person, "status"), "in_waiting_room") == 0)
    return;

  stay = g_new0 (AusAttendance, 1);
  stay->instance = g_strdup (errand->instance ? errand->instance : "");
  stay->name = g_strdup (name ? name : "");
  stay->is_host = is_host (errand, person);
  stay->joined = get_time (person, "join_time");
  stay->left = get_time (person, "leave_time");
  stay->key = g_strdup_printf ("%s:%s:%" G_GINT64_FORMAT, stay->instance, user ? user : "", stay->joined);
  g_ptr_array_add (errand->attendance, stay);
}

typedef void (* Take) (AusErrand  *errand,
                       JsonObject *object);

static void
take_each (AusErrand     *errand,
           AusHttpAnswer *answer,
           const char    *member,
           Take           take)
{
  JsonNode *node = answer->json ? json_object_get_member (answer->json, member) : NULL;
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    JsonNode *element = json_array_get_element (list, i);

    if (JSON_NODE_HOLDS_OBJECT (element))
      take (errand, json_node_get_object (element));
  }
}

gboolean
aus_zoom_list_attendance (AusZoomApi    *api,
                          AusErrand     *errand,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_autofree char *holding = encode_holding (errand);
  g_autofree char *token = g_strdup ("");

  do {
    g_autofree char *path = g_strdup_printf ("/past_meetings/%s/participants?page_size=%d&next_page_token=%s", holding,
                                             PAGE_SIZE, token);
    g_autoptr (AusHttpAnswer) answer = call (api, errand, "GET", path, cancellable, error);
    const char *next;

    if (answer == NULL)
      return FALSE;

    /* It was never held. */
    if (answer->status == 404)
      return TRUE;

    if (!aus_zoom_check (answer, error))
      return FALSE;

    take_each (errand, answer, "participants", add_stay);
    next = answer->json ? aus_json_get_text (answer->json, "next_page_token") : NULL;
    g_free (token);
    token = g_uri_escape_string (next ? next : "", NULL, FALSE);
  } while (*token != '\0');

  return TRUE;
}

typedef struct
{
  const char *file_type;
  const char *media_type;
} MediaType;

/* What is to be seen or heard. Chats, transcripts and the like have none. */
static const MediaType media_types[] = {
  { "MP4", "video/mp4" },
  { "M4A", "audio/mp4" },
};

static const char *
find_media_type (JsonObject *file)
{
  const char *type = aus_json_get_text (file, "file_type");

  for (guint i = 0; i < G_N_ELEMENTS (media_types); i++) {
    if (g_strcmp0 (type, media_types[i].file_type) == 0)
      return media_types[i].media_type;
  }

  return NULL;
}

static void
add_recording (AusErrand  *errand,
               JsonObject *file)
{
  const char *media_type = find_media_type (file);
  const char *id = aus_json_get_text (file, "id");
  const char *url = aus_json_get_text (file, "download_url");
  const char *instance = aus_json_get_text (file, "meeting_id");
  const gboolean is_complete = g_strcmp0 (aus_json_get_text (file, "status"), "completed") == 0;
  AusRemoteRecording *recording;

  if (media_type != NULL && !is_complete)
    errand->has_more = TRUE;

  if (id == NULL || *id == '\0' || url == NULL || !is_complete)
    return;

  recording = g_new0 (AusRemoteRecording, 1);
  recording->id = g_strdup (id);
  recording->instance = g_strdup (instance ? instance : "");
  recording->url = g_strdup (url);
  recording->media_type = g_strdup (media_type);
  recording->size = aus_json_get_integer (file, "file_size", 0);
  recording->starts = get_time (file, "recording_start");
  recording->ends = get_time (file, "recording_end");
  g_ptr_array_add (errand->recordings, recording);
}

gboolean
aus_zoom_list_recordings (AusZoomApi    *api,
                          AusErrand     *errand,
                          gboolean       is_expected,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_autofree char *holding = encode_holding (errand);
  g_autofree char *path = g_strdup_printf ("/meetings/%s/recordings", holding);
  g_autoptr (AusHttpAnswer) answer = call (api, errand, "GET", path, cancellable, error);

  if (answer == NULL)
    return FALSE;

  /* None, or none yet. */
  if (answer->status == 404 || (!is_expected && aus_zoom_is_permission_missing (answer)))
    return TRUE;

  if (!aus_zoom_check (answer, error))
    return FALSE;

  take_each (errand, answer, "recording_files", add_recording);

  return TRUE;
}

typedef struct
{
  AusErrand *errand;
  gint64     length;
} Download;

static gboolean
take_piece (gconstpointer   piece,
            gsize           length,
            gpointer        data,
            GError        **error)
{
  Download *download = data;

  download->length += (gint64) length;

  return download->errand->sink (piece, length, download->errand->sink_data, error);
}

/* The link as it is now, for it is good for a while only. */
static gboolean
find_url (AusZoomApi    *api,
          AusErrand     *errand,
          GCancellable  *cancellable,
          GError       **error)
{
  AusRemoteRecording *wanted = errand->recording;

  if (!aus_zoom_list_recordings (api, errand, TRUE, cancellable, error))
    return FALSE;

  for (guint i = 0; i < errand->recordings->len; i++) {
    const AusRemoteRecording *found = g_ptr_array_index (errand->recordings, i);

    if (strcmp (found->id, wanted->id) == 0) {
      g_free (wanted->url);
      wanted->url = g_strdup (found->url);
      wanted->size = found->size;
      return TRUE;
    }
  }

  aus_error_say (error, AUS_ERROR_NOT_FOUND, N_("Zoom has this recording no more."));

  return FALSE;
}

gboolean
aus_zoom_fetch_recording (AusZoomApi    *api,
                          AusErrand     *errand,
                          GCancellable  *cancellable,
                          GError       **error)
{
  const AusHostList *own = aus_far_side_get_hosts (aus_zoom_api_get_far_side (api));
  const AusHostList hosts = { file_domains, own->origin };
  Download download = { errand, 0 };
  g_autofree char *token = NULL;
  g_autofree char *bearer = NULL;
  g_autofree char *told = NULL;
  g_autofree char *came = NULL;
  g_autoptr (AusHttpAnswer) answer = NULL;
  AusHttpCall http = { .method = "GET", .seconds = DOWNLOAD_S, .take = take_piece, .take_data = &download };

  if (!find_url (api, errand, cancellable, error))
    return FALSE;

  token = aus_zoom_api_get_token (api, cancellable, error);

  if (token == NULL)
    return FALSE;

  bearer = g_strconcat ("Bearer ", token, NULL);
  http.url = errand->recording->url;
  http.authorization = bearer;
  answer = aus_far_side_download (aus_zoom_api_get_far_side (api), &http, &hosts, cancellable, error);

  if (answer == NULL || !aus_zoom_check (answer, error))
    return FALSE;

  if (errand->recording->size == 0 || errand->recording->size == download.length)
    return TRUE;

  told = g_strdup_printf ("%" G_GINT64_FORMAT, errand->recording->size);
  came = g_strdup_printf ("%" G_GINT64_FORMAT, download.length);
  aus_error_say (error, AUS_ERROR_UNAVAILABLE, N_("Of the recording's %s bytes %s came."), told, came);

  return FALSE;
}

gboolean
aus_zoom_discard_recording (AusZoomApi    *api,
                            AusErrand     *errand,
                            GCancellable  *cancellable,
                            GError       **error)
{
  g_autofree char *holding = encode_holding (errand);
  g_autofree char *id = aus_zoom_encode_id (errand->recording->id);
  g_autofree char *path = g_strdup_printf ("/meetings/%s/recordings/%s?action=delete", holding, id);
  g_autoptr (AusHttpAnswer) answer = call (api, errand, "DELETE", path, cancellable, error);

  return answer != NULL && (answer->status == 404 || aus_zoom_check (answer, error));
}

gboolean
aus_zoom_stop_recording (AusZoomApi    *api,
                         AusErrand     *errand,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autofree char *id = aus_zoom_encode_id (errand->meeting_id);
  g_autofree char *path = g_strdup_printf ("/live_meetings/%s/events", id);
  g_autoptr (JsonObject) body = json_object_new ();
  const AusZoomCall zoom = { "PATCH", path, body, { errand->is_urgent, TRUE } };
  g_autoptr (AusHttpAnswer) answer = NULL;

  json_object_set_string_member (body, "method", "recording.stop");
  answer = aus_zoom_api_call (api, &zoom, cancellable, error);

  /* How Zoom says that there is nothing to stop is not written anywhere. */
  return answer != NULL && (!aus_zoom_is_permission_missing (answer) || aus_zoom_check (answer, error));
}
