#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What libFuzzer calls, and aus-fuzz-replay.c where there is no libFuzzer. Each target has its own; a wrong answer is
 * told by an assertion. */
int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

G_END_DECLS
