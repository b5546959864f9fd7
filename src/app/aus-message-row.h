#pragma once

#include <gtk/gtk.h>

#include "aus-message.h"
#include "aus-room.h"

G_BEGIN_DECLS

#define AUS_TYPE_MESSAGE_ROW (aus_message_row_get_type ())

G_DECLARE_FINAL_TYPE (AusMessageRow, aus_message_row, AUS, MESSAGE_ROW, GtkListBoxRow)

/* @mine: whether it was written here; it then stands on the other side. */
GtkWidget *aus_message_row_new (AusRoom    *room,
                                AusMessage *message,
                                gboolean    mine);

G_END_DECLS
