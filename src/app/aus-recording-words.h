#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What the server says of a recording, for people. All (transfer full). */

/* Why the visit cannot be recorded; %NULL where it can. @gate: as the server gives it; @you: (nullable): our seat */
char *aus_recording_reason   (JsonObject *gate,
                              const char *you);
/* Why the recording has ended. @frame: `recording_stopped` */
char *aus_recording_ended    (JsonObject *frame);
/* The language in which this app asks, as a tag. */
char *aus_recording_language (void);

G_END_DECLS
