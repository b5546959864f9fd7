#pragma once

#include <gst/app/app.h>

#include "aus-film-layout.h"

G_BEGIN_DECLS

/* Ourselves, who come last. */
#define AUS_FILM_OWN "own"

/* Where pictures and sound go into what is recorded: fixed places, that people take and leave. Main thread, but for
 * aus_film_inlets_hear(). */
typedef struct _AusFilmInlets AusFilmInlets;

/* @pipeline: with `picture0`…, `sound0`… and `compositor`; its time zero is @base_time */
AusFilmInlets *aus_film_inlets_new  (GstElement    *pipeline,
                                     GstClockTime   base_time);
void           aus_film_inlets_free (AusFilmInlets *self);

/* @who: the same for the same person; @time: of the picture, on the system clock */
void           aus_film_inlets_show (AusFilmInlets *self,
                                     const char    *who,
                                     GstSample     *sample,
                                     gint64         time);
void           aus_film_inlets_drop (AusFilmInlets *self,
                                     const char    *who);
/* Takes out whose picture has not moved for a while; to be called from time to time. */
void           aus_film_inlets_tidy (AusFilmInlets *self);
/* @base_time: time zero of what @sample comes from. Any thread, one at a time. */
void           aus_film_inlets_hear (AusFilmInlets *self,
                                     gconstpointer  source,
                                     GstSample     *sample,
                                     GstClockTime   base_time);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusFilmInlets, aus_film_inlets_free)

G_END_DECLS
