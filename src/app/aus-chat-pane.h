#pragma once

#include <gtk/gtk.h>

#include "aus-room.h"
#include "aus-user.h"

G_BEGIN_DECLS

#define AUS_TYPE_CHAT_PANE (aus_chat_pane_get_type ())

G_DECLARE_FINAL_TYPE (AusChatPane, aus_chat_pane, AUS, CHAT_PANE, GtkWidget)

/**
 * AusChatPane:
 *
 * What is written in a room, and an entry to write more. Property `unread` (read-only): messages of others
 * that came while the pane was not on screen.
 */

/* Once, before the pane is shown. @user is who writes here. */
void  aus_chat_pane_attach     (AusChatPane *self,
                                AusRoom     *room,
                                AusUser     *user);
guint aus_chat_pane_get_unread (AusChatPane *self);

G_END_DECLS
