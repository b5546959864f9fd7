#include "aus-jitsi-events.h"

#include "aus-error.h"
#include "aus-hash.h"
#include "aus-json.h"
#include "aus-time.h"
#include "aus-token.h"

#include <string.h>

typedef struct
{
  const char          *name;
  AusMeetingEventKind  kind;
  const char          *time;
} Event;

/* A room is there as long as somebody is in it, whoever that is. */
static const Event events[] = {
  { "muc-room-destroyed", AUS_MEETING_EVENT_ENDED, "destroyed_at" },
  { "muc-occupant-joined", AUS_MEETING_EVENT_JOINED, "joined_at" },
  { "muc-occupant-left", AUS_MEETING_EVENT_LEFT, "left_at" },
};

static JsonObject *
get_occupant (JsonObject *body)
{
  JsonNode *node = json_object_get_member (body, "occupant");

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gint64
get_seconds (JsonObject *body,
             const char *name)
{
  JsonObject *occupant = get_occupant (body);
  const gint64 seconds = aus_json_get_integer (body, name, -1);

  return seconds >= 0 || occupant == NULL ? seconds : aus_json_get_integer (occupant, name, -1);
}

static const Event *
find_event (JsonObject *body)
{
  const char *name = aus_json_get_text (body, "event_name");

  for (guint i = 0; i < G_N_ELEMENTS (events); i++) {
    if (g_strcmp0 (name, events[i].name) == 0)
      return &events[i];
  }

  return NULL;
}

/* Events have no id, and are sent again where an answer was lost. */
static char *
make_key (JsonObject *body)
{
  const Event *event = find_event (body);
  JsonObject *occupant = get_occupant (body);
  const char *room = aus_json_get_text (body, "room_jid");
  const char *person = occupant ? aus_json_get_text (occupant, "occupant_jid") : NULL;
  g_autofree char *text = NULL;
  char hash[AUS_HASH_LENGTH + 1];

  if (event == NULL || room == NULL)
    return NULL;

  text = g_strdup_printf ("%s\n%s\n%s\n%" G_GINT64_FORMAT, event->name, room, person ? person : "",
                          get_seconds (body, event->time));
  aus_hash (text, strlen (text), hash);

  return g_strdup (hash);
}

gboolean
aus_jitsi_events_check_token (const char  *token,
                              const char  *given,
                              GError     **error)
{
  if (token == NULL) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "There is no token to know the Jitsi server by.");
    return FALSE;
  }

  if (given == NULL || g_ascii_strncasecmp (given, "Bearer ", 7) != 0 || !aus_token_equal (given + 7, token)) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED, "The token is not that of the Jitsi server.");
    return FALSE;
  }

  return TRUE;
}

gboolean
aus_jitsi_events_receive (const char            *token,
                          const AusWebhookMail  *mail,
                          AusWebhookReceipt     *receipt,
                          GError               **error)
{
  g_autoptr (JsonObject) body = NULL;

  if (!aus_jitsi_events_check_token (token, mail->get_header ("Authorization", mail->data), error))
    return FALSE;

  body = aus_json_parse_object (g_bytes_get_data (mail->body, NULL), (gssize) g_bytes_get_size (mail->body), error);

  if (body == NULL)
    return FALSE;

  receipt->key = make_key (body);

  if (receipt->key != NULL)
    receipt->content = g_bytes_ref (mail->body);

  return TRUE;
}

/* Names and ids are those of the token with which they came in, so they are ours. */
static AusAttendance *
read_stay (const AusMeetingEvent *event,
           JsonObject            *occupant)
{
  const char *jid = aus_json_get_text (occupant, "occupant_jid");
  const char *name = aus_json_get_text (occupant, "name");
  AusAttendance *stay = g_new0 (AusAttendance, 1);

  stay->key = g_strdup_printf ("%s:%" G_GINT64_FORMAT, jid ? jid : "", aus_json_get_integer (occupant, "joined_at", 0));
  stay->instance = g_strdup ("");
  stay->name = g_strdup (name ? name : "");
  stay->person = g_strdup (aus_json_get_text (occupant, "id"));

  if (event->kind == AUS_MEETING_EVENT_JOINED)
    stay->joined = event->at;
  else
    stay->left = event->at;

  return stay;
}

GPtrArray *
aus_jitsi_events_read (GBytes  *content,
                       GError **error)
{
  g_autoptr (JsonObject) body =
    aus_json_parse_object (g_bytes_get_data (content, NULL), (gssize) g_bytes_get_size (content), error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) aus_meeting_event_free);
  const Event *kind = body ? find_event (body) : NULL;
  const char *room = kind ? aus_json_get_text (body, "room_name") : NULL;
  AusMeetingEvent *event;

  if (body == NULL)
    return NULL;

  /* Who goes into a room aside is still in the meeting. */
  if (room == NULL || aus_json_get_boolean (body, "is_breakout", FALSE))
    return g_steal_pointer (&list);

  event = aus_meeting_event_new (kind->kind, room);
  event->at = CLAMP (get_seconds (body, kind->time), 0, AUS_TIME_MAX / AUS_TIME_SECOND) * AUS_TIME_SECOND;

  if (get_occupant (body) != NULL)
    event->person = read_stay (event, get_occupant (body));

  g_ptr_array_add (list, event);

  return g_steal_pointer (&list);
}
