#pragma once

#include "aus-message.h"
#include "aus-room.h"

G_BEGIN_DECLS

/* Sends @file with a message of its own. Trying the same again after a failure goes on where it was, and never doubles
 * it. The message is in the list when this has finished. */
void     aus_room_send_file_async  (AusRoom              *self,
                                    GFile                *file,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean aus_room_send_file_finish (AusRoom              *self,
                                    GAsyncResult         *result,
                                    GError              **error);

/* Writes what came with @message to @target, and closes that. */
void     aus_room_read_file_async  (AusRoom              *self,
                                    AusMessage           *message,
                                    GOutputStream        *target,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean aus_room_read_file_finish (AusRoom              *self,
                                    GAsyncResult         *result,
                                    GError              **error);

/**
 * aus_room_ask_file_async:
 * @method: `"GET"` for what is known of it, `"PATCH"` or `"DELETE"`
 * @body: (nullable): what changes
 *
 * Asks the server about what came with @message.
 */
void      aus_room_ask_file_async  (AusRoom              *self,
                                    AusMessage           *message,
                                    const char           *method,
                                    JsonObject           *body,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
/* Returns: (transfer full): the file as it is now, or a null node where it is gone */
JsonNode *aus_room_ask_file_finish (AusRoom              *self,
                                    GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
