#pragma once

#include "aus-api.h"
#include "aus-record-list.h"

G_BEGIN_DECLS

#define AUS_TYPE_ROOM_MESSAGES (aus_room_messages_get_type ())

G_DECLARE_FINAL_TYPE (AusRoomMessages, aus_room_messages, AUS, ROOM_MESSAGES, GObject)

/**
 * AusRoomMessages:
 *
 * What was written in one consultation: each message once, whether it came with a page, in a frame, or as the
 * answer to our own sending.
 */

AusRoomMessages *aus_room_messages_new         (AusApi               *api,
                                                const char           *consultation_id);
/* AusMessage, oldest first. */
AusRecordList   *aus_room_messages_get_list    (AusRoomMessages      *self);

/* Reads them all from the server, unless that is being done already; again and again until it has worked. */
void             aus_room_messages_read        (AusRoomMessages      *self);
gboolean         aus_room_messages_were_read   (AusRoomMessages      *self);
/* Nothing more is read. */
void             aus_room_messages_stop        (AusRoomMessages      *self);
/* @frame: a `new_message` */
void             aus_room_messages_add_frame   (AusRoomMessages      *self,
                                                JsonObject           *frame);

void             aus_room_messages_send_async  (AusRoomMessages      *self,
                                                const char           *text,
                                                gboolean              is_private,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
/* The same with a file, which was uploaded as a whole, and its name for words. */
void             aus_room_messages_send_file_async (AusRoomMessages   *self,
                                                const char           *file_id,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean         aus_room_messages_send_finish (AusRoomMessages      *self,
                                                GAsyncResult         *result,
                                                GError              **error);

G_END_DECLS
