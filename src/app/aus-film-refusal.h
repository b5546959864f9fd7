#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why a recording cannot be delivered: because the server does not take it, or because of this computer. */

/* Whether the server says the same as long as nobody does something about it. */
gboolean    aus_film_refusal_is_final      (const GError *error);
/* What the server said, and what went wrong with the file. Returns: a sentence for people */
const char *aus_film_refusal_explain       (const GError *error);
const char *aus_film_refusal_explain_local (const GError *error);

G_END_DECLS
