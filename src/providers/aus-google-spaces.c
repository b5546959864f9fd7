#include "aus-google-errands.h"

#include "aus-json.h"
#include "aus-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Google tells for a week what happens in a space, so that it is asked to shortly before it matters. */
#define SUBSCRIBE_BEFORE AUS_TIME_HOUR
#define POLL_S 30

gboolean
aus_google_is_space (const char *meeting_id)
{
  const char *id = g_str_has_prefix (meeting_id, "spaces/") ? strchr (meeting_id, '/') + 1 : "";

  return *id != '\0' && strspn (id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == strlen (id);
}

/* What could be recorded or written along is off, whatever the account's own rule is. */
static JsonObject *
make_artifacts (void)
{
  static const char *const names[][2] = {
    { "recordingConfig", "autoRecordingGeneration" },
    { "transcriptionConfig", "autoTranscriptionGeneration" },
    { "smartNotesConfig", "autoSmartNotesGeneration" },
  };
  JsonObject *artifacts = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    JsonObject *config = json_object_new ();

    json_object_set_string_member (config, names[i][1], "OFF");
    json_object_set_object_member (artifacts, names[i][0], config);
  }

  return artifacts;
}

static JsonObject *
make_body (const char *access,
           gboolean    is_full)
{
  JsonObject *body = json_object_new ();
  JsonObject *config = json_object_new ();

  json_object_set_string_member (config, "accessType", access);
  json_object_set_string_member (config, "entryPointAccess", "ALL");

  if (is_full)
    json_object_set_object_member (config, "artifactConfig", make_artifacts ());

  json_object_set_object_member (body, "config", config);

  return body;
}

static gboolean
read_space (AusGoogleWork  *work,
            const char     *owner,
            JsonObject     *object,
            GError        **error)
{
  AusFoundMeeting *found = &work->errand->found;
  const char *name = object ? aus_json_get_text (object, "name") : NULL;
  const char *url = object ? aus_json_get_text (object, "meetingUri") : NULL;
  JsonObject *config = object ? aus_google_get_object (object, "config") : NULL;
  JsonObject *live = object ? aus_google_get_object (object, "activeConference") : NULL;
  const char *record = live ? aus_json_get_text (live, "conferenceRecord") : NULL;
  const char *access = config ? aus_json_get_text (config, "accessType") : NULL;

  if (name == NULL || !aus_google_is_space (name) || url == NULL || !g_str_has_prefix (url, "http")) {
    aus_error_say (error, AUS_ERROR_UNAVAILABLE, N_("Google told of a space without a name or a link."));
    return FALSE;
  }

  found->meeting_id = g_strdup (name);
  found->join_url = g_strdup (url);
  found->host = g_strdup (owner);
  found->instance = g_strdup (record);
  found->is_live = record != NULL && *record != '\0';
  found->facts = json_object_new ();
  json_object_set_string_member (found->facts, "access", access ? access : "");

  return TRUE;
}

static JsonObject *
make_subscription (AusGoogleWork *work)
{
  static const char *const types[] = {
    "google.workspace.meet.conference.v2.started", "google.workspace.meet.conference.v2.ended",
    "google.workspace.meet.participant.v2.joined", "google.workspace.meet.participant.v2.left",
  };
  JsonObject *body = json_object_new ();
  JsonObject *options = json_object_new ();
  JsonObject *endpoint = json_object_new ();
  JsonArray *list = json_array_new ();
  g_autofree char *target = g_strconcat ("//meet.googleapis.com/", work->errand->found.meeting_id, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    json_array_add_string_element (list, types[i]);

  json_object_set_boolean_member (options, "includeResource", FALSE);
  json_object_set_string_member (endpoint, "pubsubTopic", work->terms->topic);
  json_object_set_string_member (body, "targetResource", target);
  json_object_set_array_member (body, "eventTypes", list);
  json_object_set_object_member (body, "payloadOptions", options);
  json_object_set_object_member (body, "notificationEndpoint", endpoint);
  json_object_set_string_member (body, "ttl", "0s");

  return body;
}

/* Whether Google tells of itself what happens in there. Where that fails we look more often instead. */
static gboolean
subscribe (AusGoogleWork *work,
           const char    *owner)
{
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (AusHttpAnswer) answer = NULL;
  g_autoptr (GError) fault = NULL;

  if (work->terms->topic == NULL || work->errand->starts - aus_time_now () > SUBSCRIBE_BEFORE)
    return FALSE;

  body = make_subscription (work);
  answer = aus_google_work_call (work, owner, "POST", "/v1/subscriptions", body, &fault);

  if (answer != NULL && (answer->status == 409 || aus_google_check (answer, &fault)))
    return TRUE;

  g_message ("Google tells nothing of a meeting, so it is looked at every %d seconds: %s", POLL_S, fault->message);

  return FALSE;
}

/* Artefacts are of the larger editions: where the smaller ones refuse to hear of them, they have none. */
static AusHttpAnswer *
post (AusGoogleWork  *work,
      const char     *host,
      GError        **error)
{
  g_autoptr (JsonObject) full = make_body (work->terms->access, TRUE);
  g_autoptr (JsonObject) plain = make_body (work->terms->access, FALSE);
  g_autoptr (AusHttpAnswer) answer = aus_google_work_call (work, host, "POST", "/v2/spaces", full, error);

  if (answer == NULL || answer->status != 400)
    return g_steal_pointer (&answer);

  return aus_google_work_call (work, host, "POST", "/v2/spaces", plain, error);
}

/* An earlier try whose answer was lost left a space that nobody has the link to, which does no harm. */
gboolean
aus_google_space_create (AusGoogleWork  *work,
                         GError        **error)
{
  const char *host = aus_google_get_host (work, error);
  g_autoptr (AusHttpAnswer) answer = host ? post (work, host, error) : NULL;

  if (answer == NULL || !aus_google_check (answer, error) || !read_space (work, host, answer->json, error))
    return FALSE;

  subscribe (work, host);

  return TRUE;
}

static AusHttpAnswer *
patch (AusGoogleWork  *work,
       const char     *access,
       GError        **error)
{
  const char *owner = aus_google_get_owner (work, error);
  g_autoptr (JsonObject) body = make_body (access, FALSE);
  g_autofree char *path = g_strdup_printf ("/v2/%s?updateMask=config.accessType,config.entryPointAccess",
                                           work->errand->meeting_id);

  return owner ? aus_google_work_call (work, owner, "PATCH", path, body, error) : NULL;
}

/* It has no time of its own. */
gboolean
aus_google_space_update (AusGoogleWork  *work,
                         GError        **error)
{
  g_autoptr (AusHttpAnswer) answer = patch (work, work->terms->access, error);

  if (answer == NULL)
    return FALSE;

  if (aus_google_is_gone (answer))
    return aus_google_space_create (work, error);

  return aus_google_check (answer, error) &&
         read_space (work, aus_google_get_owner (work, NULL), answer->json, error);
}

gboolean
aus_google_space_end (AusGoogleWork  *work,
                      GError        **error)
{
  const char *owner = aus_google_get_owner (work, error);
  g_autofree char *path = g_strdup_printf ("/v2/%s:endActiveConference", work->errand->meeting_id);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (AusHttpAnswer) answer =
    owner ? aus_google_work_call (work, owner, "POST", path, body, error) : NULL;

  if (answer == NULL)
    return FALSE;

  /* Nobody is in. */
  return aus_google_is_gone (answer) || strcmp (aus_google_get_reason (answer), "FAILED_PRECONDITION") == 0 ||
         aus_google_check (answer, error);
}

/* A space cannot be deleted; it can be closed to all who were not invited, and nobody is. */
gboolean
aus_google_space_cancel (AusGoogleWork  *work,
                         GError        **error)
{
  g_autoptr (AusHttpAnswer) answer = patch (work, "RESTRICTED", error);

  if (answer == NULL)
    return FALSE;

  return aus_google_is_gone (answer) || (aus_google_check (answer, error) && aus_google_space_end (work, error));
}

gboolean
aus_google_space_look (AusGoogleWork  *work,
                       GError        **error)
{
  const char *owner = aus_google_get_owner (work, error);
  g_autofree char *path = g_strconcat ("/v2/", work->errand->meeting_id, NULL);
  g_autoptr (AusHttpAnswer) answer =
    owner ? aus_google_work_call (work, owner, "GET", path, NULL, error) : NULL;

  if (answer == NULL)
    return FALSE;

  if (aus_google_is_gone (answer))
    return TRUE;

  if (!aus_google_check (answer, error) || !read_space (work, owner, answer->json, error))
    return FALSE;

  if (!subscribe (work, owner))
    work->errand->look_again = POLL_S;

  return TRUE;
}
