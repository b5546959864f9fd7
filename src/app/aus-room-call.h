#pragma once

#include <gtk/gtk.h>

#include "aus-client.h"
#include "aus-consultation-state.h"
#include "aus-consultation.h"
#include "aus-video-call.h"

G_BEGIN_DECLS

#define AUS_TYPE_ROOM_CALL (aus_room_call_get_type ())

G_DECLARE_FINAL_TYPE (AusRoomCall, aus_room_call, AUS, ROOM_CALL, GObject)

/**
 * AusRoomCall:
 *
 * When the doctor is in the call of a visit, and what may be done with the visit meanwhile. Where it is in progress,
 * its room is open and nobody has hung up, the doctor is in the call, whoever admitted.
 *
 * Signal `changed`: something of that, or of the visit.
 */

/* @window is whose room it is; it has to live as long. */
AusRoomCall     *aus_room_call_new          (GtkWindow       *window,
                                             AusClient       *client,
                                             AusVideoCall    *call,
                                             AusConsultation *visit);
/* Returns: (transfer none): the newest record of it */
AusConsultation *aus_room_call_get_visit    (AusRoomCall     *self);
AusStatus        aus_room_call_get_status   (AusRoomCall     *self);
gboolean         aus_room_call_may          (AusRoomCall     *self,
                                             AusAct           act);
gboolean         aus_room_call_can_begin    (AusRoomCall     *self);
/* Whether the room was heard of at all. */
gboolean         aus_room_call_was_heard    (AusRoomCall     *self);
gboolean         aus_room_call_is_on        (AusRoomCall     *self);
/* Looks at once whether the call is to begin. */
void             aus_room_call_follow       (AusRoomCall     *self);
void             aus_room_call_begin        (AusRoomCall     *self);
/* It begins again only when that is asked for. */
void             aus_room_call_hang_up      (AusRoomCall     *self);

G_END_DECLS
