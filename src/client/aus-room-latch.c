#include "aus-room-latch.h"

#include "aus-enums.h"
#include "aus-json.h"
#include "aus-time.h"

/* Where the server does not say that the room is open, it is so all the same. */
#define GRACE (1 * G_TIME_SPAN_SECOND)
#define MAX_WAIT (60 * G_TIME_SPAN_SECOND)
#define TICK_MS 100

struct _AusRoomLatch
{
  GObject     parent_instance;

  AusCallMode mode;
  gint64      revision;
  /* The last event that the last greeting knew of. */
  gint64      greeted_seq;
  gint64      opens_at;
  guint       seconds;
  guint       timer;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusRoomLatch, aus_room_latch, G_TYPE_OBJECT)

static guint
count_seconds (AusRoomLatch *self)
{
  const gint64 left = self->opens_at - g_get_monotonic_time ();

  return left > 0 ? (guint) ((left + G_TIME_SPAN_SECOND - 1) / G_TIME_SPAN_SECOND) : 1;
}

static void
open_room (AusRoomLatch *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->opens_at = 0;
  self->seconds = 0;
}

static gboolean
tick_cb (gpointer user_data)
{
  AusRoomLatch *self = user_data;
  const guint before = self->seconds;

  if (g_get_monotonic_time () > self->opens_at + GRACE) {
    self->timer = 0;
    open_room (self);
    g_signal_emit (self, signals[CHANGED], 0);
    return G_SOURCE_REMOVE;
  }

  self->seconds = count_seconds (self);

  if (self->seconds != before)
    g_signal_emit (self, signals[CHANGED], 0);

  return G_SOURCE_CONTINUE;
}

/* By the server's clock alone, for ours may be another. */
static gint64
read_wait (JsonObject *frame)
{
  const char *opens_at = aus_json_get_text (frame, "room_opens_at");
  const char *now = aus_json_get_text (frame, "timestamp");
  gint64 opens, sent;

  if (opens_at == NULL || now == NULL || !aus_time_parse (opens_at, &opens, NULL) ||
      !aus_time_parse (now, &sent, NULL))
    return 0;

  return CLAMP (opens - sent, 0, MAX_WAIT);
}

static void
follow_status (AusRoomLatch *self,
               JsonObject   *frame)
{
  const char *nick = aus_json_get_text (frame, "call_mode");
  const gint64 wait = read_wait (frame);
  guint mode;

  if (nick != NULL && aus_enum_from_nick (aus_call_mode_get_type (), nick, &mode))
    self->mode = mode;

  self->revision = aus_json_get_integer (frame, "revision", self->revision);
  open_room (self);

  if (wait == 0)
    return;

  self->opens_at = g_get_monotonic_time () + wait;
  self->seconds = count_seconds (self);
  self->timer = g_timeout_add (TICK_MS, tick_cb, self);
}

static void
aus_room_latch_dispose (GObject *object)
{
  open_room (AUS_ROOM_LATCH (object));

  G_OBJECT_CLASS (aus_room_latch_parent_class)->dispose (object);
}

static void
aus_room_latch_class_init (AusRoomLatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_room_latch_dispose;

  signals[CHANGED] = g_signal_new ("changed", AUS_TYPE_ROOM_LATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
aus_room_latch_init (AusRoomLatch *self)
{
}

AusRoomLatch *
aus_room_latch_new (void)
{
  return g_object_new (AUS_TYPE_ROOM_LATCH, NULL);
}

gboolean
aus_room_latch_is_over (AusRoomLatch *self,
                        JsonObject   *frame)
{
  g_return_val_if_fail (AUS_IS_ROOM_LATCH (self), FALSE);

  return json_object_has_member (frame, "call_mode") && !json_object_has_member (frame, "you")
         && aus_json_get_integer (frame, "revision", self->revision) < self->revision;
}

gboolean
aus_room_latch_is_past (AusRoomLatch *self,
                        JsonObject   *frame)
{
  /* What is kept nowhere has the number of the last event before it, and is true now. */
  static const char *const greeted[] = { "admission", "consultation_ended", "consultation_status",
                                         "consultation_updated", "user_joined", "user_left", NULL };
  const char *type = aus_json_get_text (frame, "type");

  g_return_val_if_fail (AUS_IS_ROOM_LATCH (self), FALSE);

  return type != NULL && g_strv_contains (greeted, type) && !json_object_has_member (frame, "you")
         && aus_json_get_integer (frame, "seq", G_MAXINT64) <= self->greeted_seq;
}

gint64
aus_room_latch_get_revision (AusRoomLatch *self)
{
  g_return_val_if_fail (AUS_IS_ROOM_LATCH (self), 0);

  return self->revision;
}

gboolean
aus_room_latch_follow (AusRoomLatch *self,
                       JsonObject   *frame)
{
  g_return_val_if_fail (AUS_IS_ROOM_LATCH (self), FALSE);

  if (json_object_has_member (frame, "you"))
    self->greeted_seq = aus_json_get_integer (frame, "last_seq", 0);

  if (g_strcmp0 (aus_json_get_text (frame, "type"), "room_opened") == 0)
    open_room (self);
  else if (json_object_has_member (frame, "call_mode"))
    follow_status (self, frame);
  else
    return FALSE;

  return TRUE;
}

void
aus_room_latch_tell (AusRoomLatch *self)
{
  g_return_if_fail (AUS_IS_ROOM_LATCH (self));

  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
aus_room_latch_is_open (AusRoomLatch *self)
{
  g_return_val_if_fail (AUS_IS_ROOM_LATCH (self), FALSE);

  return self->opens_at == 0 && self->mode == AUS_CALL_MODE_VIDEO;
}

AusCallMode
aus_room_latch_get_mode (AusRoomLatch *self)
{
  g_return_val_if_fail (AUS_IS_ROOM_LATCH (self), AUS_CALL_MODE_VIDEO);

  return self->mode;
}

guint
aus_room_latch_get_seconds (AusRoomLatch *self)
{
  g_return_val_if_fail (AUS_IS_ROOM_LATCH (self), 0);

  return self->seconds;
}
