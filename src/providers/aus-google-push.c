#include "aus-google-push.h"

#include "aus-hash.h"
#include "aus-json.h"
#include "aus-rsa-key.h"
#include "aus-time.h"

#include <string.h>

#define CERTS "/oauth2/v3/certs"
#define CERTS_SECONDS 2
#define LEEWAY_S 60
/* Keys change about every week: where nothing is said of how long they may be kept. */
#define USUAL_AGE_S 3600
/* A token may name any key, and must not have us ask for it each time. */
#define ASK_AGAIN_S 60
/* Nor while there is none at all: so often in a row, and then no sooner than that. */
#define FAILURES_AT_ONCE 2

struct _AusGooglePush
{
  AusGoogleApi *api;
  char         *audience;
  char         *account;

  GMutex        mutex;
  AusRsaKeySet *keys;
  gint64        keys_until;
  gint64        asked_at;
  guint         n_failures;
};

typedef struct
{
  const char          *type;
  AusMeetingEventKind  kind;
} Event;

static const Event events[] = {
  { "google.workspace.meet.conference.v2.started", AUS_MEETING_EVENT_STARTED },
  { "google.workspace.meet.conference.v2.ended", AUS_MEETING_EVENT_ENDED },
  { "google.workspace.meet.participant.v2.joined", AUS_MEETING_EVENT_JOINED },
  { "google.workspace.meet.participant.v2.left", AUS_MEETING_EVENT_LEFT },
};

AusGooglePush *
aus_google_push_new (AusGoogleApi *api,
                     const char   *audience,
                     const char   *account)
{
  AusGooglePush *self = g_new0 (AusGooglePush, 1);

  self->api = api;
  self->audience = g_strdup (audience);
  self->account = g_strdup (account);
  g_mutex_init (&self->mutex);

  return self;
}

void
aus_google_push_free (AusGooglePush *self)
{
  g_clear_pointer (&self->keys, aus_rsa_key_set_free);
  g_mutex_clear (&self->mutex);
  g_free (self->audience);
  g_free (self->account);
  g_free (self);
}

static AusHttpAnswer *
ask_for_keys (AusGooglePush  *self,
              GError        **error)
{
  AusFarSide *far_side = aus_google_api_get_far_side (self->api);
  g_autofree char *url = aus_google_api_make_url (self->api, "www", CERTS);
  const AusHttpCall call = { .method = "GET", .url = url, .seconds = CERTS_SECONDS };

  /* Once: who posted to us waits, and posts again. */
  return aus_http_call_run (&call, aus_far_side_get_hosts (far_side), NULL, error);
}

static gboolean
fetch_keys (AusGooglePush  *self,
            GError        **error)
{
  g_autoptr (AusHttpAnswer) answer = NULL;
  AusRsaKeySet *keys;

  self->asked_at = g_get_monotonic_time ();
  self->n_failures++;
  answer = ask_for_keys (self, error);

  if (answer == NULL)
    return FALSE;

  if (answer->status != 200 || answer->json == NULL) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE, "Google's keys cannot be had (%u).", answer->status);
    return FALSE;
  }

  keys = aus_rsa_key_set_parse (answer->json, error);

  if (keys == NULL)
    return FALSE;

  g_clear_pointer (&self->keys, aus_rsa_key_set_free);
  self->keys = keys;
  self->n_failures = 0;
  self->keys_until = self->asked_at + (gint64) (answer->max_age ? answer->max_age : USUAL_AGE_S) * G_USEC_PER_SEC;

  return TRUE;
}

/* Keys that are old are used still where new ones cannot be had, for a message is better late known than lost. */
static gboolean
have_key (AusGooglePush  *self,
          const char     *kid,
          GError        **error)
{
  const gint64 now = g_get_monotonic_time ();
  const gboolean is_known = self->keys != NULL && aus_rsa_key_set_has (self->keys, kid);
  const gboolean is_asked = self->asked_at != 0 && now - self->asked_at < ASK_AGAIN_S * G_USEC_PER_SEC;
  g_autoptr (GError) fault = NULL;

  if ((is_known && now < self->keys_until) || (is_asked && self->keys != NULL))
    return TRUE;

  if (is_asked && self->n_failures >= FAILURES_AT_ONCE)
    g_set_error (&fault, AUS_ERROR, AUS_ERROR_UNAVAILABLE, "Google's keys could not be had a moment ago.");
  else if (fetch_keys (self, &fault))
    return TRUE;

  if (is_known)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

static gboolean
refuse (GError     **error,
        const char  *why)
{
  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "This is not from Google for us: %s.", why);

  return FALSE;
}

static gboolean
check_claims (AusGooglePush         *self,
              const AusWebhookMail  *mail,
              JsonObject            *claims,
              GError               **error)
{
  const char *audience = self->audience ? self->audience : mail->address;
  const char *issuer = aus_json_get_text (claims, "iss");

  if (g_strcmp0 (issuer, "https://accounts.google.com") != 0 && g_strcmp0 (issuer, "accounts.google.com") != 0)
    return refuse (error, "the issuer is another");

  if (audience == NULL || g_strcmp0 (aus_json_get_text (claims, "aud"), audience) != 0)
    return refuse (error, "it is for another audience");

  if (g_strcmp0 (aus_json_get_text (claims, "email"), self->account) != 0 ||
      !aus_json_get_boolean (claims, "email_verified", FALSE))
    return refuse (error, "it was pushed for another account");

  return TRUE;
}

static gboolean
check_token (AusGooglePush         *self,
             const AusWebhookMail  *mail,
             const char            *token,
             GError               **error)
{
  g_autofree char *kid = aus_jwt_get_kid (token);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (JsonObject) claims = NULL;

  if (kid == NULL)
    return refuse (error, "its token cannot be read");

  if (!have_key (self, kid, error))
    return FALSE;

  claims = aus_rsa_key_set_verify (self->keys, token, mail->now, LEEWAY_S, error);

  return claims != NULL && check_claims (self, mail, claims, error);
}

/* (transfer full) (nullable): where it is one that we can read. */
static JsonObject *
parse (GBytes *body)
{
  return aus_json_parse_object (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body), NULL);
}

gboolean
aus_google_push_receive (AusGooglePush         *self,
                         const AusWebhookMail  *mail,
                         AusWebhookReceipt     *receipt,
                         GError               **error)
{
  const char *authorization = mail->get_header ("Authorization", mail->data);
  g_autoptr (JsonObject) body = NULL;
  JsonObject *message, *attributes;
  const char *id;
  char hash[AUS_HASH_LENGTH + 1];

  if (authorization == NULL || g_ascii_strncasecmp (authorization, "Bearer ", 7) != 0)
    return refuse (error, "there is no token");

  if (!check_token (self, mail, authorization + 7, error))
    return FALSE;

  body = parse (mail->body);
  message = body ? aus_google_get_object (body, "message") : NULL;
  attributes = message ? aus_google_get_object (message, "attributes") : NULL;
  id = attributes ? aus_json_get_text (attributes, "ce-id") : NULL;

  if (id == NULL)
    id = message ? aus_json_get_text (message, "messageId") : NULL;

  /* What can never be read must not be sent for a week. */
  if (id == NULL) {
    g_message ("Google pushed something that is no message.");
    return TRUE;
  }

  aus_hash (id, strlen (id), hash);
  receipt->key = g_strdup (hash);
  receipt->content = g_bytes_ref (mail->body);

  return TRUE;
}

/* Whose name is not told: it is read when the meeting is over. */
static AusAttendance *
read_stay (AusMeetingEvent *event,
           const char      *session)
{
  AusAttendance *stay = g_new0 (AusAttendance, 1);

  stay->key = g_strdup (session);
  stay->instance = g_strdup (event->instance);
  stay->name = g_strdup ("");

  if (event->kind == AUS_MEETING_EVENT_JOINED)
    stay->joined = event->at;
  else
    stay->left = event->at;

  return stay;
}

static void
set_instance (AusMeetingEvent *event,
              const char      *name)
{
  const char *end = g_str_has_prefix (name, "conferenceRecords/") ? strchr (strchr (name, '/') + 1, '/') : NULL;

  g_free (event->instance);
  event->instance = end ? g_strndup (name, (gsize) (end - name)) : g_strdup (name);
}

static gboolean
read_data (AusMeetingEvent *event,
           JsonObject      *data)
{
  JsonObject *record = aus_google_get_object (data, "conferenceRecord");
  JsonObject *session = aus_google_get_object (data, "participantSession");
  const char *name = record ? aus_json_get_text (record, "name") : session ? aus_json_get_text (session, "name") : NULL;

  if (name == NULL)
    return FALSE;

  set_instance (event, name);

  if (session != NULL && (event->kind == AUS_MEETING_EVENT_JOINED || event->kind == AUS_MEETING_EVENT_LEFT))
    event->person = read_stay (event, name);

  return TRUE;
}

/* (transfer full) (nullable) */
static JsonObject *
decode_data (JsonObject *message)
{
  const char *text = aus_json_get_text (message, "data");
  gsize length = 0;
  g_autofree guchar *data = text ? g_base64_decode (text, &length) : NULL;

  return data ? aus_json_parse_object ((const char *) data, (gssize) length, NULL) : NULL;
}

static AusMeetingEvent *
read_event (const Event *kind,
            JsonObject  *message,
            JsonObject  *attributes)
{
  static const char prefix[] = "//meet.googleapis.com/";
  const char *subject = aus_json_get_text (attributes, "ce-subject");
  g_autoptr (JsonObject) data = decode_data (message);
  g_autoptr (AusMeetingEvent) event = NULL;

  if (subject == NULL || !g_str_has_prefix (subject, prefix) || data == NULL)
    return NULL;

  event = aus_meeting_event_new (kind->kind, subject + strlen (prefix));
  event->at = aus_google_get_time (attributes, "ce-time");

  return read_data (event, data) ? g_steal_pointer (&event) : NULL;
}

GPtrArray *
aus_google_push_read (GBytes  *content,
                      GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_meeting_event_free);
  g_autoptr (JsonObject) body = parse (content);
  JsonObject *message = body ? aus_google_get_object (body, "message") : NULL;
  JsonObject *attributes = message ? aus_google_get_object (message, "attributes") : NULL;
  const char *type = attributes ? aus_json_get_text (attributes, "ce-type") : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (events); i++) {
    AusMeetingEvent *event =
      g_strcmp0 (type, events[i].type) == 0 ? read_event (&events[i], message, attributes) : NULL;

    if (event != NULL)
      g_ptr_array_add (list, event);
  }

  return g_steal_pointer (&list);
}
