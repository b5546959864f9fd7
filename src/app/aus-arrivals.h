#pragma once

#include "aus-client.h"

G_BEGIN_DECLS

#define AUS_TYPE_ARRIVALS (aus_arrivals_get_type ())

G_DECLARE_FINAL_TYPE (AusArrivals, aus_arrivals, AUS, ARRIVALS, GObject)

/**
 * AusArrivals:
 *
 * Tells that a patient is ready: one notification for each, withdrawn once anybody has acted, and a chime
 * that repeats until somebody has taken notice. Notifications name no patient, since they appear on locked
 * screens.
 *
 * Signal `ring`: it is time for the chime.
 */
AusArrivals *aus_arrivals_new         (GApplication *application,
                                       AusClient    *client);

/* Somebody has seen it: the chime stops, the notifications stay. */
void         aus_arrivals_acknowledge (AusArrivals  *self);
/* How many are told of at present. */
guint        aus_arrivals_get_n       (AusArrivals  *self);

G_END_DECLS
