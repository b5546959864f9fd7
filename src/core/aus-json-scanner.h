#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A place in a JSON text that is known to be UTF-8 without a NUL. */
typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  GError **error;
} AusJsonScanner;

/* Sets %AUS_ERROR_MALFORMED with line, column and what is wrong there. */
void      aus_json_scanner_fail         (AusJsonScanner *self,
                                         const char     *complaint);

void      aus_json_scanner_skip_space   (AusJsonScanner *self);

/* The next byte, or a NUL at the end. */
char      aus_json_scanner_peek         (AusJsonScanner *self);

/* Steps over @letter where it is next. */
gboolean  aus_json_scanner_take         (AusJsonScanner *self,
                                         char            letter);

/* Each steps over one of its kind and returns it (transfer full), or %NULL with an error. */
char     *aus_json_scanner_parse_text   (AusJsonScanner *self);
JsonNode *aus_json_scanner_parse_number (AusJsonScanner *self);
JsonNode *aus_json_scanner_parse_word   (AusJsonScanner *self);

G_END_DECLS
