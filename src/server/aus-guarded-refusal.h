#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The whole answer to a request that libsoup never sees, as application/problem+json; the connection closes then. */
char *aus_guarded_refusal_new (guint status);

G_END_DECLS
