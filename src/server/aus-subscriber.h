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
 * @known_seq: up to which event the listener knows everything
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
  gint64              known_seq;
  gpointer            hub;
} AusSubscriber;

AusSubscriber *aus_subscriber_new   (const AusCaller     *caller,
                                     const char          *consultation_id,
                                     const char          *participant_id,
                                     guint                role);
void           aus_subscriber_free  (AusSubscriber       *self);
/* Whether @event is for these ears. */
gboolean       aus_subscriber_hears (const AusSubscriber *self,
                                     const AusEvent      *event);

G_END_DECLS
