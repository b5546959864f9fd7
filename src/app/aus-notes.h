#pragma once

#include "aus-client.h"

G_BEGIN_DECLS

/**
 * AusNotesState:
 * @AUS_NOTES_STATE_LOADING: what the server has is not known yet
 * @AUS_NOTES_STATE_SAVED: the server has it all
 * @AUS_NOTES_STATE_EDITED: will be saved in a moment
 * @AUS_NOTES_STATE_SAVING: on its way
 * @AUS_NOTES_STATE_UNSAVED: the last try failed; tries go on, and the text is safe on this computer
 * @AUS_NOTES_STATE_CONFLICT: somebody else has changed the notes meanwhile; a person must choose
 */
typedef enum
{
  AUS_NOTES_STATE_LOADING,
  AUS_NOTES_STATE_SAVED,
  AUS_NOTES_STATE_EDITED,
  AUS_NOTES_STATE_SAVING,
  AUS_NOTES_STATE_UNSAVED,
  AUS_NOTES_STATE_CONFLICT,
} AusNotesState;

#define AUS_TYPE_NOTES_STATE (aus_notes_state_get_type ())

GType aus_notes_state_get_type (void) G_GNUC_CONST;

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
void           aus_notes_set_text    (AusNotes   *self,
                                      const char *text);
/* Saves now what is not saved. */
void           aus_notes_flush       (AusNotes   *self);
/* In a conflict: overwrites what somebody else wrote. */
void           aus_notes_keep_mine   (AusNotes   *self);
/* In a conflict: gives up what was written here. */
void           aus_notes_take_theirs (AusNotes   *self);

G_END_DECLS
