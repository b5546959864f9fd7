#pragma once

#include "aus-client.h"
#include "aus-notes-state.h"

G_BEGIN_DECLS

#define AUS_TYPE_NOTES (aus_notes_get_type ())

G_DECLARE_FINAL_TYPE (AusNotes, aus_notes, AUS, NOTES, GObject)

/**
 * AusNotes:
 *
 * The notes of one consultation, saved as they are typed. What the server does not have yet lies on disk,
 * too. Properties, read-only and notified: `state`, `text` (notified only where it did not come from
 * aus_notes_set_text()).
 *
 * Dropping the last reference does not lose anything: a draft stays on disk and is saved by the next object
 * for the same consultation. A save that is under way keeps the object alive.
 *
 * They belong to whoever is signed in when the object is made. While somebody else is, nothing is read or saved.
 */
AusNotes      *aus_notes_new         (AusClient  *client,
                                      const char *consultation_id,
                                      const char *draft_dir);

AusNotesState  aus_notes_get_state   (AusNotes   *self);
const char    *aus_notes_get_text    (AusNotes   *self);
/* Where they are refused: why, in a sentence. */
const char    *aus_notes_get_reason  (AusNotes   *self);
void           aus_notes_set_text    (AusNotes   *self,
                                      const char *text);
/* Saves now what is not saved. */
void           aus_notes_flush       (AusNotes   *self);
/* In a conflict: overwrites what somebody else wrote. */
void           aus_notes_keep_mine   (AusNotes   *self);
/* In a conflict: gives up what was written here. */
void           aus_notes_take_theirs (AusNotes   *self);

G_END_DECLS
