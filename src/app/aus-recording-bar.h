#pragma once

#include "aus-room-window.h"
#include "aus-video-call.h"

G_BEGIN_DECLS

#define AUS_TYPE_RECORDING_BAR (aus_recording_bar_get_type ())

G_DECLARE_FINAL_TYPE (AusRecordingBar, aus_recording_bar, AUS, RECORDING_BAR, GtkWidget)

/**
 * AusRecordingBar:
 *
 * A strip above the call: red while it is being recorded; before, who has to agree, and the button, which cannot be
 * pressed until all have; afterwards, how far the recording is on its way, and the recordings that there are.
 */

/* Once. */
void aus_recording_bar_attach (AusRecordingBar    *self,
                               AusClient          *client,
                               AusVideoCall       *call,
                               const AusRoomSetup *setup);

G_END_DECLS
