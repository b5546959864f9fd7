#include "aus-signal.h"

#include "aus-error.h"

#define MAX_CANDIDATE 1024
#define MAX_MEDIA_INDEX 15

static const char *
get_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
         ? json_node_get_string (node)
         : NULL;
}

static gboolean
get_integer (JsonObject *object,
             const char *name,
             gint64     *value)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;

  *value = json_node_get_int (node);

  return TRUE;
}

static JsonObject *
get_object (JsonObject *object,
            const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gboolean
is_true (JsonObject *object,
         const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN
         && json_node_get_boolean (node);
}

/* One line of printable ASCII, for it becomes a line of a description. */
static gboolean
is_candidate (const char *text)
{
  if (*text == '\0')
    return TRUE;

  if (!g_str_has_prefix (text, "candidate:") || strlen (text) > MAX_CANDIDATE)
    return FALSE;

  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isprint (*c))
      return FALSE;

  return TRUE;
}

static gboolean
read_description (JsonObject  *description,
                  AusSignal   *signal,
                  GError     **error)
{
  const char *type = get_text (description, "type");

  signal->sdp = get_text (description, "sdp");

  if (g_strcmp0 (type, "offer") == 0)
    signal->kind = AUS_SIGNAL_OFFER;
  else if (g_strcmp0 (type, "answer") == 0)
    signal->kind = AUS_SIGNAL_ANSWER;
  else
    type = NULL;

  if (type == NULL)
    aus_error_add_field (error, "description.type", "It must be “offer” or “answer”.");
  else if (signal->sdp == NULL)
    aus_error_add_field (error, "description.sdp", "It must be text.");

  return type != NULL && signal->sdp != NULL;
}

static gboolean
read_candidate (JsonObject  *candidate,
                AusSignal   *signal,
                GError     **error)
{
  gint64 index = -1;

  signal->kind = AUS_SIGNAL_CANDIDATE;
  signal->candidate = get_text (candidate, "candidate");

  if (signal->candidate == NULL || !is_candidate (signal->candidate)) {
    aus_error_add_field (error, "candidate.candidate", "It must be an ICE candidate.");
    return FALSE;
  }

  if (!get_integer (candidate, "sdpMLineIndex", &index) || index < 0 || index > MAX_MEDIA_INDEX) {
    aus_error_add_field (error, "candidate.sdpMLineIndex", "It must be from 0 to %d.", MAX_MEDIA_INDEX);
    return FALSE;
  }

  signal->media_index = (guint) index;

  return TRUE;
}

static JsonObject *
new_signal (const char *to)
{
  JsonObject *frame = json_object_new ();

  json_object_set_string_member (frame, "type", "signal");
  json_object_set_string_member (frame, "to", to);

  return frame;
}

static JsonObject *
new_frame (const char *to,
           gint64      epoch)
{
  JsonObject *frame = new_signal (to);

  json_object_set_int_member (frame, "epoch", epoch);

  return frame;
}

gboolean
aus_signal_read (JsonObject  *frame,
                 AusSignal   *signal,
                 GError     **error)
{
  JsonObject *description = get_object (frame, "description");
  JsonObject *candidate = get_object (frame, "candidate");

  *signal = (AusSignal) { .from = get_text (frame, "from") };

  if (signal->from == NULL) {
    aus_error_add_field (error, "from", "It must say who sent it.");
    return FALSE;
  }

  if (is_true (frame, "restart")) {
    signal->kind = AUS_SIGNAL_RESTART;
    return TRUE;
  }

  if (!get_integer (frame, "epoch", &signal->epoch)) {
    aus_error_add_field (error, "epoch", "It must be an integer.");
    return FALSE;
  }

  signal->screen = is_true (frame, "screen");

  if (description != NULL)
    return read_description (description, signal, error);

  if (candidate != NULL)
    return read_candidate (candidate, signal, error);

  if (json_object_has_member (frame, "screen")) {
    signal->kind = AUS_SIGNAL_SCREEN;
    return TRUE;
  }

  aus_error_add_field (error, "description", "There must be a description, a candidate or a restart.");

  return FALSE;
}

JsonObject *
aus_signal_new_description (const char *to,
                            gint64      epoch,
                            const char *type,
                            const char *sdp,
                            gboolean    screen)
{
  JsonObject *frame = new_frame (to, epoch);
  JsonObject *description = json_object_new ();

  json_object_set_string_member (description, "type", type);
  json_object_set_string_member (description, "sdp", sdp);
  json_object_set_object_member (frame, "description", description);
  json_object_set_boolean_member (frame, "screen", screen);

  return frame;
}

JsonObject *
aus_signal_new_restart (const char *to)
{
  JsonObject *frame = new_signal (to);

  json_object_set_boolean_member (frame, "restart", TRUE);

  return frame;
}

JsonObject *
aus_signal_new_screen (const char *to,
                       gint64      epoch,
                       gboolean    screen)
{
  JsonObject *frame = new_frame (to, epoch);

  json_object_set_boolean_member (frame, "screen", screen);

  return frame;
}

JsonObject *
aus_signal_new_candidate (const char *to,
                          gint64      epoch,
                          const char *text,
                          const char *mid,
                          guint       media_index)
{
  JsonObject *frame = new_frame (to, epoch);
  JsonObject *candidate = json_object_new ();

  json_object_set_string_member (candidate, "candidate", text);
  json_object_set_string_member (candidate, "sdpMid", mid);
  json_object_set_int_member (candidate, "sdpMLineIndex", media_index);
  json_object_set_object_member (frame, "candidate", candidate);

  return frame;
}
