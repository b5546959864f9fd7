#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Who is writing in a room, until they stop or do not say so any more. */
typedef struct _AusRoomTyping AusRoomTyping;

/* @name: (nullable): %NULL where nobody is */
typedef void (*AusRoomTypingFunc) (gpointer    user_data,
                                   const char *name);

AusRoomTyping *aus_room_typing_new    (AusRoomTypingFunc  changed,
                                       gpointer           user_data);
void           aus_room_typing_free   (AusRoomTyping     *self);

/* Takes a `typing_indicator`. @you: (nullable): whose writing is no news */
void           aus_room_typing_follow (AusRoomTyping     *self,
                                       JsonObject        *frame,
                                       const char        *you);
/* They have written it. */
void           aus_room_typing_stop   (AusRoomTyping     *self);

G_END_DECLS
