#pragma once

#include "aus-client.h"

G_BEGIN_DECLS

/**
 * AusNotesEdit:
 * @consultation_id: whose notes
 * @revision: of the consultation that was edited
 * @base: its notes when the edit began
 * @notes: its notes now
 */
typedef struct
{
  const char *consultation_id;
  gint64      revision;
  const char *base;
  const char *notes;
} AusNotesEdit;

/**
 * aus_client_save_notes_async:
 * @edit: is copied
 *
 * Where the consultation has moved on but its notes are still the base of the edit, saves upon the newer
 * revision. Where the notes themselves were changed, fails with %AUS_ERROR_STALE and leaves both as they are.
 */
void   aus_client_save_notes_async  (AusClient            *self,
                                     const AusNotesEdit   *edit,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);

/* Returns: the revision to base the next edit on, or -1 */
gint64 aus_client_save_notes_finish (AusClient            *self,
                                     GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
