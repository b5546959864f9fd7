#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/**
 * AusCheckpointer:
 *
 * Moves what was committed from the log to where it belongs, on a thread of its own, so that no writer waits until that
 * much is on the disk.
 */
typedef struct _AusCheckpointer AusCheckpointer;

/* From now on @writer leaves its log to it. It must be freed after @writer is closed. */
AusCheckpointer *aus_checkpointer_new  (const char       *path,
                                        AusDatabase      *writer,
                                        GError          **error);
void             aus_checkpointer_free (AusCheckpointer  *self);

G_END_DECLS
