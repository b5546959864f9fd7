#pragma once

#include "aus-enums.h"
#include "aus-room-latch.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define AUS_TYPE_ROOM (aus_room_get_type ())

G_DECLARE_FINAL_TYPE (AusRoom, aus_room, AUS, ROOM, GObject)

/**
 * AusRoom:
 *
 * One consultation while it is looked at: who is there, what is written, and signalling. Reconnects by itself
 * and catches up on what it missed. Main thread only. Made by [method@Client.open_room].
 *
 * Properties, all read-only and notified: `consultation-id`, `connected`, `status` (AusStatus), `you` (our
 * participant id, %NULL until known), `typing` (the name of somebody who is writing, or %NULL), `problem`
 * (why it cannot be connected, in the user's language, or %NULL).
 *
 * Signals: `frame (JsonObject *frame)`, every frame of the server, after the lists have been updated;
 * `signal (JsonObject *frame)`, those of type `signal` alone.
 */

/* AusMessage, oldest first, each once. Owned by the room. */
GListModel *aus_room_get_messages        (AusRoom              *self);
/* AusParticipant in the order of arrival; whoever has left stays, with that presence. Owned by the room. */
GListModel *aus_room_get_participants    (AusRoom              *self);

/* Whether people may see and hear each other. It knows before `status` is notified. (transfer none) */
AusRoomLatch *aus_room_get_latch      (AusRoom              *self);

/**
 * aus_room_send:
 * @frame: (transfer none): has a member `type`
 *
 * For what may be lost: signalling, typing, presence. While not connected, nothing is sent.
 *
 * Returns: whether it went out
 */
gboolean    aus_room_send                (AusRoom              *self,
                                          JsonObject           *frame);

/**
 * aus_room_send_message_async:
 * @text: of 1 to 4000 characters
 * @is_private: for staff alone
 *
 * Sending the same text again after a failure never doubles it, even where the first try did arrive.
 * The message is in the list when this has finished.
 */
void        aus_room_send_message_async  (AusRoom              *self,
                                          const char           *text,
                                          gboolean              is_private,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean    aus_room_send_message_finish (AusRoom              *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/**
 * aus_room_act_async:
 * @action: last part of the path, such as `start`, `admit`, `end`, `hang_up`, `cancel` or `switch_provider`
 * @body: (transfer none) (nullable): what the action takes, such as `notes` or `reason`
 */
void        aus_room_act_async           (AusRoom              *self,
                                          const char           *action,
                                          JsonObject           *body,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
/* Returns: (transfer full): the answer, a null node where it is empty */
JsonNode   *aus_room_act_finish          (AusRoom              *self,
                                          GAsyncResult         *result,
                                          GError              **error);

/* Leaves the socket; the visit goes on. Final. Dropping the last reference closes, too. */
void        aus_room_close               (AusRoom              *self);

const char *aus_room_get_consultation_id (AusRoom              *self);
gboolean    aus_room_get_connected       (AusRoom              *self);
AusStatus   aus_room_get_status          (AusRoom              *self);
const char *aus_room_get_you             (AusRoom              *self);
const char *aus_room_get_typing          (AusRoom              *self);
const char *aus_room_get_problem         (AusRoom              *self);

G_END_DECLS
