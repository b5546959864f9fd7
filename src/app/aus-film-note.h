#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Kinds of files: the film as it was recorded, and as it is sent. Both are sealed. */
#define AUS_FILM_RAW "film"
#define AUS_FILM_WHOLE "whole.film"

/**
 * AusFilmNote:
 * @id: of the recording
 * @server: where it is to be sent
 * @email: as whom
 * @visit: (nullable): the id of the visit; earlier versions did not write it
 * @lag: milliseconds from the server's beginning to ours, at most
 *
 * What is known of a recording beside its file, in another file, so that another run of the app can send it.
 */
typedef struct
{
  char   *id;
  char   *server;
  char   *email;
  char   *visit;
  gint64  lag;
} AusFilmNote;

void         aus_film_note_free    (AusFilmNote  *self);
gboolean     aus_film_note_save    (AusFilmNote  *self,
                                    const char   *folder,
                                    GError      **error);
/* Returns: (transfer full) */
AusFilmNote *aus_film_note_load    (const char   *path,
                                    GError      **error);
/* (transfer full): where in @folder something of recording @id lies; @kind: such as %AUS_FILM_RAW */
char        *aus_film_note_path    (const char   *folder,
                                    const char   *id,
                                    const char   *kind);
/* Removes all that there is of recording @id. */
void         aus_film_note_forget  (const char   *folder,
                                    const char   *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusFilmNote, aus_film_note_free)

G_END_DECLS
