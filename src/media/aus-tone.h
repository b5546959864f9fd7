#pragma once

#include "aus-local-media.h"

G_BEGIN_DECLS

#define AUS_TYPE_TONE (aus_tone_get_type ())

G_DECLARE_FINAL_TYPE (AusTone, aus_tone, AUS, TONE, GObject)

/**
 * AusTone:
 *
 * A short tone out of the speaker in use, as loud as the others in a call would be, to hear whether it can be heard.
 * Signal `ended (gboolean played)`, on the main thread.
 */
AusTone *aus_tone_new  (AusLocalMedia *media);

/* From the beginning, where it sounds already. */
void     aus_tone_play (AusTone       *self);
void     aus_tone_stop (AusTone       *self);

G_END_DECLS
