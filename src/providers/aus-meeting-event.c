#include "aus-meeting-event.h"

AusMeetingEvent *
aus_meeting_event_new (AusMeetingEventKind  kind,
                       const char          *meeting_id)
{
  AusMeetingEvent *self = g_new0 (AusMeetingEvent, 1);

  self->kind = kind;
  self->meeting_id = g_strdup (meeting_id);
  self->instance = g_strdup ("");

  return self;
}

void
aus_meeting_event_free (AusMeetingEvent *self)
{
  g_clear_pointer (&self->person, aus_attendance_free);
  g_free (self->meeting_id);
  g_free (self->instance);
  g_free (self);
}

void
aus_webhook_receipt_clear (AusWebhookReceipt *self)
{
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_clear_pointer (&self->reply, g_free);
}
