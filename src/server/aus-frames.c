#include "aus-frames.h"

#include "aus-frame-jobs.h"
#include "aus-ids.h"
#include "aus-json.h"
#include "aus-problem.h"
#include "aus-time.h"

#include <string.h>

typedef gboolean (* Handle) (AusHub         *hub,
                             AusSubscriber  *subscriber,
                             JsonObject     *frame,
                             GError        **error);

/**
 * Frame:
 * @needs_visit: whether it only means something in a visit
 * @answers: whether it answers for itself, later
 */
typedef struct
{
  const char *type;
  Handle      handle;
  gboolean    needs_visit;
  gboolean    answers;
} Frame;

static void
send_text (AusSubscriber *subscriber,
           AusJsonWriter *writer)
{
  g_autoptr (GBytes) bytes = aus_json_writer_finish (writer);

  aus_web_socket_send (subscriber->socket, bytes);
}

void
aus_frames_refuse (AusSubscriber *subscriber,
                   const char    *ref,
                   const GError  *error)
{
  const gboolean is_internal = error->domain != AUS_ERROR || error->code == AUS_ERROR_FAILED;
  AusJsonWriter writer;

  aus_json_writer_init (&writer);
  aus_json_begin_object (&writer, NULL);
  aus_json_add_text (&writer, "type", "error");
  aus_json_add_text (&writer, "ref", ref);
  aus_json_add_text (&writer, "code", aus_problem_get_code (error));
  aus_json_add_text (&writer, "detail", is_internal ? "The server could not do it." : error->message);
  aus_json_end_object (&writer);
  send_text (subscriber, &writer);

  if (is_internal)
    g_warning ("A frame failed: %s", error->message);
}

void
aus_frames_acknowledge (AusSubscriber *subscriber,
                        const char    *ref)
{
  AusJsonWriter writer;

  if (ref == NULL)
    return;

  aus_json_writer_init (&writer);
  aus_json_begin_object (&writer, NULL);
  aus_json_add_text (&writer, "type", "ack");
  aus_json_add_text (&writer, "ref", ref);
  aus_json_end_object (&writer);
  send_text (subscriber, &writer);
}

/* Begins a frame that is true now and kept nowhere. */
static void
begin_frame (AusJsonWriter       *writer,
             AusHub              *hub,
             const AusSubscriber *subscriber,
             const char          *type)
{
  aus_json_writer_init (writer);
  aus_json_begin_object (writer, NULL);
  aus_json_add_text (writer, "type", type);
  aus_json_add_text (writer, "consultation_id", subscriber->consultation_id);
  aus_json_add_integer (writer, "seq", MAX (aus_hub_get_seq (hub), subscriber->known_seq));
  aus_json_add_time (writer, "timestamp", aus_time_now ());
}

void
aus_frames_tell_opened (AusHub     *hub,
                        const char *consultation_id)
{
  GPtrArray *room = aus_hub_get_room (hub, consultation_id);

  for (guint i = 0; room != NULL && i < room->len; i++) {
    AusSubscriber *subscriber = g_ptr_array_index (room, i);
    AusJsonWriter writer;

    begin_frame (&writer, hub, subscriber, "room_opened");
    aus_json_end_object (&writer);
    send_text (subscriber, &writer);
  }
}

static gboolean
handle_typing (AusHub         *hub,
               AusSubscriber  *subscriber,
               JsonObject     *frame,
               GError        **error)
{
  GPtrArray *room = aus_hub_get_room (hub, subscriber->consultation_id);
  AusJsonWriter writer;
  g_autoptr (GBytes) bytes = NULL;

  begin_frame (&writer, hub, subscriber, "typing_indicator");
  aus_json_add_text (&writer, "participant_id", subscriber->participant_id);
  aus_json_add_text (&writer, "user_name", subscriber->caller.name);
  aus_json_add_boolean (&writer, "is_typing", aus_json_get_boolean (frame, "is_typing", FALSE));
  aus_json_end_object (&writer);
  bytes = aus_json_writer_finish (&writer);

  for (guint i = 0; i < room->len; i++) {
    AusSubscriber *other = g_ptr_array_index (room, i);

    if (other != subscriber && other->caller.role != AUS_ROLE_RECEPTIONIST && !aus_subscriber_is_kept_out (other))
      aus_subscriber_tell (other, bytes);
  }

  return TRUE;
}

/* What one peer's browser says to the other's is passed on as it is. */
static const char *const signal_members[] = { "epoch", "description", "candidate", "restart", "screen" };

static void
copy_members (AusJsonWriter *writer,
              JsonObject    *frame)
{
  for (guint i = 0; i < G_N_ELEMENTS (signal_members); i++) {
    JsonNode *node = json_object_get_member (frame, signal_members[i]);
    g_autofree char *text = node ? json_to_string (node, FALSE) : NULL;

    if (text != NULL)
      aus_json_add_raw (writer, signal_members[i], text);
  }
}

/* The two are in one room, at one time, and nobody keeps one of them out. */
static gboolean
check_call (const AusSubscriber  *subscriber,
            const AusSubscriber  *other,
            GError              **error)
{
  if (aus_subscriber_calls (subscriber) && aus_subscriber_calls (other))
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_FORBIDDEN, "%s in the call.",
               aus_subscriber_calls (subscriber) ? "The other side is not" : "You are not");

  return FALSE;
}

static gboolean
handle_signal (AusHub         *hub,
               AusSubscriber  *subscriber,
               JsonObject     *frame,
               GError        **error)
{
  const char *to = aus_json_get_text (frame, "to");
  AusSubscriber *other = to ? aus_hub_find (hub, subscriber->consultation_id, to) : NULL;
  AusJsonWriter writer;

  if (to == NULL) {
    aus_error_add_field (error, "to", "Is required.");
    return FALSE;
  }

  if (other == NULL) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "The other side is not connected.");
    return FALSE;
  }

  if (!aus_room_gates_check (aus_hub_get_gates (hub), subscriber->consultation_id, error))
    return FALSE;

  if (!check_call (subscriber, other, error))
    return FALSE;

  begin_frame (&writer, hub, subscriber, "signal");
  aus_json_add_text (&writer, "from", subscriber->participant_id);
  copy_members (&writer, frame);
  aus_json_end_object (&writer);
  send_text (other, &writer);

  return TRUE;
}

static gboolean
handle_chat (AusHub         *hub,
             AusSubscriber  *subscriber,
             JsonObject     *frame,
             GError        **error)
{
  static const char *const members[] = { "id", "message", "is_private", NULL };

  return aus_frame_jobs_post (hub, subscriber, frame, "send_message", members, error);
}

static const char *const actions[][2] = {
  { "start", "start" },
  { "end", "end" },
  { "admit", "admit" },
  { "join_waiting_room", "join_waiting" },
  { "leave", "leave" },
  { "hang_up", "hang_up" },
  { "recall", "recall" },
  { "pause", "pause" },
  { "phone", "phone" },
  { "resume", "resume" },
};

static gboolean
handle_action (AusHub         *hub,
               AusSubscriber  *subscriber,
               JsonObject     *frame,
               GError        **error)
{
  static const char *const no_members[] = { NULL };
  static const char *const end_members[] = { "notes", NULL };
  const char *action = aus_json_get_text (frame, "action");

  for (guint i = 0; action != NULL && i < G_N_ELEMENTS (actions); i++) {
    if (strcmp (action, actions[i][0]) == 0)
      return aus_frame_jobs_post (hub, subscriber, frame, actions[i][1],
                                  strcmp (action, "end") == 0 ? end_members : no_members, error);
  }

  aus_error_add_field (error, "action", "Must be one of: start, end, admit, join_waiting_room, leave, hang_up, "
                       "recall, pause, phone, resume.");

  return FALSE;
}

static gboolean
handle_quality (AusHub         *hub,
                AusSubscriber  *subscriber,
                JsonObject     *frame,
                GError        **error)
{
  static const char *const members[] = { "quality", "rtt_ms", "loss", "jitter_ms", "bitrate", "freeze_ms", "server_ms",
                                         "cause", NULL };

  return aus_frame_jobs_post (hub, subscriber, frame, "update_connection_quality", members, error);
}

/* The answer is all there is to it: it shows how far away we are. */
static gboolean
handle_ping (AusHub         *hub,
             AusSubscriber  *subscriber,
             JsonObject     *frame,
             GError        **error)
{
  return TRUE;
}

static gboolean
handle_issue (AusHub         *hub,
              AusSubscriber  *subscriber,
              JsonObject     *frame,
              GError        **error)
{
  static const char *const members[] = { "id", "issue_type", "severity", "description", NULL };

  return aus_frame_jobs_post (hub, subscriber, frame, "report_issue", members, error);
}

static const Frame frames[] = {
  { "chat_message", handle_chat, TRUE, TRUE },
  { "consultation_action", handle_action, TRUE, TRUE },
  { "connection_quality", handle_quality, TRUE, TRUE },
  { "ping", handle_ping, FALSE, FALSE },
  { "presence", aus_frame_jobs_presence, TRUE, TRUE },
  { "resume", aus_frame_jobs_resume, FALSE, TRUE },
  { "signal", handle_signal, TRUE, FALSE },
  { "technical_issue", handle_issue, TRUE, TRUE },
  { "typing_indicator", handle_typing, TRUE, FALSE },
};

static const Frame *
find_frame (AusSubscriber  *subscriber,
            JsonObject     *frame,
            GError        **error)
{
  const char *type = aus_json_get_text (frame, "type");

  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (frames); i++) {
    if (strcmp (frames[i].type, type) == 0 && (subscriber->consultation_id != NULL || !frames[i].needs_visit))
      return &frames[i];
  }

  aus_error_add_field (error, "type", "There is no such frame here.");

  return NULL;
}

void
aus_frames_handle (AusHub        *hub,
                   AusSubscriber *subscriber,
                   JsonObject    *frame)
{
  g_autoptr (GError) error = NULL;
  const char *ref = aus_json_get_text (frame, "ref");
  const Frame *known = find_frame (subscriber, frame, &error);

  aus_ids_lower_members (frame);

  if (known == NULL || !known->handle (hub, subscriber, frame, &error))
    aus_frames_refuse (subscriber, ref, error);
  else if (!known->answers)
    aus_frames_acknowledge (subscriber, ref);
}
