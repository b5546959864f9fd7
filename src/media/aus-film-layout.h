#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The size of what is recorded; it stays the same whoever comes and goes. */
#define AUS_FILM_WIDTH  1280
#define AUS_FILM_HEIGHT 720
/* How many fit in. */
#define AUS_FILM_PEOPLE 4

typedef struct
{
  int x;
  int y;
  int width;
  int height;
} AusFilmPlace;

/* Where the picture of the @index-th of @n_people goes: one alone, two beside each other, more in two rows. */
AusFilmPlace aus_film_layout (guint n_people,
                              guint index);

G_END_DECLS
