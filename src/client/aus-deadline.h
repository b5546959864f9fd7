#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusDeadline:
 *
 * A GCancellable that is cancelled after a time, or together with another one. Main thread only.
 */
typedef struct _AusDeadline AusDeadline;

/* @outer: (nullable) */
AusDeadline  *aus_deadline_new             (guint         milliseconds,
                                            GCancellable *outer);
void          aus_deadline_free            (AusDeadline  *self);

/* Owned by the deadline. */
GCancellable *aus_deadline_get_cancellable (AusDeadline  *self);
/* Whether it was the time that ran out. */
gboolean      aus_deadline_has_passed      (AusDeadline  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusDeadline, aus_deadline_free)

G_END_DECLS
