#include "aus-web-socket-writer.h"

#include "aus-web-socket-reader.h"

#define FRAMES_PER_WRITE 64

typedef struct
{
  GList   link;
  guint8  header[AUS_WEB_SOCKET_MAX_HEADER];
  guint   header_length;
  GBytes *payload;
} Frame;

static gsize
get_length (const Frame *frame)
{
  return frame->header_length + (frame->payload != NULL ? g_bytes_get_size (frame->payload) : 0);
}

static void
frame_free (Frame *frame)
{
  g_clear_pointer (&frame->payload, g_bytes_unref);
  g_free (frame);
}

static Frame *
push (AusWebSocketWriter *self,
      GBytes             *payload)
{
  Frame *frame = g_new0 (Frame, 1);

  frame->link.data = frame;
  frame->payload = payload != NULL ? g_bytes_ref (payload) : NULL;
  g_queue_push_tail_link (&self->frames, &frame->link);

  return frame;
}

static void
pop (AusWebSocketWriter *self)
{
  frame_free (g_queue_pop_head_link (&self->frames)->data);
}

/* Adds @bytes to the parts but for the first @skip. Returns: how many are still to be skipped */
static gsize
add_part (struct iovec *parts,
          guint        *n_parts,
          const void   *bytes,
          gsize         length,
          gsize         skip)
{
  if (skip >= length)
    return skip - length;

  parts[*n_parts] = (struct iovec) { (char *) bytes + skip, length - skip };
  (*n_parts)++;
  return 0;
}

static guint
gather (AusWebSocketWriter *self,
        struct iovec       *parts)
{
  guint n_parts = 0;
  guint n_frames = 0;
  gsize skip = self->sent;

  for (GList *l = self->frames.head; l != NULL && n_frames < FRAMES_PER_WRITE; l = l->next, n_frames++) {
    const Frame *frame = l->data;
    gsize length = 0;
    const void *payload = frame->payload != NULL ? g_bytes_get_data (frame->payload, &length) : NULL;

    skip = add_part (parts, &n_parts, frame->header, frame->header_length, skip);
    skip = add_part (parts, &n_parts, payload, length, skip);
  }

  return n_parts;
}

static void
drop_sent (AusWebSocketWriter *self,
           gsize               sent)
{
  self->queued -= sent;
  self->sent += sent;

  while (self->frames.head != NULL && self->sent >= get_length (self->frames.head->data)) {
    self->sent -= get_length (self->frames.head->data);
    pop (self);
  }
}

void
aus_web_socket_writer_clear (AusWebSocketWriter *self)
{
  while (self->frames.head != NULL)
    pop (self);

  self->sent = 0;
  self->queued = 0;
}

void
aus_web_socket_writer_push_raw (AusWebSocketWriter *self,
                                GBytes             *bytes)
{
  self->queued += get_length (push (self, bytes));
}

void
aus_web_socket_writer_push (AusWebSocketWriter *self,
                            guint               opcode,
                            GBytes             *payload)
{
  Frame *frame = push (self, payload);

  frame->header_length = aus_web_socket_write_header (frame->header, opcode, get_length (frame));
  self->queued += get_length (frame);
}

void
aus_web_socket_writer_flush (AusWebSocketWriter *self,
                             AusGuardedStream   *stream)
{
  struct iovec parts[2 * FRAMES_PER_WRITE];

  while (self->frames.head != NULL) {
    gssize sent = aus_guarded_stream_send (stream, parts, gather (self, parts));

    if (sent < 0)
      return;
    drop_sent (self, (gsize) sent);
  }
}
