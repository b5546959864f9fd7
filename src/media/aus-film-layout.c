#include "aus-film-layout.h"

AusFilmPlace
aus_film_layout (guint n_people,
                 guint index)
{
  const guint columns = n_people > 1 ? 2 : 1;
  const guint rows = n_people > 2 ? 2 : 1;
  const int width = AUS_FILM_WIDTH / (int) columns;
  const int height = AUS_FILM_HEIGHT / (int) rows;

  g_return_val_if_fail (n_people <= AUS_FILM_PEOPLE && index < MAX (n_people, 1), ((AusFilmPlace) { 0 }));

  return (AusFilmPlace) {
    .x = (int) (index % columns) * width,
    .y = (int) (index / columns) * height,
    .width = width,
    .height = height,
  };
}
