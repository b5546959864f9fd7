#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Fills @bytes from the kernel's generator; fit for secrets, on any thread. */
void  aus_random_bytes (guint8 *bytes,
                        gsize   length);

/* @length characters of [0-9a-z] without i, l, o and u: five random bits each. */
char *aus_random_text  (gsize   length);

G_END_DECLS
