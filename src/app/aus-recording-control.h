#pragma once

#include "aus-film-desk.h"
#include "aus-video-call.h"

G_BEGIN_DECLS

#define AUS_TYPE_RECORDING_CONTROL (aus_recording_control_get_type ())

G_DECLARE_FINAL_TYPE (AusRecordingControl, aus_recording_control, AUS, RECORDING_CONTROL, GObject)

/**
 * AusRecordingControl:
 *
 * Being recorded, in one room: who has agreed, whether it goes on, and, at the desk of the visit's doctor, the recorder
 * itself. It ends at once where anybody no longer agrees.
 *
 * Without a desk it cannot record.
 *
 * Signals: `changed ()`; `notice (char *words)`, for people to read once; `tone ()`, where everybody is to hear that it
 * begins or has ended.
 */
AusRecordingControl *aus_recording_control_new            (AusClient           *client,
                                                           AusVideoCall        *call,
                                                           AusFilmDesk         *desk,
                                                           gboolean             is_own);

/* Asks the server how things are. */
void                 aus_recording_control_refresh        (AusRecordingControl *self);
/* Agrees for oneself and asks all others. */
void                 aus_recording_control_ask            (AusRecordingControl *self);
/* What one answers for oneself. */
void                 aus_recording_control_answer         (AusRecordingControl *self,
                                                           gboolean             given);
void                 aus_recording_control_start          (AusRecordingControl *self);
void                 aus_recording_control_stop           (AusRecordingControl *self);

/* Whether the visit is ours to record. */
gboolean             aus_recording_control_is_own         (AusRecordingControl *self);
gboolean             aus_recording_control_is_in_call     (AusRecordingControl *self);
/* Whether anything is known yet. */
gboolean             aus_recording_control_is_known       (AusRecordingControl *self);
gboolean             aus_recording_control_is_recording   (AusRecordingControl *self);
/* Whether everybody was asked. */
gboolean             aus_recording_control_is_wanted      (AusRecordingControl *self);
/* Whether something is under way that an answer of the server ends. */
gboolean             aus_recording_control_is_busy        (AusRecordingControl *self);
/* Whether we were asked and have not answered. */
gboolean             aus_recording_control_must_answer    (AusRecordingControl *self);
/* (nullable) (transfer full): why it cannot be recorded now */
char                *aus_recording_control_get_reason     (AusRecordingControl *self);
/* Since when it goes on, in milliseconds. */
gint64               aus_recording_control_get_length     (AusRecordingControl *self);
/* How many there are of this visit that can be seen. */
guint                aus_recording_control_get_n_ready    (AusRecordingControl *self);
/* (nullable) (transfer none): of the last of ours that is on its way, else of one that an earlier run could not send */
AusFilmDelivery     *aus_recording_control_get_delivery   (AusRecordingControl *self);

G_END_DECLS
