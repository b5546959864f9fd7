#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AUS_TYPE_CHIME (aus_chime_get_type ())

G_DECLARE_FINAL_TYPE (AusChime, aus_chime, AUS, CHIME, GObject)

/**
 * AusChime:
 *
 * A quiet sound that says something, such as that somebody came. Where GTK has no media backend the display beeps in
 * its place.
 */
/* @name: of a file in `resources/sounds`, without its ending */
AusChime *aus_chime_new  (const char *name);
void      aus_chime_ring (AusChime   *self);

G_END_DECLS
