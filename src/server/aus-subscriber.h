#pragma once

#include "aus-caller.h"
#include "aus-event.h"
#include "aus-web-socket.h"

G_BEGIN_DECLS

/**
 * AusSubscriber:
 * @consultation_id: (nullable): the visit listened to; %NULL for the whole clinic
 * @participant_id: (nullable): the seat in that visit
 * @role: of the seat
 * @room_opens_at: when the room of the visit opens, as it was when this one came; 0 where it is open
 * @call_mode: how people talk in it, an AusCallMode
 * @known_seq: up to which event the listener knows everything
 * @is_open: whether the visit is in progress
 * @has_begun: whether it is, or was
 * @is_away: whether the holder of the seat has not come in yet, or has left
 * @is_kept_out: whether they wait to be let in, or are on hold
 * @is_outside: whether they are a companion who never came in
 * @held: (nullable) (element-type GBytes): what is told once it has heard what it missed
 * @n_resumes: how often it asked for that and has not heard it yet
 * @hub: (nullable): where it listens; set by the hub
 *
 * Somebody who listens: a WebSocket and who holds it.
 */
typedef struct
{
  AusWebSocket       *socket;
  AusCaller           caller;
  char               *consultation_id;
  char               *participant_id;
  guint               role;
  gint64        room_opens_at;
  guint         call_mode;
  gint64              known_seq;
  gboolean            is_open;
  gboolean            has_begun;
  gboolean            is_away;
  gboolean            is_kept_out;
  gboolean            is_outside;
  GPtrArray          *held;
  guint               n_resumes;
  guint               hold_timer;
  gpointer            hub;
} AusSubscriber;

AusSubscriber *aus_subscriber_new   (const AusCaller     *caller,
                                     const char          *consultation_id,
                                     const char          *participant_id,
                                     guint                role);
void           aus_subscriber_free  (AusSubscriber       *self);
/* Tells the listener, or keeps it for when it was released. */
void           aus_subscriber_tell  (AusSubscriber       *self,
                                     GBytes              *frame);
/* From now on it is told nothing, for it is to hear what it missed first. One that does not ask is released by
 * itself. */
void           aus_subscriber_hold  (AusSubscriber       *self);
/* Whether what the others say to each other, and the call, are not for this one now. */
gboolean       aus_subscriber_is_kept_out (const AusSubscriber *self);
/* Tells all that was kept, in order. */
void           aus_subscriber_release (AusSubscriber     *self);
/* Whether @event is for these ears. */
gboolean       aus_subscriber_hears (const AusSubscriber *self,
                                     const AusEvent      *event);
/* Takes from an event of the visit who may call whom. */
void           aus_subscriber_follow (AusSubscriber      *self,
                                      const AusEvent     *event);
/* Whether frames of the call may go to this one and come from there. */
gboolean       aus_subscriber_calls  (const AusSubscriber *self);

G_END_DECLS
