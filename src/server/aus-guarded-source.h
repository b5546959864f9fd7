#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef gboolean (*AusGuardedReadyFunc) (GObject *end);

/* A source that asks @is_ready in every turn of the main loop. Its callback is a GPollableSourceFunc; it keeps @end. */
GSource *aus_guarded_source_new (GObject             *end,
                                 AusGuardedReadyFunc  is_ready,
                                 GCancellable        *cancellable);

G_END_DECLS
