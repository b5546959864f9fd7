#include "aus-zoom-webhook.h"

#include "aus-hash.h"
#include "aus-json-writer.h"
#include "aus-json.h"
#include "aus-time.h"
#include "aus-token.h"
#include "aus-zoom-api.h"

#include <string.h>

/* How old or how early it may be. What is sent again is signed again. */
#define WINDOW (5 * AUS_TIME_MINUTE)
#define VALIDATION "endpoint.url_validation"

typedef struct
{
  const char          *event;
  AusMeetingEventKind  kind;
  const char          *time;
} Event;

static const Event events[] = {
  { "meeting.started", AUS_MEETING_EVENT_STARTED, NULL },
  { "meeting.ended", AUS_MEETING_EVENT_ENDED, "end_time" },
  { "meeting.updated", AUS_MEETING_EVENT_CHANGED, NULL },
  { "meeting.deleted", AUS_MEETING_EVENT_CHANGED, NULL },
  { "meeting.permanently_deleted", AUS_MEETING_EVENT_CHANGED, NULL },
  { "meeting.participant_joined", AUS_MEETING_EVENT_JOINED, "join_time" },
  { "meeting.participant_left", AUS_MEETING_EVENT_LEFT, "leave_time" },
  { "meeting.participant_joined_waiting_room", AUS_MEETING_EVENT_WAITING, "date_time" },
  { "meeting.participant_jbh_waiting", AUS_MEETING_EVENT_WAITING, "date_time" },
  { "recording.completed", AUS_MEETING_EVENT_RECORDED, NULL },
};

static char *
sign (const char *secret,
      const char *const *parts,
      const gssize      *lengths,
      guint              n_parts)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) secret, strlen (secret));

  for (guint i = 0; i < n_parts; i++)
    g_hmac_update (hmac, (const guchar *) parts[i], lengths[i]);

  return g_strdup (g_hmac_get_string (hmac));
}

/* By the bytes as they came: written again, they would be others. */
static gboolean
check_signature (const char            *secret,
                 const AusWebhookMail  *mail,
                 const char            *time,
                 GError               **error)
{
  const char *given = mail->get_header ("x-zm-signature", mail->data);
  gsize length;
  const char *body = g_bytes_get_data (mail->body, &length);
  const char *const parts[] = { "v0:", time, ":", body ? body : "" };
  const gssize lengths[] = { -1, -1, -1, (gssize) length };
  g_autofree char *hex = sign (secret, parts, lengths, G_N_ELEMENTS (parts));
  g_autofree char *own = g_strconcat ("v0=", hex, NULL);

  if (given != NULL && aus_token_equal (given, own))
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "The signature is not Zoom's.");

  return FALSE;
}

static gboolean
check_time (const char  *text,
            gint64       now,
            GError     **error)
{
  gint64 seconds;

  if (text != NULL && g_ascii_string_to_signed (text, 10, 0, G_MAXINT64 / AUS_TIME_SECOND, &seconds, NULL) &&
      ABS (now - seconds * AUS_TIME_SECOND) <= WINDOW)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "It was signed too long ago, or is dated ahead.");

  return FALSE;
}

static JsonObject *
get_object (JsonObject *object,
            const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Zoom asks now and then whether we are who has the secret. */
static gboolean
answer_challenge (const char         *secret,
                  JsonObject         *body,
                  AusWebhookReceipt  *receipt,
                  GError            **error)
{
  JsonObject *payload = get_object (body, "payload");
  const char *plain = payload ? aus_json_get_text (payload, "plainToken") : NULL;
  const gssize length = -1;
  g_autofree char *sealed = NULL;
  AusJsonWriter out;
  g_autoptr (GBytes) bytes = NULL;

  if (plain == NULL || *plain == '\0') {
    g_set_error (error, AUS_ERROR, AUS_ERROR_MALFORMED, "There is no plainToken.");
    return FALSE;
  }

  sealed = sign (secret, &plain, &length, 1);
  aus_json_writer_init (&out);
  aus_json_begin_object (&out, NULL);
  aus_json_add_text (&out, "plainToken", plain);
  aus_json_add_text (&out, "encryptedToken", sealed);
  aus_json_end_object (&out);
  bytes = aus_json_writer_finish (&out);
  receipt->reply = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  return TRUE;
}

gboolean
aus_zoom_webhook_receive (const char            *secret,
                          const AusWebhookMail  *mail,
                          AusWebhookReceipt     *receipt,
                          GError               **error)
{
  const char *time = mail->get_header ("x-zm-request-timestamp", mail->data);
  g_autoptr (JsonObject) body = NULL;
  char hash[AUS_HASH_LENGTH + 1];

  if (!check_time (time, mail->now, error) || !check_signature (secret, mail, time, error))
    return FALSE;

  body = aus_json_parse_object (g_bytes_get_data (mail->body, NULL), (gssize) g_bytes_get_size (mail->body), error);

  if (body == NULL)
    return FALSE;

  if (g_strcmp0 (aus_json_get_text (body, "event"), VALIDATION) == 0)
    return answer_challenge (secret, body, receipt, error);

  /* What is sent again is the same, and no header that names it is signed. */
  aus_hash (g_bytes_get_data (mail->body, NULL), g_bytes_get_size (mail->body), hash);
  receipt->key = g_strdup (hash);
  receipt->content = g_bytes_ref (mail->body);

  return TRUE;
}

static gint64
read_time (JsonObject *person,
           JsonObject *object,
           const char *name,
           gint64      fallback)
{
  const char *text = name && person ? aus_json_get_text (person, name) : NULL;
  gint64 time = fallback;

  if (text == NULL && name != NULL)
    text = aus_json_get_text (object, name);

  if (text != NULL)
    aus_time_parse (text, &time, NULL);

  return time;
}

static AusAttendance *
read_person (const AusMeetingEvent *event,
             JsonObject            *object,
             JsonObject            *person)
{
  AusAttendance *stay = g_new0 (AusAttendance, 1);
  const char *name = aus_json_get_text (person, "user_name");
  const char *id = aus_json_get_text (person, "id");
  const char *email = aus_json_get_text (person, "email");
  const char *host = aus_json_get_text (object, "host_id");
  g_autofree char *user = aus_zoom_get_id (person, "user_id");

  stay->key = g_strdup_printf ("%s:%s", event->instance, user ? user : "");
  stay->instance = g_strdup (event->instance);
  stay->name = g_strdup (name ? name : "");
  stay->is_host = id != NULL && *id != '\0' && g_strcmp0 (id, host) == 0;
  /* Both are empty of guests and of people of other accounts. */
  stay->is_member = (id != NULL && *id != '\0') || (email != NULL && *email != '\0');

  if (event->kind == AUS_MEETING_EVENT_JOINED)
    stay->joined = event->at;
  else if (event->kind == AUS_MEETING_EVENT_LEFT)
    stay->left = event->at;

  return stay;
}

static AusMeetingEvent *
read_event (const Event *kind,
            JsonObject  *body)
{
  JsonObject *object = get_object (get_object (body, "payload"), "object");
  JsonObject *person = get_object (object, "participant");
  g_autofree char *id = object ? aus_zoom_get_id (object, "id") : NULL;
  const char *uuid = object ? aus_json_get_text (object, "uuid") : NULL;
  const gint64 told = aus_json_get_integer (body, "event_ts", 0);
  AusMeetingEvent *event;

  if (id == NULL)
    return NULL;

  event = aus_meeting_event_new (kind->kind, id);
  g_free (event->instance);
  event->instance = g_strdup (uuid ? uuid : "");
  event->at = read_time (person, object, kind->time, CLAMP (told, 0, AUS_TIME_MAX / 1000) * 1000);

  if (person != NULL)
    event->person = read_person (event, object, person);

  return event;
}

GPtrArray *
aus_zoom_webhook_read (GBytes  *content,
                       GError **error)
{
  g_autoptr (JsonObject) body =
    aus_json_parse_object (g_bytes_get_data (content, NULL), (gssize) g_bytes_get_size (content), error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_meeting_event_free);
  const char *name;

  if (body == NULL)
    return NULL;

  name = aus_json_get_text (body, "event");

  for (guint i = 0; i < G_N_ELEMENTS (events); i++) {
    AusMeetingEvent *event = g_strcmp0 (name, events[i].event) == 0 ? read_event (&events[i], body) : NULL;

    if (event != NULL)
      g_ptr_array_add (list, event);
  }

  return g_steal_pointer (&list);
}
