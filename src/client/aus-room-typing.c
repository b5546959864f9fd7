#include "aus-room-typing.h"

#include "aus-json.h"

/* Who goes on writing says so again before this. */
#define TYPING_MS 6000

struct _AusRoomTyping
{
  AusRoomTypingFunc  changed;
  gpointer           user_data;
  guint              timer;
};

static gboolean
stopped_cb (gpointer user_data)
{
  AusRoomTyping *self = user_data;

  self->timer = 0;
  self->changed (self->user_data, NULL);

  return G_SOURCE_REMOVE;
}

AusRoomTyping *
aus_room_typing_new (AusRoomTypingFunc changed,
                     gpointer          user_data)
{
  AusRoomTyping *self = g_new0 (AusRoomTyping, 1);

  self->changed = changed;
  self->user_data = user_data;

  return self;
}

void
aus_room_typing_free (AusRoomTyping *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_free (self);
}

void
aus_room_typing_follow (AusRoomTyping *self,
                        JsonObject    *frame,
                        const char    *you)
{
  gboolean is_typing = aus_json_get_boolean (frame, "is_typing", FALSE);

  if (g_strcmp0 (aus_json_get_text (frame, "participant_id"), you) == 0)
    return;

  g_clear_handle_id (&self->timer, g_source_remove);

  if (is_typing)
    self->timer = g_timeout_add (TYPING_MS, stopped_cb, self);

  self->changed (self->user_data, is_typing ? aus_json_get_text (frame, "user_name") : NULL);
}

void
aus_room_typing_stop (AusRoomTyping *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->changed (self->user_data, NULL);
}
