#pragma once

#include <gio/gio.h>

#include "aus-local-media.h"

G_BEGIN_DECLS

#define AUS_TYPE_FILM_PLAYER (aus_film_player_get_type ())

G_DECLARE_FINAL_TYPE (AusFilmPlayer, aus_film_player, AUS, FILM_PLAYER, GObject)

/**
 * AusFilmPlayer:
 *
 * Plays a recording from where it lies, without keeping any of it. Main thread only.
 *
 * Properties, read-only and notified: `position` and `duration` (milliseconds), `playing`, `problem` (a sentence for
 * people, or %NULL). Signal `frame (AusFrame *frame)`, also while it stands still after a seek.
 */

/* @source: %AUS_MEDIA_SOURCE_DEVICES plays sound; else it is quiet */
AusFilmPlayer *aus_film_player_new          (AusMediaSource  source);

/* @authorization: (nullable): the header of that name. Shows the first picture and waits. */
void           aus_film_player_open         (AusFilmPlayer  *self,
                                             const char     *uri,
                                             const char     *authorization);
/* Plays from the beginning where it is at the end. */
void           aus_film_player_set_playing  (AusFilmPlayer  *self,
                                             gboolean        playing);
/* @position: in milliseconds */
void           aus_film_player_seek         (AusFilmPlayer  *self,
                                             gint64          position);
void           aus_film_player_close        (AusFilmPlayer  *self);

gint64         aus_film_player_get_position (AusFilmPlayer  *self);
gint64         aus_film_player_get_duration (AusFilmPlayer  *self);
gboolean       aus_film_player_get_playing  (AusFilmPlayer  *self);
const char    *aus_film_player_get_problem  (AusFilmPlayer  *self);

G_END_DECLS
