#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What there is to compare with: libsoup answering everything with a constant, until SIGTERM. The exit code. */
int aus_bench_bare_run (void);

G_END_DECLS
