#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/**
 * AusSoundTap:
 *
 * Where the raw sound of a call comes by on its way to ears and encoders, for whoever records it. Every thread may
 * call.
 */
typedef struct _AusSoundTap AusSoundTap;

/* @source: tells those who speak from each other; @sample: interleaved S16 at 48 kHz, its time on the call's
 * timeline */
typedef void (* AusSoundTapFunc) (gconstpointer  source,
                                  GstSample     *sample,
                                  gpointer       user_data);

AusSoundTap *aus_sound_tap_new    (void);
void         aus_sound_tap_free   (AusSoundTap     *self);

/* @func: (nullable): called on threads of GStreamer; not any more once this has returned for another */
void         aus_sound_tap_listen (AusSoundTap     *self,
                                   AusSoundTapFunc  func,
                                   gpointer         user_data);
void         aus_sound_tap_push   (AusSoundTap     *self,
                                   gconstpointer    source,
                                   GstSample       *sample);

/* Lets all by that comes out of @element, which must be stopped before @self is freed. Does nothing where either is
 * %NULL. */
void         aus_sound_tap_attach (AusSoundTap     *self,
                                   GstElement      *element);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusSoundTap, aus_sound_tap_free)

G_END_DECLS
