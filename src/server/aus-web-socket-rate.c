#include "aus-web-socket-rate.h"

AusWebSocketRateAnswer
aus_web_socket_rate_count (AusWebSocketRate *self,
                           guint             per_second,
                           gint64            now)
{
  double size = 2.0 * per_second;

  self->tokens += (double) (now - self->filled) * per_second / G_USEC_PER_SEC;
  self->filled = now;
  if (self->tokens >= size) {
    self->tokens = size;
    self->warned = FALSE;
  }

  self->tokens -= 1;
  if (self->tokens >= 0)
    return AUS_WEB_SOCKET_RATE_GOOD;
  if (self->warned)
    return AUS_WEB_SOCKET_RATE_OVER;

  self->warned = TRUE;
  self->tokens = size / 2;
  return AUS_WEB_SOCKET_RATE_WARN;
}
