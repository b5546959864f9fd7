#include "aus-json-scanner.h"

#include "aus-error.h"

#include <math.h>
#include <string.h>

void
aus_json_scanner_fail (AusJsonScanner *self,
                       const char     *complaint)
{
  const char *line_start = self->start;
  guint line = 1;

  for (const char *c = self->start; c < self->at; c++) {
    if (*c == '\n') {
      line_start = c + 1;
      line++;
    }
  }

  g_set_error (self->error, AUS_ERROR, AUS_ERROR_MALFORMED, "line %u, column %ld: %s%s", line,
               g_utf8_pointer_to_offset (line_start, self->at) + 1, complaint,
               self->at == self->end ? ", but the text ends here" : "");
}

void
aus_json_scanner_skip_space (AusJsonScanner *self)
{
  while (self->at < self->end && strchr (" \t\n\r", *self->at) != NULL)
    self->at++;
}

char
aus_json_scanner_peek (AusJsonScanner *self)
{
  return self->at < self->end ? *self->at : '\0';
}

gboolean
aus_json_scanner_take (AusJsonScanner *self,
                       char            letter)
{
  if (aus_json_scanner_peek (self) != letter)
    return FALSE;

  self->at++;

  return TRUE;
}

static gboolean
take_digits (AusJsonScanner *self)
{
  const char *start = self->at;

  while (g_ascii_isdigit (aus_json_scanner_peek (self)))
    self->at++;

  return self->at > start;
}

static gboolean
parse_code_unit (AusJsonScanner *self,
                 gunichar       *unit)
{
  *unit = 0;

  for (int i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (aus_json_scanner_peek (self));

    if (digit < 0) {
      aus_json_scanner_fail (self, "expected four hexadecimal digits");
      return FALSE;
    }

    *unit = *unit << 4 | (gunichar) digit;
    self->at++;
  }

  return TRUE;
}

static gboolean
parse_code_point (AusJsonScanner *self,
                  GString        *text)
{
  gunichar high, low = 0;

  if (!parse_code_unit (self, &high))
    return FALSE;

  if (high >= 0xd800 && high < 0xdc00
      && aus_json_scanner_take (self, '\\') && aus_json_scanner_take (self, 'u')) {
    if (!parse_code_unit (self, &low))
      return FALSE;
    if (low >= 0xdc00 && low < 0xe000)
      high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
  }

  if (high == 0 || (high >= 0xd800 && high < 0xe000)) {
    aus_json_scanner_fail (self, "“\\u0000” and half surrogate pairs are not text");
    return FALSE;
  }

  g_string_append_unichar (text, high);

  return TRUE;
}

static gboolean
parse_escape (AusJsonScanner *self,
              GString        *text)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  if (aus_json_scanner_take (self, 'u'))
    return parse_code_point (self, text);

  letter = strchr (letters, aus_json_scanner_peek (self));

  if (letter == NULL || *letter == '\0') {
    aus_json_scanner_fail (self, "expected an escape such as “\\n”");
    return FALSE;
  }

  g_string_append_c (text, meanings[letter - letters]);
  self->at++;

  return TRUE;
}

static gboolean
is_plain (AusJsonScanner *self)
{
  char next = aus_json_scanner_peek (self);

  return (guchar) next >= 0x20 && next != '"' && next != '\\';
}

char *
aus_json_scanner_parse_text (AusJsonScanner *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!aus_json_scanner_take (self, '"')) {
    aus_json_scanner_fail (self, "expected a text in double quotes");
    return NULL;
  }

  while (!aus_json_scanner_take (self, '"')) {
    const char *run = self->at;

    while (is_plain (self))
      self->at++;

    g_string_append_len (text, run, self->at - run);

    if (aus_json_scanner_take (self, '\\')) {
      if (!parse_escape (self, text))
        return NULL;
    } else if (aus_json_scanner_peek (self) != '"') {
      aus_json_scanner_fail (self, "a text must end with “\"” and have its control characters escaped");
      return NULL;
    }
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

JsonNode *
aus_json_scanner_parse_number (AusJsonScanner *self)
{
  const char *start = self->at;
  g_autofree char *digits = NULL;
  gboolean good, whole = TRUE;
  gint64 integer;
  double real;

  aus_json_scanner_take (self, '-');
  good = aus_json_scanner_take (self, '0') || take_digits (self);

  if (good && aus_json_scanner_take (self, '.')) {
    whole = FALSE;
    good = take_digits (self);
  }

  if (good && (aus_json_scanner_take (self, 'e') || aus_json_scanner_take (self, 'E'))) {
    whole = FALSE;
    if (!aus_json_scanner_take (self, '+'))
      aus_json_scanner_take (self, '-');
    good = take_digits (self);
  }

  if (!good) {
    aus_json_scanner_fail (self, "expected a digit");
    return NULL;
  }

  digits = g_strndup (start, self->at - start);

  if (whole && g_ascii_string_to_signed (digits, 10, G_MININT64, G_MAXINT64, &integer, NULL))
    return json_node_init_int (json_node_alloc (), integer);

  real = g_ascii_strtod (digits, NULL);

  if (!isfinite (real)) {
    aus_json_scanner_fail (self, "the number is too large");
    return NULL;
  }

  return json_node_init_double (json_node_alloc (), real);
}

JsonNode *
aus_json_scanner_parse_word (AusJsonScanner *self)
{
  static const char *const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);

    if ((gsize) (self->end - self->at) >= length && memcmp (self->at, words[i], length) == 0) {
      self->at += length;

      return i == 2 ? json_node_init_null (json_node_alloc ())
                    : json_node_init_boolean (json_node_alloc (), i == 0);
    }
  }

  aus_json_scanner_fail (self, "expected a value");

  return NULL;
}
