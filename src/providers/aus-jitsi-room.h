#pragma once

#include "aus-provider.h"

G_BEGIN_DECLS

/* What rooms of Jitsi have in common, whoever runs the server. */

/* (transfer full): a name that nobody guesses. */
char       *aus_jitsi_room_new       (void);
/* Adds “iat”, “nbf” and “exp”: Prosody has no leeway, and takes what has no end for ever. */
void        aus_jitsi_room_add_times (JsonObject              *claims,
                                      gint64                   now,
                                      gint64                   expiry);
/* When a token for @meeting ends. */
gint64      aus_jitsi_room_get_expiry (const AusMeeting       *meeting,
                                       gint64                  now);
/* (transfer full): the address of the script of the IFrame API. @name: of the room, as below */
char       *aus_jitsi_room_make_script (const char             *server,
                                        const char             *name);
/* @name: of the room, with all that stands before it in its address
 * @has_lobby: whether the doctor lets people in there, too
 * Returns: (transfer full): what @person joins by */
JsonObject *aus_jitsi_room_describe  (const char              *server,
                                      const char              *name,
                                      const char              *token,
                                      gboolean                 has_lobby,
                                      const AusMeetingPerson  *person);

G_END_DECLS
