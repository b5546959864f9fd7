#pragma once

#include "aus-call-mode.h"

#include <glib-object.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define AUS_TYPE_ROOM_LATCH (aus_room_latch_get_type ())

G_DECLARE_FINAL_TYPE (AusRoomLatch, aus_room_latch, AUS, ROOM_LATCH, GObject)

/**
 * AusRoomLatch:
 *
 * Whether the people of a visit in progress may see and hear each other: not in the seconds after somebody was let in,
 * and not while they are on hold or talk by phone. Signal `changed`, also for each second that is left.
 */
AusRoomLatch *aus_room_latch_new             (void);

/* Takes a frame of the room, and says nothing of it yet: the same frame may tell of the status, without which nobody
 * knows what to do. Returns: whether aus_room_latch_tell() is to follow */
gboolean      aus_room_latch_follow          (AusRoomLatch *self,
                                              JsonObject   *frame);
void          aus_room_latch_tell            (AusRoomLatch *self);

/* Whether @frame says how the visit stood before what is known: what was missed comes behind the greeting, which says
 * how it stands now and holds in any case. A call that goes on must not end by what is over. */
gboolean      aus_room_latch_is_over         (AusRoomLatch *self,
                                              JsonObject   *frame);
/* Whether @frame was missed and is told again, of something that the greeting before it tells better: who is there, and
 * how the visit stands. */
gboolean      aus_room_latch_is_past         (AusRoomLatch *self,
                                              JsonObject   *frame);
/* Of the visit, when the room was last told how it stands; 0 before. */
gint64        aus_room_latch_get_revision    (AusRoomLatch *self);

gboolean      aus_room_latch_is_open         (AusRoomLatch *self);
AusCallMode   aus_room_latch_get_mode        (AusRoomLatch *self);
/* Until the room opens and nobody can be called back any more; 0 where that is so already. */
guint         aus_room_latch_get_seconds     (AusRoomLatch *self);

G_END_DECLS
