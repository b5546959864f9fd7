#pragma once

#include "aus-remote.h"
#include "aus-room.h"

G_BEGIN_DECLS

#define AUS_TYPE_REMOTES (aus_remotes_get_type ())

G_DECLARE_FINAL_TYPE (AusRemotes, aus_remotes, AUS, REMOTES, GObject)

/**
 * AusRemotes:
 *
 * The others in the call of a room. It sends what their peers have to say. Signal `state (AusRemote *)`: the way to one
 * of them changed.
 */
AusRemotes     *aus_remotes_new              (AusRoom        *room,
                                              AusLocalMedia  *media);

/* AusRemote, in the order in which they came. */
GListModel     *aus_remotes_get_model        (AusRemotes     *self);
/* Returns: (transfer none) (nullable) */
AusRemote      *aus_remotes_find             (AusRemotes     *self,
                                              const char     *participant_id);
/* Returns: (transfer none): the one at that place, which there must be */
AusRemote      *aus_remotes_peek             (AusRemotes     *self,
                                              guint           position);
/* Brings the list in line with the room: whoever has left is let go of, whoever is kept out is listed and cut off. */
void            aus_remotes_follow           (AusRemotes     *self);
/* Whether we and they belong into one call. */
gboolean        aus_remotes_take_part        (AusRemotes     *self,
                                              AusParticipant *participant);
/* That we are ready, and may be called. */
void            aus_remotes_say_ready        (AusRemotes     *self,
                                              const char     *participant_id);
/* Says so to all to whom there is no way: while they were away they did not hear it. */
void            aus_remotes_call_back        (AusRemotes     *self);
/**
 * aus_remotes_find_peer:
 * @frame: a `signal`; one that says `restart`, or an app's offer, makes a way where there is none
 *
 * Returns: (transfer none) (nullable): the way to whoever sent it
 */
AusPeer        *aus_remotes_find_peer        (AusRemotes     *self,
                                              JsonObject     *frame,
                                              JsonObject     *ice);
void            aus_remotes_drop             (AusRemotes     *self,
                                              const char     *participant_id);
/* Whether @frame says of one of these that they hung up while our line was away: they are there still, as the greeting
 * says, and not in the call. */
gboolean        aus_remotes_missed_hang_up   (AusRemotes     *self,
                                              JsonObject     *frame);
void            aus_remotes_clear            (AusRemotes     *self);

G_END_DECLS
