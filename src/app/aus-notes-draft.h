#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusNotesDraft:
 * @base: the notes that were edited, as the server had them
 * @text: what became of them here
 *
 * Notes that the server does not have yet, kept on disk for this user alone, so that no end of the program
 * loses them.
 */
typedef struct
{
  char *base;
  char *text;
} AusNotesDraft;

void            aus_notes_draft_free   (AusNotesDraft        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusNotesDraft, aus_notes_draft_free)

/* Where the drafts of one person are, as aus_identity_new() calls them. What lies in @draft_dir itself was written by
 * a version that did not say whose it was, and is nobody's to read. Returns: (transfer full) */
char           *aus_notes_draft_folder (const char            *draft_dir,
                                        const char            *identity);
/* @directory is made where it does not exist. */
gboolean        aus_notes_draft_write  (const char           *directory,
                                        const char           *consultation_id,
                                        const AusNotesDraft  *draft,
                                        GError              **error);
/* Returns: (transfer full) (nullable): %NULL without @error where there is none */
AusNotesDraft  *aus_notes_draft_read   (const char           *directory,
                                        const char           *consultation_id,
                                        GError              **error);
gboolean        aus_notes_draft_remove (const char           *directory,
                                        const char           *consultation_id,
                                        GError              **error);
/* The ids of consultations with a draft. Returns: (transfer full): empty where there are none */
char          **aus_notes_draft_list   (const char           *directory);

G_END_DECLS
