#pragma once

#include "aus-listener-limits.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define AUS_TYPE_GUARDED_POLL (aus_guarded_poll_get_type ())

/**
 * AusGuardedPoll:
 *
 * All guarded streams of a listener, watched through one epoll instance, so that a turn of the main loop costs what is
 * ready and not what is open. It holds every stream until its descriptor is closed. One timer looks at all deadlines.
 *
 * “n-streams” notifies.
 */
G_DECLARE_FINAL_TYPE (AusGuardedPoll, aus_guarded_poll, AUS, GUARDED_POLL, GObject)

typedef struct _AusGuardedStream AusGuardedStream;

/* One read of the socket is at most this long. */
#define AUS_GUARDED_SCRATCH_SIZE (64 * 1024)

/* Watches in the thread-default main context. %NULL with an error where there is no epoll instance to be had. */
AusGuardedPoll          *aus_guarded_poll_new          (GError                  **error);

AusListenerLimits       *aus_guarded_poll_get_limits   (AusGuardedPoll           *self);
guint                    aus_guarded_poll_get_n        (AusGuardedPoll           *self);

/* Whether streams are to end after the answer they are at. */
gboolean                 aus_guarded_poll_is_closing   (AusGuardedPoll           *self);
void                     aus_guarded_poll_close        (AusGuardedPoll           *self);

/* Ends all streams at once. */
void                     aus_guarded_poll_cut          (AusGuardedPoll           *self);

/* For streams. @fd is watched until it is closed; the second removes the poll's reference. */
gboolean                 aus_guarded_poll_add          (AusGuardedPoll           *self,
                                                        AusGuardedStream         *stream,
                                                        int                       fd,
                                                        GError                  **error);
void                     aus_guarded_poll_remove       (AusGuardedPoll           *self,
                                                        AusGuardedStream         *stream);

/* Has aus_guarded_stream_work() called in the next turn of the main loop. */
void                     aus_guarded_poll_schedule     (AusGuardedPoll           *self,
                                                        AusGuardedStream         *stream);

/* Undoes that where it was scheduled last, and returns whether it was. */
gboolean                 aus_guarded_poll_unschedule   (AusGuardedPoll           *self,
                                                        AusGuardedStream         *stream);

/* A buffer for the time of one call, so that idle streams need none. */
guint8                  *aus_guarded_poll_get_scratch  (AusGuardedPoll           *self);

G_END_DECLS
