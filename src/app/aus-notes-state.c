#include "aus-notes-state.h"

G_DEFINE_ENUM_TYPE (AusNotesState, aus_notes_state,
                    G_DEFINE_ENUM_VALUE (AUS_NOTES_STATE_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (AUS_NOTES_STATE_SAVED, "saved"),
                    G_DEFINE_ENUM_VALUE (AUS_NOTES_STATE_EDITED, "edited"),
                    G_DEFINE_ENUM_VALUE (AUS_NOTES_STATE_SAVING, "saving"),
                    G_DEFINE_ENUM_VALUE (AUS_NOTES_STATE_UNSAVED, "unsaved"),
                    G_DEFINE_ENUM_VALUE (AUS_NOTES_STATE_REFUSED, "refused"),
                    G_DEFINE_ENUM_VALUE (AUS_NOTES_STATE_CONFLICT, "conflict"))
