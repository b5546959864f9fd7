#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What the server says between a doctor and a recording: reads `consultations/{id}/recording/`. */

/* Whether all is there that the others rely on. */
gboolean aus_recording_gate_is_whole     (JsonObject *gate);
/* Whether whoever has the seat @you was asked and has not answered. */
gboolean aus_recording_gate_must_answer  (JsonObject *gate,
                                          const char *you);
/* How many recordings can be seen. */
guint    aus_recording_gate_get_n_ready  (JsonObject *gate);
/* How long the present one goes on by the server's clock when it answered, in microseconds; -1 where there is none. */
gint64   aus_recording_gate_get_length   (JsonObject *gate);

G_END_DECLS
