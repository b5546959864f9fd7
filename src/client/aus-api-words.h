#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A sentence of the server, which speaks English, in the user's language, where it is one of those that people meet;
 * others are returned as they are. (nullable) (transfer full): %NULL for %NULL */
char *aus_api_words_translate (const char *sentence);

G_END_DECLS
