#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a page of a meeting may lead to @uri: over TLS, or to this machine, below one of @domains; and to what the
 * page made itself. */
gboolean aus_embed_rules_allow    (const char *const *domains,
                                   const char        *uri);
/* Those of a meeting: @domains and the host of @uri. (transfer full) */
GStrv    aus_embed_rules_complete (const char *const *domains,
                                   const char        *uri);

G_END_DECLS
