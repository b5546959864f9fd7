#pragma once

#include "aus-capture.h"
#include "aus-local-media.h"
#include "aus-sound-tap.h"

G_BEGIN_DECLS

/* What the calls see of the local media. */

/* Returns: (transfer none) (nullable): %NULL where there is none; one that is switched off is there */
AusCapture   *aus_local_media_get_video      (AusLocalMedia *self);
AusCapture   *aus_local_media_get_sound      (AusLocalMedia *self);
GstClockTime  aus_local_media_get_base_time  (AusLocalMedia *self);

/* Where our own sound comes by, and where the calls let that of others come by. */
AusSoundTap  *aus_local_media_get_tap        (AusLocalMedia *self);

/* Whether there are no devices by intent: calls may run over loopback and nothing is played. */
gboolean      aus_local_media_is_artificial  (AusLocalMedia *self);

/* Tells people of a fault that does not end the call. */
void          aus_local_media_report         (AusLocalMedia *self,
                                              const char    *problem);

G_END_DECLS
