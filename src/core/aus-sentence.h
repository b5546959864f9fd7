#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * A sentence that may be read in another language than ours. What is put into it stands between the signs that Unicode
 * has for text that may run the other way: texts from U+2068 to U+2069, numbers from U+2066. So names stay in order
 * whatever surrounds them, and clients find @format again, which translations are kept by. A text that is put in may be
 * such a sentence itself.
 */

/* @format: %s and %u alone. Mark it with N_(). (transfer full) */
char *aus_sentence_new  (const char *format,
                         ...) G_GNUC_PRINTF (1, 2);
char *aus_sentence_newv (const char *format,
                         va_list     arguments);

typedef const char *(* AusSentenceLookUp) (const char *format);

/* @sentence in the language that @look_up knows; what it does not know comes back as it is. (transfer full) */
char *aus_sentence_translate (const char        *sentence,
                              AusSentenceLookUp  look_up);

/* @sentence without the signs, for terminals. (transfer full) */
char *aus_sentence_strip     (const char        *sentence);

G_END_DECLS
