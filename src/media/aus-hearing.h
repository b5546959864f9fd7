#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define AUS_TYPE_HEARING (aus_hearing_get_type ())

G_DECLARE_FINAL_TYPE (AusHearing, aus_hearing, AUS, HEARING, GObject)

/**
 * AusHearing:
 *
 * How loud the others are played here. Property `volume`, 0 to 1 as the ear takes it, read-write and notified.
 */
AusHearing *aus_hearing_new        (void);

double      aus_hearing_get_volume (AusHearing *self);
void        aus_hearing_set_volume (AusHearing *self,
                                    double      volume);
/* By which factor the samples are multiplied. */
double      aus_hearing_get_factor (AusHearing *self);

G_END_DECLS
