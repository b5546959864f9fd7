#pragma once

#include "aus-message.h"
#include "aus-participant.h"
#include "aus-query.h"

G_BEGIN_DECLS

/* What is said while somebody is on hold is not theirs: they read none of it, then or later. Whoever waits to be let in
 * reads nothing of the others yet. */

/* Of ids of messages, with the id of a seat behind it: whether it may be read there. */
#define AUS_WITHHELD_NOT_IN "NOT IN (SELECT message_id FROM messages_withheld WHERE participant_id = ?)"

/* Writes down whom @message, which was just saved, is kept from. */
gboolean aus_withheld_note  (AusDatabase     *database,
                             AusMessage      *message,
                             GError         **error);
/* @message_id: (nullable) */
gboolean aus_withheld_look  (AusDatabase     *database,
                             AusParticipant  *seat,
                             const char      *message_id,
                             gboolean        *is_withheld,
                             GError         **error);

G_END_DECLS
