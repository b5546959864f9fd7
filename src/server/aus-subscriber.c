#include "aus-subscriber.h"

AusSubscriber *
aus_subscriber_new (const AusCaller *caller,
                    const char      *consultation_id,
                    const char      *participant_id,
                    guint            role)
{
  AusSubscriber *self = g_new0 (AusSubscriber, 1);

  aus_caller_copy (&self->caller, caller);
  self->consultation_id = g_strdup (consultation_id);
  self->participant_id = g_strdup (participant_id);
  self->role = role;

  return self;
}

void
aus_subscriber_free (AusSubscriber *self)
{
  g_clear_object (&self->socket);
  aus_caller_clear (&self->caller);
  g_free (self->consultation_id);
  g_free (self->participant_id);
  g_free (self);
}

/* In a visit everybody hears what their role may hear, and what they said themselves. */
static gboolean
hears_in_visit (const AusSubscriber *self,
                const AusEvent      *event)
{
  if (g_strcmp0 (self->consultation_id, event->consultation_id) != 0)
    return FALSE;

  return (event->audience & (1u << self->caller.role)) != 0 ||
         (event->author_id != NULL && g_strcmp0 (self->participant_id, event->author_id) == 0);
}

static gboolean
helps_in (const AusSubscriber *self,
          const AusEvent      *event)
{
  return event->listeners != NULL && g_strv_contains ((const char * const *) event->listeners, self->caller.user_id);
}

static gboolean
hears_in_clinic (const AusSubscriber *self,
                 const AusEvent      *event)
{
  if ((event->audience & (1u << self->caller.role)) == 0)
    return FALSE;

  switch (self->caller.role) {
    case AUS_ROLE_ADMIN:
    case AUS_ROLE_RECEPTIONIST:
      return TRUE;
    case AUS_ROLE_DOCTOR:
      return g_strcmp0 (self->caller.user_id, event->doctor_id) == 0 || helps_in (self, event);
    case AUS_ROLE_NURSE:
      return helps_in (self, event);
    case AUS_ROLE_PATIENT:
    case AUS_ROLE_GUEST:
    case AUS_ROLE_INTERPRETER:
    case AUS_ROLE_NONE:
      return FALSE;
  }

  g_return_val_if_reached (FALSE);
}

gboolean
aus_subscriber_hears (const AusSubscriber *self,
                      const AusEvent      *event)
{
  return self->consultation_id != NULL ? hears_in_visit (self, event) : hears_in_clinic (self, event);
}
