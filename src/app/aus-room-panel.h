#pragma once

#include <gtk/gtk.h>

#include "aus-client.h"
#include "aus-notes.h"

G_BEGIN_DECLS

#define AUS_TYPE_ROOM_PANEL (aus_room_panel_get_type ())

G_DECLARE_FINAL_TYPE (AusRoomPanel, aus_room_panel, AUS, ROOM_PANEL, GtkWidget)

/**
 * AusRoomPanel:
 *
 * What stands beside the call: chat, notes for those who may see them, people, and how well the call travels.
 *
 * Properties: `unread` (read-only, notified): of the chat; `can-enlarge`: whether it offers to take the call's place.
 */

/* Once. @notes may be %NULL. */
void      aus_room_panel_attach    (AusRoomPanel *self,
                                    AusRoom      *room,
                                    AusClient    *client,
                                    AusNotes     *notes);
/* Returns: (transfer none) (nullable) */
AusNotes *aus_room_panel_get_notes (AusRoomPanel *self);
/* @name: `chat`, `notes`, `people` or `connection`; gets the focus. */
void      aus_room_panel_show      (AusRoomPanel *self,
                                    const char   *name);

G_END_DECLS
