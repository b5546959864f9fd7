#pragma once

#include <gst/gst.h>

#include "aus-ladder.h"

G_BEGIN_DECLS

/**
 * AusRateControl:
 *
 * What an encoder of pictures is told: how much may come out of it, how large and how often what goes in is, and when
 * one must stand alone. Every thread may call.
 */
typedef struct _AusRateControl AusRateControl;

AusRateControl *aus_rate_control_new               (void);
void            aus_rate_control_free              (AusRateControl *self);

/* @encoder: (nullable): whom it steers from now on; it was told nothing yet */
void            aus_rate_control_set_encoder       (AusRateControl *self,
                                                    GstElement     *encoder);

/* Forgets what the way bore. */
void            aus_rate_control_begin             (AusRateControl *self);

/* @n_bytes came out. */
void            aus_rate_control_add               (AusRateControl *self,
                                                    gsize           n_bytes);

/* How much came out of late, bits per second. */
guint           aus_rate_control_get_throughput    (AusRateControl *self);

/* How pictures go out; %NULL before the first. */
const AusRung  *aus_rate_control_get_rung          (AusRateControl *self);

/**
 * aus_rate_control_follow:
 * @budget: bits per second
 *
 * Returns: whether pictures go out otherwise than before
 */
gboolean        aus_rate_control_follow            (AusRateControl *self,
                                                    guint           budget);

/* Asks for a picture that needs no earlier one. Frequent requests are gathered. */
void            aus_rate_control_request_key_frame (AusRateControl *self);

/* To be called now and then: a request that came too early is served. */
void            aus_rate_control_serve             (AusRateControl *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusRateControl, aus_rate_control_free)

G_END_DECLS
