#include "aus-guarded-held.h"

#define MAX_HELD (16 * 1024)

static gsize
get_length (const AusGuardedHeld *self)
{
  return self->bytes != NULL ? self->bytes->len : 0;
}

static void
hold (AusGuardedHeld *self,
      const void     *buffer,
      gsize           count)
{
  if (self->bytes == NULL)
    self->bytes = g_byte_array_sized_new ((guint) count);

  g_byte_array_append (self->bytes, buffer, (guint) count);
}

static void
drop (AusGuardedHeld *self,
      gsize           count)
{
  if (count == get_length (self))
    g_clear_pointer (&self->bytes, g_byte_array_unref);
  else
    g_byte_array_remove_range (self->bytes, 0, (guint) count);
}

static gssize
send_with (AusGuardedHeld   *self,
           AusGuardedStream *stream,
           const void       *buffer,
           gsize             count)
{
  gsize held = get_length (self);
  struct iovec parts[] = {
    { held > 0 ? self->bytes->data : NULL, held },
    { (void *) buffer, count },
  };
  gssize sent = aus_guarded_stream_send (stream, parts, G_N_ELEMENTS (parts));

  if (sent < 0)
    return -1;

  drop (self, MIN (held, (gsize) sent));
  return (gsize) sent > held ? sent - (gssize) held : -1;
}

void
aus_guarded_held_clear (AusGuardedHeld *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_mutex_clear (&self->lock);
}

gboolean
aus_guarded_held_is_empty (AusGuardedHeld *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->bytes == NULL;
}

gssize
aus_guarded_held_write (AusGuardedHeld   *self,
                        AusGuardedStream *stream,
                        const void       *buffer,
                        gsize             count)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (!aus_guarded_stream_is_writable (stream))
    return -1;
  if (get_length (self) + count > MAX_HELD)
    return send_with (self, stream, buffer, count);

  hold (self, buffer, count);
  return (gssize) count;
}

void
aus_guarded_held_flush (AusGuardedHeld   *self,
                        AusGuardedStream *stream)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->bytes != NULL)
    send_with (self, stream, NULL, 0);
}

GBytes *
aus_guarded_held_steal (AusGuardedHeld *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->bytes != NULL ? g_byte_array_free_to_bytes (g_steal_pointer (&self->bytes)) : NULL;
}
