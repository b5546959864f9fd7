#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 6455, section 5.2 */
#define AUS_WEB_SOCKET_OP_MORE   0x0
#define AUS_WEB_SOCKET_OP_TEXT   0x1
#define AUS_WEB_SOCKET_OP_BINARY 0x2
#define AUS_WEB_SOCKET_OP_CLOSE  0x8
#define AUS_WEB_SOCKET_OP_PING   0x9
#define AUS_WEB_SOCKET_OP_PONG   0xa

#define AUS_WEB_SOCKET_MAX_CONTROL 125
#define AUS_WEB_SOCKET_MAX_HEADER 14

typedef enum
{
  AUS_WEB_SOCKET_READ_MORE,    /* all was read, nothing is complete */
  AUS_WEB_SOCKET_READ_PART,    /* a part of a message that goes on */
  AUS_WEB_SOCKET_READ_TEXT,    /* a whole message */
  AUS_WEB_SOCKET_READ_PING,
  AUS_WEB_SOCKET_READ_PONG,
  AUS_WEB_SOCKET_READ_CLOSE,
  AUS_WEB_SOCKET_READ_BAD,     /* the connection is to be closed with the code */
} AusWebSocketRead;

/**
 * AusWebSocketReader:
 * @max_message: bytes of a message, all its fragments together
 * @code: why the input is bad, or the peer's close code (1005 where it gave none)
 *
 * Reads the frames of a client. Starts zeroed but for @max_message.
 */
typedef struct
{
  gsize       max_message;
  guint16     code;

  guint8      header[AUS_WEB_SOCKET_MAX_HEADER];
  guint       header_length;
  gboolean    in_payload;
  guint64     left;
  guint       masked;          /* bytes of the payload unmasked so far */

  GByteArray *text;            /* the message that is being read */
  guint8      control[AUS_WEB_SOCKET_MAX_CONTROL];
  guint       control_length;
} AusWebSocketReader;

void             aus_web_socket_reader_clear        (AusWebSocketReader  *self);

/**
 * aus_web_socket_reader_read:
 * @data: (inout): what came; moved behind what was read
 * @length: (inout): of @data
 *
 * Reads until something is complete or nothing is left.
 */
AusWebSocketRead aus_web_socket_reader_read         (AusWebSocketReader  *self,
                                                     const guint8       **data,
                                                     gsize               *length);

/* After a text. Returns: (transfer full): the message, ended with a NUL that does not count */
GByteArray      *aus_web_socket_reader_steal_text   (AusWebSocketReader  *self);

/* Writes the header of an unfragmented frame of the server. Returns: its length, at most 10 */
guint            aus_web_socket_write_header        (guint8              *header,
                                                     guint                opcode,
                                                     gsize                length);

G_END_DECLS
