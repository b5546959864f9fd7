#pragma once

#include <gst/gst.h>

#include "aus-device-list.h"
#include "aus-hearing.h"

G_BEGIN_DECLS

#define AUS_TYPE_SPEAKER (aus_speaker_get_type ())

G_DECLARE_FINAL_TYPE (AusSpeaker, aus_speaker, AUS, SPEAKER, GObject)

/**
 * AusSpeaker:
 *
 * Plays sound in a pipeline of its own, so that a sound card that is missing or goes away never harms a call.
 * It is as loud as @hearing says, and comes out of the device in use of @devices, or where the system wants it. Signal
 * `failed`, on the main thread, where nothing can be played.
 */
AusSpeaker *aus_speaker_new   (GstClockTime   base_time,
                               AusHearing    *hearing,
                               AusDeviceList *devices);

/* Takes raw S16LE sound at 48 kHz. Any thread. */
void        aus_speaker_play  (AusSpeaker    *self,
                               GstSample     *sample);

/* Emits nothing and plays nothing afterwards. */
void        aus_speaker_close (AusSpeaker    *self);

G_END_DECLS
