#pragma once

#include "aus-client.h"
#include "aus-local-media.h"
#include "aus-remote.h"

G_BEGIN_DECLS

/**
 * AusVideoCallState:
 * @AUS_VIDEO_CALL_STATE_IDLE: no call
 * @AUS_VIDEO_CALL_STATE_WAITING: ready; nobody has come to the phone yet
 * @AUS_VIDEO_CALL_STATE_CONNECTING: the two are finding a way to each other
 * @AUS_VIDEO_CALL_STATE_CONNECTED: we see and hear somebody
 * @AUS_VIDEO_CALL_STATE_INTERRUPTED: was connected, and is trying to be so again
 */
typedef enum
{
  AUS_VIDEO_CALL_STATE_IDLE,
  AUS_VIDEO_CALL_STATE_WAITING,
  AUS_VIDEO_CALL_STATE_CONNECTING,
  AUS_VIDEO_CALL_STATE_CONNECTED,
  AUS_VIDEO_CALL_STATE_INTERRUPTED,
} AusVideoCallState;

#define AUS_TYPE_VIDEO_CALL_STATE (aus_video_call_state_get_type ())

GType aus_video_call_state_get_type (void) G_GNUC_CONST;

#define AUS_TYPE_VIDEO_CALL (aus_video_call_get_type ())

G_DECLARE_FINAL_TYPE (AusVideoCall, aus_video_call, AUS, VIDEO_CALL, GObject)

/**
 * AusVideoCall:
 *
 * The built-in call of one room: a peer for each person who came by a door link, all fed by one camera and
 * microphone. It calls by itself whoever is ready, and anew whenever a connection was lost.
 *
 * Properties, read-only and notified: `state`, `problem` (a sentence for people, or %NULL).
 */
AusVideoCall       *aus_video_call_new         (AusClient     *client,
                                     AusRoom       *room,
                                     AusLocalMedia *media);

/* Does nothing where it runs already. */
void           aus_video_call_start       (AusVideoCall       *self);
/* Ends the call on our side; whoever is to tell the others does it. */
void           aus_video_call_stop        (AusVideoCall       *self);

AusVideoCallState   aus_video_call_get_state   (AusVideoCall       *self);
const char    *aus_video_call_get_problem (AusVideoCall       *self);
AusRoom       *aus_video_call_get_room    (AusVideoCall       *self);
AusLocalMedia *aus_video_call_get_media   (AusVideoCall       *self);
/* AusRemote, in the order in which they came: everybody who is in the call, was a moment ago, or is kept out of it for
 * now. Empty while there is no call. Owned by the call. */
GListModel    *aus_video_call_get_remotes (AusVideoCall       *self);

G_END_DECLS
