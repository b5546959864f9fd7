#pragma once

#include <gtk/gtk.h>

#include "aus-message.h"
#include "aus-room.h"

G_BEGIN_DECLS

#define AUS_TYPE_MESSAGE_FILE (aus_message_file_get_type ())

G_DECLARE_FINAL_TYPE (AusMessageFile, aus_message_file, AUS, MESSAGE_FILE, GtkWidget)

/**
 * AusMessageFile:
 *
 * What came with a message: a picture is shown small, and everything can be opened and saved.
 */

/* @room: (nullable): to be looked at alone */
GtkWidget *aus_message_file_new         (AusRoom    *room,
                                         AusMessage *message);
/* Whether anything came with @message. */
gboolean   aus_message_file_is_in       (AusMessage *message);
/* Whether the words of @message are no more than the name of what came with it. */
gboolean   aus_message_file_is_named_by (AusMessage *message);

G_END_DECLS
