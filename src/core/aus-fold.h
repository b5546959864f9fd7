#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For finding names as people type them: without case and accents, ß as ss, ł as l, and Arabic without what is mostly
 * left out or written in another way. Blanks and signs stay. */

void     aus_fold_append    (GString    *folded,
                             const char *text);
char    *aus_fold           (const char *text);

/* The words of what somebody typed, folded; blanks and commas part them. (transfer full) */
GStrv    aus_fold_words     (const char *typed);
/* Whether all of @words stand somewhere in @folded, in whatever order. */
gboolean aus_fold_has_words (const char *folded,
                             char      **words);

G_END_DECLS
