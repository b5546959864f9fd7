#pragma once

#include <gst/app/app.h>

#include "aus-frame.h"
#include "aus-ladder.h"
#include "aus-sound-tap.h"

G_BEGIN_DECLS

typedef enum
{
  AUS_CAPTURE_VIDEO,
  AUS_CAPTURE_SOUND,
} AusCaptureKind;

#define AUS_TYPE_CAPTURE (aus_capture_get_type ())

G_DECLARE_FINAL_TYPE (AusCapture, aus_capture, AUS, CAPTURE, GObject)

/**
 * AusCapture:
 *
 * Takes pictures or sound from one source, encodes them once (VP8, Opus) and hands them to any number of
 * outlets. The outlets stay while the source is stopped and another started. Signals, on the main thread:
 * `frame (AusFrame *)`, `level (double)`, `failed (GError *)` after which it stands still, `rung ()`.
 */
AusCapture *aus_capture_new               (AusCaptureKind   kind,
                                           GstClockTime     base_time);

/**
 * aus_capture_start:
 * @source: (transfer floating): a live source with one src pad of raw pictures or sound
 */
gboolean    aus_capture_start             (AusCapture      *self,
                                           GstElement      *source,
                                           GError         **error);
void        aus_capture_stop              (AusCapture      *self);

/* The size of the pictures, or 0 × 0 while there are none. */
void        aus_capture_get_size          (AusCapture      *self,
                                           int             *width,
                                           int             *height);

/* Whether silence takes the place of the sound. */
void        aus_capture_set_muted         (AusCapture      *self,
                                           gboolean         muted);

/* Lets raw sound come by @tap on its way. Before it is started; @tap outlives it. */
void        aus_capture_set_tap           (AusCapture      *self,
                                           AusSoundTap     *tap);

/* From here on every thread may call. */

void        aus_capture_attach            (AusCapture      *self,
                                           GstAppSrc       *outlet);
void        aus_capture_detach            (AusCapture      *self,
                                           GstAppSrc       *outlet);

/* How pictures are sent; %NULL before the first. */
const AusRung *aus_capture_get_rung       (AusCapture      *self);

/* How much was sent to each outlet of late, bits per second. */
guint       aus_capture_get_throughput    (AusCapture      *self);

/* What the way to @outlet bears, bits per second. The encoder follows the narrowest, and the ladder with it. */
void        aus_capture_set_budget        (AusCapture      *self,
                                           GstAppSrc       *outlet,
                                           guint            budget);

/* To be called about every second, for what is sent may grow where nobody says anything. */
void        aus_capture_follow_budget     (AusCapture      *self);

/* Asks for a picture that needs no earlier one. Frequent requests are gathered. */
void        aus_capture_request_key_frame (AusCapture      *self);

G_END_DECLS
