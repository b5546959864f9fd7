#pragma once

#include "aus-error.h"

G_BEGIN_DECLS

/**
 * AusUploads:
 *
 * Who is writing to which file now, so that two never write into one file, and where each goes on. A request that
 * looked before another one was done would otherwise write over what the other was told is kept. Files that nobody has
 * written to for an hour are forgotten. Any thread; @now is of the monotonic clock.
 */
typedef struct _AusUploads AusUploads;

/* For where one goes on: as the database says; where it did before; and that nothing more may be written. */
#define AUS_UPLOADS_UNKNOWN (-1)
#define AUS_UPLOADS_SAME    (-2)
#define AUS_UPLOADS_CLOSED  G_MAXINT64

AusUploads *aus_uploads_new   (void);
void        aus_uploads_free  (AusUploads  *self);
/* Takes the file @path for writing at @offset; %AUS_UPLOADS_UNKNOWN for whatever does not depend on where it goes
 * on. Fails with %AUS_ERROR_CONFLICT where another has it, or it goes on elsewhere meanwhile. */
gboolean    aus_uploads_begin (AusUploads  *self,
                               const char  *path,
                               gint64       offset,
                               gint64       now,
                               GError     **error);
/* Gives it back; it goes on at @next. */
void        aus_uploads_end   (AusUploads  *self,
                               const char  *path,
                               gint64       next,
                               gint64       now);
/* How many are remembered. */
guint       aus_uploads_get_n (AusUploads  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusUploads, aus_uploads_free)

G_END_DECLS
