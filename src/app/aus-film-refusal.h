#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why the server does not take a recording. */

/* Whether it says the same as long as nobody does something about it. */
gboolean    aus_film_refusal_is_final (const GError *error);
/* Returns: a sentence for people */
const char *aus_film_refusal_explain  (const GError *error);

G_END_DECLS
