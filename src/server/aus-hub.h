#pragma once

#include "aus-exchange.h"
#include "aus-room-gates.h"
#include "aus-subscriber.h"

G_BEGIN_DECLS

/* The private use range of RFC 6455 section 7.4.2: a sign-in that ended, a door that was shut. */
#define AUS_CLOSE_NOT_SIGNED_IN 4401
#define AUS_CLOSE_GONE          4404
/* The same link was opened in another place, which has the seat now. */
#define AUS_CLOSE_ELSEWHERE     4409

#define AUS_TYPE_HUB (aus_hub_get_type ())

G_DECLARE_FINAL_TYPE (AusHub, aus_hub, AUS, HUB, GObject)

/**
 * AusHub:
 *
 * Who listens to what. It hears of every commit and tells those whom it concerns. Main thread.
 */

/* @desk must outlive the hub. */
AusHub        *aus_hub_new         (AusDesk        *desk);

/* Adds a listener that has its socket; what was committed since its known_seq is told at once.
 * @subscriber: (transfer full) */
void           aus_hub_add         (AusHub         *self,
                                    AusSubscriber  *subscriber);
/* Those who listen to a visit. (element-type AusSubscriber) (nullable) (transfer none) */
GPtrArray     *aus_hub_get_room    (AusHub         *self,
                                    const char     *consultation_id);
/* The newest socket of a seat. (nullable) (transfer none) */
AusSubscriber *aus_hub_find        (AusHub         *self,
                                    const char     *consultation_id,
                                    const char     *participant_id);
AusDesk       *aus_hub_get_desk    (AusHub         *self);
/* Which rooms are shut. (transfer none) */
AusRoomGates  *aus_hub_get_gates   (AusHub         *self);
/* Up to where everybody was told everything; 0 before the first commit. */
gint64         aus_hub_get_seq     (AusHub         *self);
/* Somebody who listens must go at @ends_at: it is looked then who. */
void           aus_hub_expect      (AusHub         *self,
                                    gint64          ends_at);
guint          aus_hub_get_n       (AusHub         *self);
/* @function gets each AusSubscriber; it may close sockets but not add or remove any. */
void           aus_hub_foreach     (AusHub         *self,
                                    GFunc           function,
                                    gpointer        user_data);
/* Tells everybody that the server goes, and closes their sockets. */
void           aus_hub_close       (AusHub         *self);

G_END_DECLS
