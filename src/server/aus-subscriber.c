#include "aus-subscriber.h"

#include "aus-events.h"
#include "aus-json.h"
#include "aus-participant.h"

#include <string.h>

/* Reception and administration look after the visit, but are not in the call. */
#define IN_CALL (AUS_ROLES (DOCTOR) | AUS_ROLES (NURSE) | AUS_ROLES_BY_DOOR)
/* Whoever said that they would ask for what they missed, and does not, has waited so long. */
#define HOLD_S 5

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
  g_clear_handle_id (&self->hold_timer, g_source_remove);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_object (&self->socket);
  aus_caller_clear (&self->caller);
  g_free (self->consultation_id);
  g_free (self->participant_id);
  g_free (self);
}

void
aus_subscriber_tell (AusSubscriber *self,
                     GBytes        *frame)
{
  if (self->held == NULL)
    aus_web_socket_send (self->socket, frame);
  else
    g_ptr_array_add (self->held, g_bytes_ref (frame));
}

static gboolean
hold_cb (gpointer user_data)
{
  AusSubscriber *self = user_data;

  self->hold_timer = 0;
  aus_subscriber_release (self);

  return G_SOURCE_REMOVE;
}

void
aus_subscriber_hold (AusSubscriber *self)
{
  if (self->held != NULL)
    return;

  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->hold_timer = g_timeout_add_seconds (HOLD_S, hold_cb, self);
}

void
aus_subscriber_release (AusSubscriber *self)
{
  g_autoptr (GPtrArray) held = g_steal_pointer (&self->held);

  g_clear_handle_id (&self->hold_timer, g_source_remove);

  for (guint i = 0; held != NULL && i < held->len; i++)
    aus_web_socket_send (self->socket, g_ptr_array_index (held, i));
}

gboolean
aus_subscriber_is_kept_out (const AusSubscriber *self)
{
  return self->is_kept_out || (self->has_begun && self->is_outside);
}

/* In a visit everybody hears what their role may hear, and what they said themselves. What the others say to each other
 * while somebody is kept out is not for them. */
static gboolean
hears_in_visit (const AusSubscriber *self,
                const AusEvent      *event)
{
  const gboolean is_own = event->author_id != NULL && g_strcmp0 (self->participant_id, event->author_id) == 0;

  if (g_strcmp0 (self->consultation_id, event->consultation_id) != 0)
    return FALSE;

  if (aus_subscriber_is_kept_out (self) && !is_own && strcmp (event->type, AUS_EVENT_MESSAGE) == 0)
    return FALSE;

  return (event->audience & (1u << self->caller.role)) != 0 ||
         is_own;
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

static JsonObject *
parse (const AusEvent *event)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (event->frame, &length);

  /* We wrote it. */
  if (!json_parser_load_from_data (parser, text, length, &error))
    g_warning ("An event cannot be read: %s", error->message);

  return error == NULL ? json_object_ref (json_node_get_object (json_parser_get_root (parser))) : NULL;
}

static gboolean
names_us (const AusSubscriber *self,
          JsonObject          *frame)
{
  return self->participant_id != NULL &&
         g_strcmp0 (aus_json_get_text (frame, "participant_id"), self->participant_id) == 0;
}

static void
follow_status (AusSubscriber *self,
               JsonObject    *frame)
{
  const char *status = aus_json_get_text (frame, "status");

  self->is_open = g_strcmp0 (status, "in_progress") == 0;
  self->has_begun = g_strcmp0 (status, "scheduled") != 0 && g_strcmp0 (status, "waiting") != 0;
}

static void
follow_admission (AusSubscriber *self,
                  JsonObject    *frame)
{
  if (names_us (self, frame))
    self->is_kept_out = g_strcmp0 (aus_json_get_text (frame, "state"), "in") != 0;
}

static void
follow_coming (AusSubscriber *self,
               JsonObject    *frame)
{
  if (names_us (self, frame))
    self->is_away = self->is_outside = FALSE;
}

/* Whoever hangs up or is lost has not left. */
static void
follow_leaving (AusSubscriber *self,
                JsonObject    *frame)
{
  const char *reason = aus_json_get_text (frame, "reason");

  if (names_us (self, frame) && g_strcmp0 (reason, "hung_up") != 0 && g_strcmp0 (reason, "lost") != 0)
    self->is_away = !aus_caller_is_staff (&self->caller);
}

static const struct
{
  const char *type;
  void     (* follow) (AusSubscriber *self,
                       JsonObject    *frame);
} followers[] = {
  { AUS_EVENT_ADMISSION, follow_admission },
  { AUS_EVENT_STATUS, follow_status },
  { AUS_EVENT_JOINED, follow_coming },
  { AUS_EVENT_LEFT, follow_leaving },
};

void
aus_subscriber_follow (AusSubscriber  *self,
                       const AusEvent *event)
{
  if (g_strcmp0 (self->consultation_id, event->consultation_id) != 0)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (followers); i++) {
    g_autoptr (JsonObject) frame = strcmp (event->type, followers[i].type) == 0 ? parse (event) : NULL;

    if (frame != NULL)
      followers[i].follow (self, frame);
  }
}

gboolean
aus_subscriber_calls (const AusSubscriber *self)
{
  return self->is_open && !self->is_away && !aus_subscriber_is_kept_out (self) &&
         (IN_CALL & (1u << self->caller.role)) != 0;
}
