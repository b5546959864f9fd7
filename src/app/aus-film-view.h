#pragma once

#include <gtk/gtk.h>

#include "aus-local-media.h"

G_BEGIN_DECLS

#define AUS_TYPE_FILM_VIEW (aus_film_view_get_type ())

G_DECLARE_FINAL_TYPE (AusFilmView, aus_film_view, AUS, FILM_VIEW, GtkWidget)

/* Plays a recording: the picture, a button, and a scale that moves about in it. */

void aus_film_view_open  (AusFilmView    *self,
                          AusMediaSource  source,
                          const char     *uri,
                          const char     *authorization);
void aus_film_view_close (AusFilmView    *self);

G_END_DECLS
