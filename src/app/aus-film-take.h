#pragma once

#include "aus-film-desk.h"
#include "aus-video-call.h"

G_BEGIN_DECLS

#define AUS_TYPE_FILM_TAKE (aus_film_take_get_type ())

G_DECLARE_FINAL_TYPE (AusFilmTake, aus_film_take, AUS, FILM_TAKE, GObject)

/**
 * AusFilmTake:
 *
 * A call while it is being recorded here. Signal `failed (GError *error)` where it cannot go on.
 */

AusFilmTake *aus_film_take_new    (AusVideoCall  *call,
                                   AusFilmDesk   *desk,
                                   const char    *id);
/* @asked_at: when the server was asked to begin, on the monotonic clock */
void         aus_film_take_start  (AusFilmTake   *self,
                                   gint64         asked_at);
/* Records nothing more from here on; what there is goes to the server. Also where it was not started. */
void         aus_film_take_end    (AusFilmTake   *self);
const char  *aus_film_take_get_id (AusFilmTake   *self);

G_END_DECLS
