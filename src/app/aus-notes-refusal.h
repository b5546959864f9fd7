#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the same notes will meet the same answer whenever they are saved. */
gboolean    aus_notes_refusal_is_final (const GError *error);
/* What is wrong with the notes, which says more than that something is wrong. Owned by @error. */
const char *aus_notes_refusal_explain  (const GError *error);

G_END_DECLS
