#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusListenerLimits:
 * @max_connections: connections in all; more are turned away
 * @max_per_address: connections of one IPv4 address or IPv6 /64
 * @limit_loopback: whether @max_per_address holds for this machine itself, where a proxy may stand
 * @max_head: bytes of a request line and its headers
 * @max_body: bytes of a request body
 * @min_rate: bytes a second that a body, or the reading of an answer, must make
 * @header_time: from the first byte (or the connection) until the head is complete
 * @idle_time: how long a kept-alive connection may wait for its next request
 * @body_time: over how long @min_rate is measured while a body comes in
 * @stall_time: over how long @min_rate is measured while the peer takes an answer
 * @linger_time: how long a connection closed by us waits for the peer to see it
 * @tick_time: how often all deadlines are looked at
 *
 * What a connection may cost. Times are in milliseconds.
 */
typedef struct
{
  guint    max_connections;
  guint    max_per_address;
  gboolean limit_loopback;
  gsize    max_head;
  gsize    max_body;
  guint    min_rate;
  guint    header_time;
  guint    idle_time;
  guint    body_time;
  guint    stall_time;
  guint    linger_time;
  guint    tick_time;
} AusListenerLimits;

G_END_DECLS
