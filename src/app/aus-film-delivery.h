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
 * What the server refuses stays here, but for what was deleted there.
 *
 * Properties, read-only and notified: `words` (what is going on, for people), `stuck` (whether it goes on only where
 * aus_film_delivery_retry() is called). Signal `ended`, once.
 */

/* @folder: where it lies. Begins at once. */
AusFilmDelivery *aus_film_delivery_new       (AusClient       *client,
                                              const char      *folder,
                                              AusFilmNote     *note);
/* Tries again now what would be tried again later. */
void             aus_film_delivery_hurry     (AusFilmDelivery *self);
/* Begins anew, where it is stuck. */
void             aus_film_delivery_retry     (AusFilmDelivery *self);
gboolean         aus_film_delivery_is_stuck  (AusFilmDelivery *self);
/* Returns: (nullable): the id of the visit that was recorded */
const char      *aus_film_delivery_get_visit (AusFilmDelivery *self);
const char      *aus_film_delivery_get_id    (AusFilmDelivery *self);
const char      *aus_film_delivery_get_words (AusFilmDelivery *self);

G_END_DECLS
