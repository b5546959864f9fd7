#pragma once

#include "aus-call.h"
#include "aus-deposit.h"

G_BEGIN_DECLS

/**
 * AusUpload:
 * @has_begun: whether it was taken for writing
 * @offset: how much counts before
 * @size: how much counts afterwards
 * @next: where it goes on if this is good
 * @media_type: (nullable): what the first piece turned out to be
 * @hash: (nullable): of what arrived
 * @kept_hash: (nullable): of what is kept of it, where that is not all
 *
 * A change to what has arrived, on its way through the threads.
 */
typedef struct
{
  char          *path;
  AusSealedFile *file;
  gint64         offset;
  gint64         next;
  gint64         size;
  gboolean       is_last;
  gboolean       has_begun;
  const char    *media_type;
  char          *hash;
  char          *kept_hash;
} AusUpload;

/* Makes the call one that works on @deposit. Returns: (transfer none): or %NULL with an error */
AusUpload *aus_upload_take       (AusCall       *call,
                                  AusDeposit    *deposit,
                                  GError       **error);
/* Takes it for itself; in a prepare. @offset: as for aus_uploads_begin() */
gboolean   aus_upload_begin      (AusCall       *call,
                                  gint64         offset,
                                  GError       **error);
/* Fails where nothing can be added any more. */
gboolean   aus_upload_check_open (AusDeposit    *deposit,
                                  GError       **error);
/* Answers with where it goes on, be the answer good or not. */
void       aus_upload_add_offset (AusCall       *call,
                                  AusDeposit    *deposit);

G_END_DECLS
