#pragma once

#include "aus-client.h"
#include "aus-film-note.h"

G_BEGIN_DECLS

#define AUS_TYPE_FILM_DELIVERY (aus_film_delivery_get_type ())

G_DECLARE_FINAL_TYPE (AusFilmDelivery, aus_film_delivery, AUS, FILM_DELIVERY, GObject)

/**
 * AusFilmDelivery:
 *
 * The way of a recording from this computer to the server: asks until when it may go, finishes the file, sends it, and
 * removes it here. Goes on for as long as it takes; another run of the app may take it up at any point.
 *
 * Property `words`, read-only and notified: what is going on, for people. Signal `ended`, once.
 */

/* @folder: where it lies. Begins at once. */
AusFilmDelivery *aus_film_delivery_new       (AusClient       *client,
                                              const char      *folder,
                                              AusFilmNote     *note);
/* Tries again now. */
void             aus_film_delivery_hurry     (AusFilmDelivery *self);
const char      *aus_film_delivery_get_id    (AusFilmDelivery *self);
const char      *aus_film_delivery_get_words (AusFilmDelivery *self);

G_END_DECLS
