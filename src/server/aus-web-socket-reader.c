#include "aus-web-socket-reader.h"

#include "aus-web-socket.h"

#include <string.h>

#define FINAL 0x80
#define RESERVED 0x70
#define OPCODE 0x0f
#define CONTROL 0x08
#define MASKED 0x80
#define LENGTH 0x7f
#define LENGTH_16 126
#define LENGTH_64 127
#define MASK_LENGTH 4

static AusWebSocketRead
refuse (AusWebSocketReader *self,
        guint16             code)
{
  self->code = code;
  return AUS_WEB_SOCKET_READ_BAD;
}

static guint
get_opcode (const AusWebSocketReader *self)
{
  return self->header[0] & OPCODE;
}

static gboolean
is_final (const AusWebSocketReader *self)
{
  return (self->header[0] & FINAL) != 0;
}

static guint
get_length_size (const AusWebSocketReader *self)
{
  switch (self->header[1] & LENGTH) {
  case LENGTH_16:
    return 2;
  case LENGTH_64:
    return 8;
  default:
    return 0;
  }
}

/* What can be told from the first two bytes; 0 where they are good. */
static guint16
check_start (const AusWebSocketReader *self)
{
  if ((self->header[0] & RESERVED) || !(self->header[1] & MASKED))
    return AUS_WEB_SOCKET_PROTOCOL;

  switch (get_opcode (self)) {
  case AUS_WEB_SOCKET_OP_TEXT:
    return self->text == NULL ? 0 : AUS_WEB_SOCKET_PROTOCOL;
  case AUS_WEB_SOCKET_OP_MORE:
    return self->text != NULL ? 0 : AUS_WEB_SOCKET_PROTOCOL;
  case AUS_WEB_SOCKET_OP_BINARY:
    return AUS_WEB_SOCKET_NOT_TEXT;
  case AUS_WEB_SOCKET_OP_CLOSE:
  case AUS_WEB_SOCKET_OP_PING:
  case AUS_WEB_SOCKET_OP_PONG:
    return is_final (self) && (self->header[1] & LENGTH) <= AUS_WEB_SOCKET_MAX_CONTROL ? 0 : AUS_WEB_SOCKET_PROTOCOL;
  default:
    return AUS_WEB_SOCKET_PROTOCOL;
  }
}

/* The number of bytes the payload has; the shortest form is the only one. */
static guint16
read_length (AusWebSocketReader *self)
{
  guint size = get_length_size (self);
  guint64 length = 0;

  if (size == 0)
    length = self->header[1] & LENGTH;
  for (guint i = 0; i < size; i++)
    length = length << 8 | self->header[2 + i];

  if ((size == 2 && length < LENGTH_16) || (size == 8 && (length <= G_MAXUINT16 || length > G_MAXINT64)))
    return AUS_WEB_SOCKET_PROTOCOL;

  self->left = length;
  return 0;
}

static guint16
begin_payload (AusWebSocketReader *self)
{
  guint16 code = read_length (self);
  gsize present = self->text != NULL ? self->text->len : 0;

  if (code != 0)
    return code;

  self->in_payload = TRUE;
  self->masked = 0;
  self->control_length = 0;
  if (get_opcode (self) & CONTROL)
    return 0;

  if (present + self->left > self->max_message)
    return AUS_WEB_SOCKET_TOO_LARGE;
  if (self->text == NULL)
    self->text = g_byte_array_sized_new ((guint) self->left + 1);

  return 0;
}

/* Byte by byte, since how long a header is stands in its second byte; there are at most 14. */
static guint16
read_header (AusWebSocketReader  *self,
             const guint8       **data,
             gsize               *length)
{
  while (*length > 0 && !self->in_payload) {
    guint16 code = 0;

    self->header[self->header_length++] = *(*data)++;
    (*length)--;

    if (self->header_length == 2)
      code = check_start (self);
    if (code == 0 && self->header_length >= 2 && self->header_length == 2 + get_length_size (self) + MASK_LENGTH)
      code = begin_payload (self);
    if (code != 0)
      return code;
  }

  return 0;
}

static void
read_payload (AusWebSocketReader  *self,
              const guint8       **data,
              gsize               *length)
{
  const guint8 *mask = self->header + self->header_length - MASK_LENGTH;
  gsize step = MIN (*length, self->left);
  guint8 *to;

  if (get_opcode (self) & CONTROL) {
    to = self->control + self->control_length;
    self->control_length += (guint) step;
  } else {
    g_byte_array_set_size (self->text, self->text->len + (guint) step);
    to = self->text->data + self->text->len - step;
  }

  for (gsize i = 0; i < step; i++)
    to[i] = (*data)[i] ^ mask[(self->masked + i) % MASK_LENGTH];

  self->masked = (guint) ((self->masked + step) % MASK_LENGTH);
  self->left -= step;
  *data += step;
  *length -= step;
}

static AusWebSocketRead
end_text (AusWebSocketReader *self)
{
  if (!is_final (self))
    return AUS_WEB_SOCKET_READ_PART;
  if (!g_utf8_validate_len ((const char *) self->text->data, self->text->len, NULL))
    return refuse (self, AUS_WEB_SOCKET_NOT_UTF8);

  return AUS_WEB_SOCKET_READ_TEXT;
}

/* The codes that may stand in a frame: RFC 6455, section 7.4, and its registry. */
static gboolean
is_code (guint16 code)
{
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

static AusWebSocketRead
end_close (AusWebSocketReader *self)
{
  self->code = AUS_WEB_SOCKET_NO_STATUS;
  if (self->control_length == 0)
    return AUS_WEB_SOCKET_READ_CLOSE;
  if (self->control_length == 1)
    return refuse (self, AUS_WEB_SOCKET_PROTOCOL);

  self->code = (guint16) (self->control[0] << 8 | self->control[1]);
  if (!is_code (self->code))
    return refuse (self, AUS_WEB_SOCKET_PROTOCOL);
  if (!g_utf8_validate_len ((const char *) self->control + 2, self->control_length - 2, NULL))
    return refuse (self, AUS_WEB_SOCKET_NOT_UTF8);

  return AUS_WEB_SOCKET_READ_CLOSE;
}

static AusWebSocketRead
end_frame (AusWebSocketReader *self)
{
  self->in_payload = FALSE;
  self->header_length = 0;

  switch (get_opcode (self)) {
  case AUS_WEB_SOCKET_OP_CLOSE:
    return end_close (self);
  case AUS_WEB_SOCKET_OP_PING:
    return AUS_WEB_SOCKET_READ_PING;
  case AUS_WEB_SOCKET_OP_PONG:
    return AUS_WEB_SOCKET_READ_PONG;
  default:
    return end_text (self);
  }
}

void
aus_web_socket_reader_clear (AusWebSocketReader *self)
{
  g_clear_pointer (&self->text, g_byte_array_unref);
}

AusWebSocketRead
aus_web_socket_reader_read (AusWebSocketReader  *self,
                            const guint8       **data,
                            gsize               *length)
{
  guint16 code = read_header (self, data, length);

  if (code != 0)
    return refuse (self, code);
  if (!self->in_payload)
    return AUS_WEB_SOCKET_READ_MORE;

  read_payload (self, data, length);
  return self->left == 0 ? end_frame (self) : AUS_WEB_SOCKET_READ_MORE;
}

GByteArray *
aus_web_socket_reader_steal_text (AusWebSocketReader *self)
{
  g_byte_array_append (self->text, (const guint8 *) "", 1);
  g_byte_array_set_size (self->text, self->text->len - 1);

  return g_steal_pointer (&self->text);
}

guint
aus_web_socket_write_header (guint8 *header,
                             guint   opcode,
                             gsize   length)
{
  guint size = length < LENGTH_16 ? 0 : length <= G_MAXUINT16 ? 2 : 8;

  header[0] = (guint8) (FINAL | opcode);
  header[1] = (guint8) (size == 0 ? length : size == 2 ? LENGTH_16 : LENGTH_64);
  for (guint i = 0; i < size; i++)
    header[2 + i] = (guint8) (length >> (8 * (size - 1 - i)));

  return 2 + size;
}
