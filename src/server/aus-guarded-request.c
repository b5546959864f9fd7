#include "aus-guarded-request.h"

#include "aus-guarded-head.h"

#include <string.h>

#define SMALLEST 4096

static void
make_room (AusGuardedRequest *self,
           gsize              length)
{
  if (self->start > 0 && self->start == self->end) {
    self->start = 0;
    self->end = 0;
  }

  if (self->end + length <= self->size)
    return;

  if (self->start > 0) {
    memmove (self->data, self->data + self->start, self->end - self->start);
    self->end -= self->start;
    self->start = 0;
  }

  if (self->end + length > self->size) {
    self->size = MAX (SMALLEST, MAX (self->end + length, self->size * 2));
    self->data = g_realloc (self->data, self->size);
  }
}

/* RFC 9112, section 2.2: an empty line before the request line is nothing. */
static void
skip_empty_lines (AusGuardedRequest *self)
{
  while (self->end - self->start >= 2 && memcmp (self->data + self->start, "\r\n", 2) == 0) {
    self->start += 2;
    self->seen = 0;
  }
}

/* Looks for the end of the head line by line: 0 where it is not here yet, -1 where a line ends with a bare LF. */
static gssize
find_end (AusGuardedRequest *self)
{
  const guint8 *data = self->data + self->start;
  gsize length = self->end - self->start;
  const guint8 *lf;

  while ((lf = memchr (data + self->seen, '\n', length - self->seen)) != NULL) {
    gsize at = (gsize) (lf - data);

    if (at == 0 || data[at - 1] != '\r')
      return -1;
    if (at - 1 == self->line)
      return (gssize) at + 1;

    self->line = at + 1;
    self->seen = at + 1;
  }

  self->seen = length;
  return 0;
}

/* libsoup need not know that the peer waits: it has been told to go on, and a late refusal cannot split the stream. */
static gsize
remove_expectation (AusGuardedRequest    *self,
                    const AusGuardedHead *head,
                    gsize                 length)
{
  guint8 *data = self->data + self->start;

  memmove (data + head->expect_start, data + head->expect_end, self->end - self->start - head->expect_end);
  self->end -= head->expect_end - head->expect_start;

  return length - (head->expect_end - head->expect_start);
}

static guint
read_head (AusGuardedRequest       *self,
           gsize                    length,
           const AusListenerLimits *limits)
{
  AusGuardedHead head;
  guint status = aus_guarded_head_read (&head, (const char *) self->data + self->start, length);

  if (status != 0)
    return status;
  if (head.content_length > limits->max_body)
    return 413;

  if (head.expect_end > 0)
    length = remove_expectation (self, &head, length);

  self->cleared = length;
  self->left = head.content_length;
  self->chunks = (AusGuardedChunks) { 0 };

  if (head.chunked)
    self->phase = AUS_GUARDED_CHUNKED;
  else
    self->phase = self->left > 0 ? AUS_GUARDED_LENGTH : AUS_GUARDED_COMPLETE;

  self->awaited = head.expect_end > 0 && self->phase != AUS_GUARDED_COMPLETE &&
                  self->end - self->start == self->cleared;
  return 0;
}

static guint
advance_head (AusGuardedRequest       *self,
              const AusListenerLimits *limits)
{
  gssize length;

  if (self->line == 0)
    skip_empty_lines (self);
  if (self->start == self->end)
    return 0;

  self->phase = AUS_GUARDED_HEAD;
  length = find_end (self);

  if (length < 0)
    return 400;
  if ((gsize) length > limits->max_head || (length == 0 && self->end - self->start > limits->max_head))
    return 431;

  return length > 0 ? read_head (self, (gsize) length, limits) : 0;
}

static guint
advance_length (AusGuardedRequest *self)
{
  gsize fresh = MIN (self->end - self->start - self->cleared, self->left);

  self->cleared += fresh;
  self->left -= fresh;
  if (self->left == 0)
    self->phase = AUS_GUARDED_COMPLETE;

  return 0;
}

static guint
advance_chunks (AusGuardedRequest       *self,
                const AusListenerLimits *limits)
{
  AusGuardedChunksAnswer answer;
  gsize used;

  answer = aus_guarded_chunks_follow (&self->chunks,
                                      self->data + self->start + self->cleared,
                                      self->end - self->start - self->cleared,
                                      &used);
  if (answer == AUS_GUARDED_CHUNKS_BAD)
    return 400;
  if (self->chunks.total > limits->max_body)
    return 413;

  self->cleared += used;
  if (answer == AUS_GUARDED_CHUNKS_DONE)
    self->phase = AUS_GUARDED_COMPLETE;

  return 0;
}

void
aus_guarded_request_clear (AusGuardedRequest *self)
{
  g_clear_pointer (&self->data, g_free);
  *self = (AusGuardedRequest) { 0 };
}

void
aus_guarded_request_append (AusGuardedRequest *self,
                            const guint8      *data,
                            gsize              length)
{
  make_room (self, length);
  memcpy (self->data + self->end, data, length);
  self->end += length;
}

guint
aus_guarded_request_advance (AusGuardedRequest       *self,
                             const AusListenerLimits *limits)
{
  guint status = 0;

  if (self->phase == AUS_GUARDED_IDLE || self->phase == AUS_GUARDED_HEAD)
    status = advance_head (self, limits);
  if (status == 0 && self->phase == AUS_GUARDED_LENGTH)
    status = advance_length (self);
  if (status == 0 && self->phase == AUS_GUARDED_CHUNKED)
    status = advance_chunks (self, limits);

  return status;
}

gsize
aus_guarded_request_take (AusGuardedRequest *self,
                          void              *buffer,
                          gsize              count)
{
  gsize taken = MIN (count, self->cleared);

  if (taken == 0)
    return 0;

  memcpy (buffer, self->data + self->start, taken);
  self->start += taken;
  self->cleared -= taken;
  self->given = TRUE;

  return taken;
}

gboolean
aus_guarded_request_is_over (const AusGuardedRequest *self)
{
  return self->phase == AUS_GUARDED_COMPLETE && self->cleared == 0;
}

void
aus_guarded_request_next (AusGuardedRequest *self)
{
  self->phase = AUS_GUARDED_IDLE;
  self->line = 0;
  self->seen = 0;
  self->given = FALSE;
  self->awaited = FALSE;

  if (self->start == self->end) {
    g_clear_pointer (&self->data, g_free);
    self->size = self->start = self->end = 0;
  }
}

gboolean
aus_guarded_request_is_news (const AusGuardedRequest *self)
{
  if (self->phase == AUS_GUARDED_HEAD)
    return self->end - self->start > self->seen;
  if (self->phase == AUS_GUARDED_COMPLETE)
    return FALSE;

  return self->end - self->start > self->cleared;
}
