#pragma once

#include "aus-hub.h"

G_BEGIN_DECLS

/* Frames that need the database. They answer when the job is done, if the socket is still there. */

/* The same as a POST to the visit's @action with those @members (ended by %NULL) of the frame as its body. */
gboolean aus_frame_jobs_post     (AusHub             *hub,
                                  AusSubscriber      *subscriber,
                                  JsonObject         *frame,
                                  const char         *action,
                                  const char * const *members,
                                  GError            **error);
/* How somebody is there. */
gboolean aus_frame_jobs_presence (AusHub             *hub,
                                  AusSubscriber      *subscriber,
                                  JsonObject         *frame,
                                  GError            **error);
/* Replays what was missed. */
gboolean aus_frame_jobs_resume   (AusHub             *hub,
                                  AusSubscriber      *subscriber,
                                  JsonObject         *frame,
                                  GError            **error);

G_END_DECLS
