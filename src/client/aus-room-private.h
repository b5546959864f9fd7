#pragma once

#include "aus-api.h"
#include "aus-live.h"
#include "aus-room-messages.h"
#include "aus-room.h"

G_BEGIN_DECLS

/* Connects at once. */
AusRoom *aus_room_new            (AusApi     *api,
                                  const char *consultation_id);
AusLive *aus_room_get_live       (AusRoom    *self);
AusApi  *aus_room_get_api        (AusRoom    *self);
AusRoomMessages *aus_room_get_conversation (AusRoom *self);
/* The ids with which files were tried that are not sent yet. (element-type GFile utf8) */
GHashTable *aus_room_get_unsent  (AusRoom    *self);
/* (element-type AusMessage): puts in what the cache has, until the server is asked. */
void     aus_room_show_messages  (AusRoom    *self,
                                  GPtrArray  *messages);

G_END_DECLS
