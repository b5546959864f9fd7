#pragma once

#include "aus-guarded-poll.h"
#include "aus-tls.h"

#include <gio/gio.h>
#include <sys/uio.h>

G_BEGIN_DECLS

#define AUS_TYPE_GUARDED_STREAM (aus_guarded_stream_get_type ())

/**
 * AusGuardedStream:
 *
 * One accepted connection. While it carries HTTP, libsoup reads requests from it that were checked before: it sees
 * nothing of a head that is not complete, and nothing of the next request before it has answered this one. Whoever
 * takes the stream gets its bytes as they come.
 */
G_DECLARE_FINAL_TYPE (AusGuardedStream, aus_guarded_stream, AUS, GUARDED_STREAM, GIOStream)

/**
 * AusGuardedTaker:
 * @work: something may be read or sent, or was scheduled, or the stream is over
 * @tick: some time went by
 */
typedef struct
{
  void (*work) (gpointer data);
  void (*tick) (gpointer data,
                gint64   now);
} AusGuardedTaker;

typedef struct _AusGuardedHttp AusGuardedHttp;

typedef void (*AusGuardedClosedFunc) (AusGuardedStream *stream,
                                      gpointer          data);

/* Owns @fd from here on, also where it fails. @closed is called once, when the descriptor is closed. */
AusGuardedStream *aus_guarded_stream_new           (AusGuardedPoll         *poll,
                                                    int                     fd,
                                                    AusGuardedClosedFunc    closed,
                                                    gpointer                data,
                                                    GError                **error);

/* From the first byte on. */
void              aus_guarded_stream_speak_tls     (AusGuardedStream       *self,
                                                    AusTlsIdentity         *identity);

AusGuardedPoll   *aus_guarded_stream_get_poll      (AusGuardedStream       *self);

/* Of its HTTP side, until somebody takes the stream. */
AusGuardedHttp   *aus_guarded_stream_get_http      (AusGuardedStream       *self);
int               aus_guarded_stream_get_fd        (AusGuardedStream       *self);
gboolean          aus_guarded_stream_is_readable   (AusGuardedStream       *self);
gboolean          aus_guarded_stream_is_writable   (AusGuardedStream       *self);
gboolean          aus_guarded_stream_is_over       (AusGuardedStream       *self);
guint64           aus_guarded_stream_get_received  (AusGuardedStream       *self);

/* How much the peer has acknowledged. */
guint64           aus_guarded_stream_get_delivered (AusGuardedStream       *self);

/* Of the taker. */
void              aus_guarded_stream_take          (AusGuardedStream       *self,
                                                    const AusGuardedTaker  *taker,
                                                    gpointer                data);

/* Has the work done in the next turn of the main loop, or not any more. */
void              aus_guarded_stream_schedule      (AusGuardedStream       *self);
void              aus_guarded_stream_unschedule    (AusGuardedStream       *self);

/* Reads up to AUS_GUARDED_SCRATCH_SIZE bytes: how many; 0 at the end, on errors too; -1 where it would block. */
gssize            aus_guarded_stream_receive       (AusGuardedStream       *self,
                                                    guint8                 *buffer,
                                                    gsize                   size);

/* Writes: how many bytes were taken; -1 where it would block or the connection is broken, as reading will tell. */
gssize            aus_guarded_stream_send          (AusGuardedStream       *self,
                                                    const struct iovec     *parts,
                                                    guint                   n_parts);

/* As writev(), knowing nothing of the main loop: for another thread. */
gssize            aus_guarded_stream_push          (AusGuardedStream       *self,
                                                    const struct iovec     *parts,
                                                    guint                   n_parts);

/* Closes: lets the peer read what was sent, or cuts. The taker is not called again. */
void              aus_guarded_stream_finish        (AusGuardedStream       *self);
void              aus_guarded_stream_cut           (AusGuardedStream       *self);

/* Of the poll. */
void              aus_guarded_stream_wake          (AusGuardedStream       *self,
                                                    guint32                 events);
void              aus_guarded_stream_work          (AusGuardedStream       *self);
void              aus_guarded_stream_tick          (AusGuardedStream       *self,
                                                    gint64                  now);

/* Cuts, and lets the taker see the end. */
void              aus_guarded_stream_drop          (AusGuardedStream       *self);

G_END_DECLS
