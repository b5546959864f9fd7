#include "aus-event.h"

static void
clear_event (gpointer data)
{
  AusEvent *self = data;

  g_free (self->consultation_id);
  g_free (self->type);
  g_free (self->author_id);
  g_free (self->doctor_id);
  g_clear_pointer (&self->listeners, g_strfreev);
  g_clear_pointer (&self->frame, g_bytes_unref);
}

AusEvent *
aus_event_new (gint64      seq,
               const char *type)
{
  AusEvent *self = g_atomic_rc_box_new0 (AusEvent);

  self->seq = seq;
  self->type = g_strdup (type);
  self->audience = AUS_ROLES_ALL;

  return self;
}

AusEvent *
aus_event_ref (AusEvent *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
aus_event_unref (AusEvent *self)
{
  g_atomic_rc_box_release_full (self, clear_event);
}
