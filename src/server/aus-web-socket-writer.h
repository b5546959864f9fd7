#pragma once

#include "aus-guarded-stream.h"

G_BEGIN_DECLS

/**
 * AusWebSocketWriter:
 * @queued: bytes that the kernel has not taken yet
 *
 * The frames that wait to be sent. Payloads are shared. Starts zeroed.
 */
typedef struct
{
  GQueue frames;
  gsize  sent;    /* of the first one */
  gsize  queued;
} AusWebSocketWriter;

void aus_web_socket_writer_clear     (AusWebSocketWriter *self);

/* Bytes that are no frame: the answer to the handshake. */
void aus_web_socket_writer_push_raw  (AusWebSocketWriter *self,
                                      GBytes             *bytes);

/* @payload: (nullable) */
void aus_web_socket_writer_push      (AusWebSocketWriter *self,
                                      guint               opcode,
                                      GBytes             *payload);

/* Sends what the stream takes. */
void aus_web_socket_writer_flush     (AusWebSocketWriter *self,
                                      AusGuardedStream   *stream);

G_END_DECLS
