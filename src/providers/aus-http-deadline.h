#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusHttpDeadline:
 *
 * Ends a call that blocks a thread, when it takes too long or whoever wants it wants it no more. The main loop keeps
 * the time.
 */
typedef struct _AusHttpDeadline AusHttpDeadline;

/* @seconds: for all; @outer: (nullable): whose cancellation counts as well */
AusHttpDeadline *aus_http_deadline_new             (guint            seconds,
                                                    GCancellable    *outer);
void             aus_http_deadline_unref           (AusHttpDeadline *self);
GCancellable    *aus_http_deadline_get_cancellable (AusHttpDeadline *self);
void             aus_http_deadline_note_connected  (AusHttpDeadline *self);
/* Nothing ends it any more. */
void             aus_http_deadline_end             (AusHttpDeadline *self);
/* (nullable): why it was ended, in plain words; %NULL where no time ran out. */
const char      *aus_http_deadline_get_reason      (AusHttpDeadline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusHttpDeadline, aus_http_deadline_unref)

G_END_DECLS
