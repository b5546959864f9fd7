#include "aus-frame-pacer.h"

#define BURST   6
#define PACE_MS 75

struct _AusFramePacer
{
  SoupWebsocketConnection *socket;
  GQueue                   waiting;
  guint                    credit;
  guint                    timer;
};

static void
flush (AusFramePacer *self)
{
  while (self->credit > 0 && !g_queue_is_empty (&self->waiting)) {
    g_autofree char *text = g_queue_pop_head (&self->waiting);

    self->credit--;

    if (soup_websocket_connection_get_state (self->socket) == SOUP_WEBSOCKET_STATE_OPEN)
      soup_websocket_connection_send_text (self->socket, text);
  }
}

static gboolean
pace_cb (gpointer user_data)
{
  AusFramePacer *self = user_data;

  self->credit++;
  flush (self);

  if (self->credit < BURST)
    return G_SOURCE_CONTINUE;

  self->timer = 0;

  return G_SOURCE_REMOVE;
}

AusFramePacer *
aus_frame_pacer_new (SoupWebsocketConnection *socket)
{
  AusFramePacer *self = g_new0 (AusFramePacer, 1);

  self->socket = g_object_ref (socket);
  self->credit = BURST;
  g_queue_init (&self->waiting);

  return self;
}

void
aus_frame_pacer_free (AusFramePacer *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_queue_clear_full (&self->waiting, g_free);
  g_clear_object (&self->socket);
  g_free (self);
}

void
aus_frame_pacer_send (AusFramePacer *self,
                      char          *text)
{
  g_queue_push_tail (&self->waiting, text);
  flush (self);

  if (self->timer == 0 && self->credit < BURST)
    self->timer = g_timeout_add (PACE_MS, pace_cb, self);
}
