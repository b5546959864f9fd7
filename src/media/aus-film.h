#pragma once

#include <gio/gio.h>

#include "aus-local-media.h"

G_BEGIN_DECLS

#define AUS_TYPE_FILM (aus_film_get_type ())

G_DECLARE_FINAL_TYPE (AusFilm, aus_film, AUS, FILM, GObject)

/**
 * AusFilm:
 *
 * Records a call: the pictures of all in one, their sound mixed, as WebM (VP8, Opus). What was recorded is in the file
 * within a moment, in pieces that each stand for themselves, so that a file which just ends is good up to there. People
 * may come, go, and be lost and found again meanwhile. Main thread only.
 *
 * Signal `failed (GError *error)`, once, where it cannot go on, such as on a full disk; what there is stays.
 */

/* @media: our own side, whose pictures and sound it takes by itself, and the sound of all others in the call, too */
AusFilm  *aus_film_new         (AusLocalMedia        *media);

/* @path: of a file that is made, sealed with @key (see AusSealedDraft), and must not be there yet */
gboolean  aus_film_start       (AusFilm              *self,
                                const char           *path,
                                GBytes               *key,
                                GError              **error);
/* A picture of somebody else. */
void      aus_film_show        (AusFilm              *self,
                                const char           *participant_id,
                                AusFrame             *frame);
/* Takes the picture of somebody who has left out. */
void      aus_film_drop        (AusFilm              *self,
                                const char           *participant_id);
/* Nothing later than now is recorded. Finishes once all is in the file. */
void      aus_film_stop_async  (AusFilm              *self,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
/* Never fails. */
void      aus_film_stop_finish (AusFilm              *self,
                                GAsyncResult         *result);

G_END_DECLS
