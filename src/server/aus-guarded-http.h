#pragma once

#include "aus-guarded-stream.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusGuardedHttp:
 *
 * The HTTP side of a guarded stream: what libsoup reads and writes, and the deadlines of both.
 */
typedef struct _AusGuardedHttp AusGuardedHttp;

/* Of @stream, which owns it. */
AusGuardedHttp *aus_guarded_http_new       (AusGuardedStream  *stream);
void            aus_guarded_http_free      (AusGuardedHttp    *self);

gboolean        aus_guarded_http_can_read  (AusGuardedHttp    *self);
gssize          aus_guarded_http_read      (AusGuardedHttp    *self,
                                            void              *buffer,
                                            gsize              count,
                                            GError           **error);

/* libsoup is about to wait for input; behind an answer that means the next request. */
void            aus_guarded_http_await     (AusGuardedHttp    *self);

gboolean        aus_guarded_http_can_write (AusGuardedHttp    *self);
gssize          aus_guarded_http_write     (AusGuardedHttp    *self,
                                            const void        *buffer,
                                            gsize              count,
                                            GError           **error);

/* Blocks, for no longer than a peer may stall: libsoup writes the end of an answer in chunks in a thread. */
gssize          aus_guarded_http_write_all (AusGuardedHttp    *self,
                                            const void        *buffer,
                                            gsize              count,
                                            GError           **error);

void            aus_guarded_http_flush     (AusGuardedHttp    *self);
gboolean        aus_guarded_http_has_held  (AusGuardedHttp    *self);
void            aus_guarded_http_tick      (AusGuardedHttp    *self,
                                            gint64             now);

/* Whether the peer should be given time to read what was said last. */
gboolean        aus_guarded_http_lingers   (AusGuardedHttp    *self);

/* Bytes that came behind the request that was read last. */
gsize           aus_guarded_http_take_rest (AusGuardedHttp    *self,
                                            void              *buffer,
                                            gsize              count);

G_END_DECLS
