#pragma once

#include "aus-recordings.h"

G_BEGIN_DECLS

/**
 * AusUpload:
 * @id: of the recording
 * @has_begun: whether it was taken for writing
 * @offset: how much counts before
 * @size: how much counts afterwards
 * @next: where it goes on if this is good
 * @hash: (nullable): of what arrived
 *
 * A change to what has arrived of a recording, on its way through the threads.
 */
typedef struct
{
  char          *id;
  char          *path;
  AusSealedFile *file;
  gint64         offset;
  gint64         next;
  gint64         size;
  gboolean       is_last;
  gboolean       has_begun;
  char          *hash;
} AusUpload;

/* Makes the call one that works on @recording. Returns: (transfer none): or %NULL with an error */
AusUpload *aus_upload_take       (AusCall       *call,
                                  AusRecording  *recording,
                                  GError       **error);
/* Takes the recording for itself; in a prepare. @offset: as for aus_uploads_begin() */
gboolean   aus_upload_begin      (AusCall       *call,
                                  gint64         offset,
                                  GError       **error);
/* Fails where nothing can be added any more. */
gboolean   aus_upload_check_open (AusRecording  *recording,
                                  GError       **error);
/* Until when, in milliseconds since it began, something may have been recorded; -1 while it goes on. */
gint64     aus_upload_get_limit  (AusRecording  *recording);
/* Answers with where it goes on, be the answer good or not. */
void       aus_upload_add_offset (AusCall       *call,
                                  AusRecording  *recording);

G_END_DECLS
