#include "aus-recording-gate.h"

#include "aus-json.h"
#include "aus-time.h"

gboolean
aus_recording_gate_is_whole (JsonObject *gate)
{
  static const char *const lists[] = { "reasons", "missing", "recordings" };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    JsonNode *node = json_object_get_member (gate, lists[i]);

    if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
      return FALSE;
  }

  return TRUE;
}

gboolean
aus_recording_gate_must_answer (JsonObject *gate,
                                const char *you)
{
  JsonArray *people = json_object_get_array_member (gate, "missing");

  if (you == NULL || !aus_json_get_boolean (gate, "is_wanted", FALSE))
    return FALSE;

  for (guint i = 0; i < json_array_get_length (people); i++) {
    JsonObject *person = json_array_get_object_element (people, i);

    if (g_strcmp0 (aus_json_get_text (person, "participant_id"), you) == 0)
      return aus_json_get_text (person, "state") == NULL;
  }

  return FALSE;
}

guint
aus_recording_gate_get_n_ready (JsonObject *gate)
{
  JsonArray *all = json_object_get_array_member (gate, "recordings");
  guint n_ready = 0;

  for (guint i = 0; i < json_array_get_length (all); i++)
    n_ready += g_strcmp0 (aus_json_get_text (json_array_get_object_element (all, i), "state"), "ready") == 0;

  return n_ready;
}

gint64
aus_recording_gate_get_length (JsonObject *gate)
{
  const char *started = aus_json_get_text (gate, "started_at");
  const char *now = aus_json_get_text (gate, "server_time");
  gint64 started_at, server_time;

  if (started == NULL || now == NULL || !aus_time_parse (started, &started_at, NULL)
      || !aus_time_parse (now, &server_time, NULL))
    return -1;

  return MAX (0, server_time - started_at);
}
