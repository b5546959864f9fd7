#pragma once

#include <gtk/gtk.h>

#include "aus-provider-acts.h"
#include "aus-room-latch.h"
#include "aus-room-window.h"
#include "aus-small-call.h"
#include "aus-video-call.h"

G_BEGIN_DECLS

#define AUS_TYPE_ROOM_STAGE (aus_room_stage_get_type ())

G_DECLARE_FINAL_TYPE (AusRoomStage, aus_room_stage, AUS, ROOM_STAGE, GtkWidget)

/**
 * AusRoomStage:
 *
 * The large part of a room: the call, or words that say why there is none, or the way to the provider's own
 * page.
 */

/* Once. */
void aus_room_stage_attach (AusRoomStage       *self,
                            AusClient          *client,
                            AusVideoCall       *call,
                            AusRoomLatch       *latch,
                            const AusRoomSetup *setup);

/**
 * aus_room_stage_update:
 * @status: of @visit, which may be newer than the record
 * @can_call: whether “Call Again” is offered
 */
void aus_room_stage_update (AusRoomStage    *self,
                            AusConsultation *visit,
                            AusStatus        status,
                            gboolean         can_call);

/* What shows the call while this here is covered. Once. */
void aus_room_stage_set_small (AusRoomStage *self,
                               AusSmallCall *small);

/* Returns: (transfer none) */
AusProviderActs *aus_room_stage_get_provider_acts (AusRoomStage *self);

G_END_DECLS
