#pragma once

#include "aus-client.h"

G_BEGIN_DECLS

/**
 * AusFilmUploadPlan:
 * @id: of the recording
 * @path: of the file that is sent
 * @key: with which it is sealed (see AusSealedDraft)
 * @duration_seconds: how long it is
 * @recorded_until: when the last of it was recorded, in milliseconds since the server began
 */
typedef struct
{
  const char *id;
  const char *path;
  GBytes     *key;
  gint64      duration_seconds;
  gint64      recorded_until;
} AusFilmUploadPlan;

#define AUS_TYPE_FILM_UPLOAD (aus_film_upload_get_type ())

G_DECLARE_FINAL_TYPE (AusFilmUpload, aus_film_upload, AUS, FILM_UPLOAD, GObject)

/**
 * AusFilmUpload:
 *
 * Sends a recording to the server, piece by piece: where the connection breaks it goes on with what the server has, as
 * often and as long as it takes. Main thread only.
 *
 * Properties, read-only and notified: `progress` (0 to 1), `problem` (why it does not get on, in the user's language,
 * or %NULL).
 *
 * Signal `ended (GError *error)`, once: all is at the server, or, with an error, it does not take it. That it was
 * deleted there is %AUS_ERROR_GONE, which nothing else is.
 */

/* Begins at once. */
AusFilmUpload *aus_film_upload_new          (AusClient               *client,
                                             const AusFilmUploadPlan *plan);
/* Stops for now; another goes on where this one was. */
void           aus_film_upload_stop         (AusFilmUpload           *self);
/* Does not wait any longer before it tries again. */
void           aus_film_upload_hurry        (AusFilmUpload           *self);
double         aus_film_upload_get_progress (AusFilmUpload           *self);
const char    *aus_film_upload_get_problem  (AusFilmUpload           *self);

G_END_DECLS
