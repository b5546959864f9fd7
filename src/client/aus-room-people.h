#pragma once

#include "aus-participant.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Keeps a list of who is in a room, from frames of the server. */

/* @frame: a `consultation_status` with its participants; whoever is not among them goes. */
void aus_room_people_take   (GListStore *people,
                             JsonObject *frame);
/* @frame: `user_joined`, `user_left` or `presence`; others are passed over. */
void aus_room_people_follow (GListStore *people,
                             JsonObject *frame);

G_END_DECLS
