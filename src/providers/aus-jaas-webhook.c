#include "aus-jaas-webhook.h"

#include "aus-error.h"
#include "aus-hash.h"
#include "aus-json.h"
#include "aus-time.h"
#include "aus-token.h"

#include <string.h>

/* How old or how early it may be. What is sent again is signed again. */
#define WINDOW (5 * AUS_TIME_MINUTE)
#define PROVISIONING "SETTINGS_PROVISIONING"

typedef struct
{
  const char          *type;
  AusMeetingEventKind  kind;
} Event;

/* A room is there as long as somebody is in it, whoever that is. */
static const Event events[] = {
  { "ROOM_DESTROYED", AUS_MEETING_EVENT_ENDED },
  { "PARTICIPANT_JOINED", AUS_MEETING_EVENT_JOINED },
  { "PARTICIPANT_LEFT", AUS_MEETING_EVENT_LEFT },
  { "PARTICIPANT_JOINED_LOBBY", AUS_MEETING_EVENT_WAITING },
};

/* (transfer full) (nullable): a part such as “t” of “t=…,v1=…”. A signature ends with signs of equality itself. */
static char *
get_part (const char *header,
          const char *name)
{
  g_auto (GStrv) parts = g_strsplit (header, ",", 8);

  for (guint i = 0; parts[i] != NULL; i++) {
    const char *part = g_strstrip (parts[i]);
    const char *equals = strchr (part, '=');

    if (equals != NULL && (gsize) (equals - part) == strlen (name) && g_str_has_prefix (part, name))
      return g_strdup (equals + 1);
  }

  return NULL;
}

static char *
sign (const char *secret,
      const char *time,
      GBytes     *body)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) secret, strlen (secret));
  guint8 digest[32];
  gsize length = sizeof digest;

  g_hmac_update (hmac, (const guchar *) time, -1);
  g_hmac_update (hmac, (const guchar *) ".", 1);

  if (g_bytes_get_size (body) > 0)
    g_hmac_update (hmac, g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body));

  g_hmac_get_digest (hmac, digest, &length);

  return g_base64_encode (digest, length);
}

static gboolean
check_signature (const char            *secret,
                 const AusWebhookMail  *mail,
                 GError               **error)
{
  const char *header = mail->get_header ("X-Jaas-Signature", mail->data);
  g_autofree char *time = header ? get_part (header, "t") : NULL;
  g_autofree char *given = header ? get_part (header, "v1") : NULL;
  g_autofree char *own = time ? sign (secret, time, mail->body) : NULL;
  gint64 seconds;

  if (own == NULL || given == NULL || !aus_token_equal (given, own)) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "The signature is not that of Jitsi as a Service.");
    return FALSE;
  }

  if (g_ascii_string_to_signed (time, 10, 0, G_MAXINT64 / AUS_TIME_SECOND, &seconds, NULL) &&
      ABS (mail->now - seconds * AUS_TIME_SECOND) <= WINDOW)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "It was signed too long ago, or is dated ahead.");

  return FALSE;
}

gboolean
aus_jaas_webhook_receive (const char            *secret,
                          gboolean               has_lobby,
                          const AusWebhookMail  *mail,
                          AusWebhookReceipt     *receipt,
                          GError               **error)
{
  g_autoptr (JsonObject) body = NULL;
  const char *id;
  char hash[AUS_HASH_LENGTH + 1];

  if (!check_signature (secret, mail, error))
    return FALSE;

  body = aus_json_parse_object (g_bytes_get_data (mail->body, NULL), (gssize) g_bytes_get_size (mail->body), error);

  if (body == NULL)
    return FALSE;

  /* Asked before a room is opened, and waited for. */
  if (g_strcmp0 (aus_json_get_text (body, "eventType"), PROVISIONING) == 0) {
    receipt->reply = g_strdup (has_lobby ? "{\"lobbyEnabled\":true,\"lobbyType\":\"WAIT_FOR_APPROVAL\"}"
                                         : "{\"lobbyEnabled\":false}");
    return TRUE;
  }

  id = aus_json_get_text (body, "idempotencyKey");

  if (id != NULL)
    aus_hash (id, strlen (id), hash);
  else
    aus_hash (g_bytes_get_data (mail->body, NULL), g_bytes_get_size (mail->body), hash);

  receipt->key = g_strdup (hash);
  receipt->content = g_bytes_ref (mail->body);

  return TRUE;
}

/* It comes as a text as well. */
static gboolean
is_true (JsonObject *object,
         const char *name)
{
  return aus_json_get_boolean (object, name, FALSE) || g_strcmp0 (aus_json_get_text (object, name), "true") == 0;
}

static AusAttendance *
read_stay (const AusMeetingEvent *event,
           JsonObject            *data)
{
  const char *participant = aus_json_get_text (data, "participantId");
  const char *name = aus_json_get_text (data, "name");
  AusAttendance *stay = g_new0 (AusAttendance, 1);

  stay->key = g_strdup_printf ("%s:%s", event->instance, participant ? participant : "");
  stay->instance = g_strdup (event->instance);
  stay->name = g_strdup (name ? name : "");
  stay->person = g_strdup (aus_json_get_text (data, "id"));
  stay->is_host = is_true (data, "moderator");

  if (event->kind == AUS_MEETING_EVENT_JOINED)
    stay->joined = event->at;
  else if (event->kind == AUS_MEETING_EVENT_LEFT)
    stay->left = event->at;

  return stay;
}

static AusMeetingEvent *
read_event (const Event *kind,
            const char  *room,
            JsonObject  *body)
{
  const char *session = aus_json_get_text (body, "sessionId");
  JsonNode *node = json_object_get_member (body, "data");
  JsonObject *data = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  AusMeetingEvent *event;

  /* Who goes into a room aside is still in the meeting. */
  if (data != NULL && is_true (data, "isBreakout"))
    return NULL;

  event = aus_meeting_event_new (kind->kind, room);
  g_free (event->instance);
  event->instance = g_strdup (session ? session : "");
  event->at = CLAMP (aus_json_get_integer (body, "timestamp", 0), 0, AUS_TIME_MAX / 1000) * 1000;

  if (data != NULL && kind->kind != AUS_MEETING_EVENT_ENDED)
    event->person = read_stay (event, data);

  return event;
}

GPtrArray *
aus_jaas_webhook_read (const char  *app_id,
                       GBytes      *content,
                       GError     **error)
{
  g_autoptr (JsonObject) body =
    aus_json_parse_object (g_bytes_get_data (content, NULL), (gssize) g_bytes_get_size (content), error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_meeting_event_free);
  const char *type = body ? aus_json_get_text (body, "eventType") : NULL;
  const char *name = body ? aus_json_get_text (body, "fqn") : NULL;
  const gsize length = strlen (app_id);

  if (body == NULL)
    return NULL;

  if (name == NULL || !g_str_has_prefix (name, app_id) || name[length] != '/')
    return g_steal_pointer (&list);

  for (guint i = 0; i < G_N_ELEMENTS (events); i++) {
    AusMeetingEvent *event =
      g_strcmp0 (type, events[i].type) == 0 ? read_event (&events[i], name + length + 1, body) : NULL;

    if (event != NULL)
      g_ptr_array_add (list, event);
  }

  return g_steal_pointer (&list);
}
