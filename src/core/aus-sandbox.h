#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the desktop keeps this program in a sandbox, and has a say in what it may use. */
gboolean aus_sandbox_is_inside (void);

G_END_DECLS
