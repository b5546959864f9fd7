#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * AusNotesState:
 * @AUS_NOTES_STATE_LOADING: what the server has is not known yet
 * @AUS_NOTES_STATE_SAVED: the server has it all
 * @AUS_NOTES_STATE_EDITED: will be saved in a moment
 * @AUS_NOTES_STATE_SAVING: on its way
 * @AUS_NOTES_STATE_UNSAVED: the last try failed; tries go on, and the text is safe on this computer
 * @AUS_NOTES_STATE_REFUSED: the server does not take it as it is; no further try before it is changed, and the text is
 *   safe on this computer
 * @AUS_NOTES_STATE_CONFLICT: somebody else has changed the notes meanwhile; a person must choose
 */
typedef enum
{
  AUS_NOTES_STATE_LOADING,
  AUS_NOTES_STATE_SAVED,
  AUS_NOTES_STATE_EDITED,
  AUS_NOTES_STATE_SAVING,
  AUS_NOTES_STATE_UNSAVED,
  AUS_NOTES_STATE_REFUSED,
  AUS_NOTES_STATE_CONFLICT,
} AusNotesState;

#define AUS_TYPE_NOTES_STATE (aus_notes_state_get_type ())

GType aus_notes_state_get_type (void) G_GNUC_CONST;

G_END_DECLS
