#pragma once

#include "aus-participant.h"
#include "aus-peer.h"

G_BEGIN_DECLS

#define AUS_TYPE_REMOTE (aus_remote_get_type ())

G_DECLARE_FINAL_TYPE (AusRemote, aus_remote, AUS, REMOTE, GObject)

/**
 * AusRemote:
 *
 * Another person in the call: who it is, the way to them as long as there is one, and what we have decided about them,
 * which outlives the way.
 *
 * Properties, notified: `participant`, `state` (AusPeerState, `new` where there is no way), `has-picture`, `muted`
 * (read-write: whether they are not played here; they are not told), `screen` (whether they show one), `spared-screen`
 * (whether they show one that does not come, as we want sound only). Signals: `frame (AusFrame *)`, a picture of
 * theirs; `signal (JsonObject *)`, to be sent to them.
 */
AusRemote      *aus_remote_new             (AusParticipant *participant);

/**
 * aus_remote_connect:
 *
 * The way to them, which is made where there is none.
 *
 * Returns: (transfer none)
 */
AusPeer        *aus_remote_connect         (AusRemote      *self,
                                            AusLocalMedia  *media,
                                            JsonObject     *ice);
/* Closes the way: from now on nothing goes out and nothing comes in. */
void            aus_remote_disconnect      (AusRemote      *self);

AusParticipant *aus_remote_get_participant (AusRemote      *self);
/* Returns: (transfer none) (nullable) */
AusPeer        *aus_remote_get_peer        (AusRemote      *self);
AusPeerState    aus_remote_get_state       (AusRemote      *self);
gboolean        aus_remote_get_has_picture (AusRemote      *self);
gboolean        aus_remote_get_muted       (AusRemote      *self);
gboolean        aus_remote_get_screen      (AusRemote      *self);
gboolean        aus_remote_get_spared_screen (AusRemote    *self);

G_END_DECLS
