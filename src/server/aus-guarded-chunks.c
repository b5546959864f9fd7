#include "aus-guarded-chunks.h"

#define MAX_DIGITS 8

enum { SIZE, SIZE_LF, DATA, DATA_CR, DATA_LF, END_CR, END_LF, DONE, BAD };

static guint
read_size (AusGuardedChunks *self,
           char              c)
{
  if (c == '\r' && self->digits > 0)
    return SIZE_LF;
  if (!g_ascii_isxdigit (c) || self->digits >= MAX_DIGITS)
    return BAD;

  self->left = self->left * 16 + (guint64) g_ascii_xdigit_value (c);
  self->digits++;
  return SIZE;
}

static guint
begin_chunk (AusGuardedChunks *self)
{
  self->total += self->left;
  self->digits = 0;
  return self->left > 0 ? DATA : END_CR;
}

static guint
read_byte (AusGuardedChunks *self,
           char              c)
{
  switch (self->state) {
  case SIZE:
    return read_size (self, c);
  case SIZE_LF:
    return c == '\n' ? begin_chunk (self) : BAD;
  case DATA_CR:
    return c == '\r' ? DATA_LF : BAD;
  case DATA_LF:
    return c == '\n' ? SIZE : BAD;
  case END_CR:
    return c == '\r' ? END_LF : BAD;
  case END_LF:
    return c == '\n' ? DONE : BAD;
  default:
    return BAD;
  }
}

AusGuardedChunksAnswer
aus_guarded_chunks_follow (AusGuardedChunks *self,
                           const guint8     *data,
                           gsize             length,
                           gsize            *used)
{
  gsize at = 0;

  while (at < length && self->state != DONE && self->state != BAD) {
    gsize step = 1;

    if (self->state == DATA) {
      step = MIN (length - at, self->left);
      self->left -= step;
      if (self->left == 0)
        self->state = DATA_CR;
    } else {
      self->state = read_byte (self, (char) data[at]);
    }
    at += step;
  }

  *used = at;
  if (self->state == BAD)
    return AUS_GUARDED_CHUNKS_BAD;
  return self->state == DONE ? AUS_GUARDED_CHUNKS_DONE : AUS_GUARDED_CHUNKS_MORE;
}
