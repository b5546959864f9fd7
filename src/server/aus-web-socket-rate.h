#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  AUS_WEB_SOCKET_RATE_GOOD,
  AUS_WEB_SOCKET_RATE_WARN,
  AUS_WEB_SOCKET_RATE_OVER,
} AusWebSocketRateAnswer;

/**
 * AusWebSocketRate:
 *
 * A bucket that holds the frames of one second and a burst of as many. Whoever empties it is warned once and given half
 * of another; emptying that is over the limit. The warning is forgotten when the bucket is full again. Starts zeroed.
 */
typedef struct
{
  double   tokens;
  gint64   filled;
  gboolean warned;
} AusWebSocketRate;

/* Counts a frame at @now, in microseconds. */
AusWebSocketRateAnswer aus_web_socket_rate_count (AusWebSocketRate *self,
                                                  guint             per_second,
                                                  gint64            now);

G_END_DECLS
