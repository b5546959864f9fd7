#pragma once

#include "aus-events.h"
#include "aus-message.h"
#include "aus-participant.h"
#include "aus-query.h"

G_BEGIN_DECLS

/* What is said while somebody is on hold is not theirs: they read none of it, then or later. Whoever waits to be let in
 * reads nothing of the others yet. */

/* Of ids of messages, with the id of a seat behind it: whether it may be read there. */
#define AUS_WITHHELD_NOT_IN "NOT IN (SELECT message_id FROM messages_withheld WHERE participant_id = ?)"

/* The same of rows of events, which hold what was said as it was told. */
#define AUS_WITHHELD_EVENTS_NOT_IN \
  "type <> '" AUS_EVENT_MESSAGE "' OR json_extract (frame, '$.message_id') " AUS_WITHHELD_NOT_IN

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
