#pragma once

#include <gtk/gtk.h>

#include "aus-consultation-state.h"
#include "aus-room.h"

G_BEGIN_DECLS

/* Lets the actions of @window that move the visit be done where they may be, and where they are something to do. */
void aus_room_acts_update (GtkWidget *window,
                           AusRoom   *room,
                           AusRole    role,
                           AusStatus  status,
                           gboolean   in_call);

G_END_DECLS
