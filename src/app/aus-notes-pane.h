#pragma once

#include <gtk/gtk.h>

#include "aus-notes.h"

G_BEGIN_DECLS

#define AUS_TYPE_NOTES_PANE (aus_notes_pane_get_type ())

G_DECLARE_FINAL_TYPE (AusNotesPane, aus_notes_pane, AUS, NOTES_PANE, GtkWidget)

/**
 * AusNotesPane:
 *
 * A page to write on, which says whether what is written is safe.
 */

/* Once. @editable: whether this person may write notes at all. */
void      aus_notes_pane_attach (AusNotesPane *self,
                                 AusNotes     *notes,
                                 gboolean      editable);
AusNotes *aus_notes_pane_get    (AusNotesPane *self);

G_END_DECLS
