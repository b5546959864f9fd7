#pragma once

#include <gtk/gtk.h>

#include "aus-film-desk.h"

G_BEGIN_DECLS

#define AUS_TYPE_FILM_BANNER (aus_film_banner_get_type ())

G_DECLARE_FINAL_TYPE (AusFilmBanner, aus_film_banner, AUS, FILM_BANNER, GtkWidget)

/**
 * AusFilmBanner:
 *
 * Says why a recording lies on this computer that the server does not take, and lets it be tried again: the room where
 * it was made may be closed for long.
 */

void aus_film_banner_attach (AusFilmBanner *self,
                             AusFilmDesk   *desk);

G_END_DECLS
