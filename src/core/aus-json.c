#include "aus-json.h"

#include "aus-error.h"

#include <math.h>
#include <string.h>

/*
 * json-glib's own parser takes “var x = 010” for 8, cuts texts at “\u0000”, reads 1e400 as infinity and overflows the
 * stack on deep input. Therefore it only lends its nodes here. An open container already sits in its parent, so that
 * the root owns everything.
 */
typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  GError **error;

  JsonNode *root;
  JsonNode *open[AUS_JSON_MAX_DEPTH];
  guint depth;
} Parser;

static void
fail (Parser     *parser,
      const char *complaint)
{
  const char *line_start = parser->start;
  guint line = 1;

  for (const char *c = parser->start; c < parser->at; c++) {
    if (*c == '\n') {
      line_start = c + 1;
      line++;
    }
  }

  g_set_error (parser->error, AUS_ERROR, AUS_ERROR_MALFORMED, "line %u, column %ld: %s%s", line,
               g_utf8_pointer_to_offset (line_start, parser->at) + 1, complaint,
               parser->at == parser->end ? ", but the text ends here" : "");
}

static void
skip_space (Parser *parser)
{
  while (parser->at < parser->end && strchr (" \t\n\r", *parser->at) != NULL)
    parser->at++;
}

static gboolean
take (Parser *parser,
      char    letter)
{
  if (parser->at == parser->end || *parser->at != letter)
    return FALSE;

  parser->at++;

  return TRUE;
}

static gboolean
take_digits (Parser *parser)
{
  const char *start = parser->at;

  while (parser->at < parser->end && g_ascii_isdigit (*parser->at))
    parser->at++;

  return parser->at > start;
}

static gboolean
parse_code_unit (Parser   *parser,
                 gunichar *unit)
{
  *unit = 0;

  for (int i = 0; i < 4; i++) {
    int digit = parser->at < parser->end ? g_ascii_xdigit_value (*parser->at) : -1;

    if (digit < 0) {
      fail (parser, "expected four hexadecimal digits");
      return FALSE;
    }

    *unit = *unit << 4 | (gunichar) digit;
    parser->at++;
  }

  return TRUE;
}

static gboolean
parse_code_point (Parser  *parser,
                  GString *text)
{
  gunichar high, low = 0;

  if (!parse_code_unit (parser, &high))
    return FALSE;

  if (high >= 0xd800 && high < 0xdc00 && take (parser, '\\') && take (parser, 'u')) {
    if (!parse_code_unit (parser, &low))
      return FALSE;
    if (low >= 0xdc00 && low < 0xe000)
      high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
  }

  if (high == 0 || (high >= 0xd800 && high < 0xe000)) {
    fail (parser, "“\\u0000” and half surrogate pairs are not text");
    return FALSE;
  }

  g_string_append_unichar (text, high);

  return TRUE;
}

static gboolean
parse_escape (Parser  *parser,
              GString *text)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  if (take (parser, 'u'))
    return parse_code_point (parser, text);

  letter = parser->at < parser->end ? strchr (letters, *parser->at) : NULL;

  if (letter == NULL) {
    fail (parser, "expected an escape such as “\\n”");
    return FALSE;
  }

  g_string_append_c (text, meanings[letter - letters]);
  parser->at++;

  return TRUE;
}

static char *
parse_text (Parser *parser)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!take (parser, '"')) {
    fail (parser, "expected a text in double quotes");
    return NULL;
  }

  while (!take (parser, '"')) {
    const char *run = parser->at;

    while (parser->at < parser->end && (guchar) *parser->at >= 0x20 && *parser->at != '"' && *parser->at != '\\')
      parser->at++;

    g_string_append_len (text, run, parser->at - run);

    if (take (parser, '\\')) {
      if (!parse_escape (parser, text))
        return NULL;
    } else if (parser->at == parser->end || *parser->at != '"') {
      fail (parser, "a text must end with “\"” and have its control characters escaped");
      return NULL;
    }
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
parse_name (Parser *parser)
{
  g_autofree char *name = NULL;

  skip_space (parser);
  name = parse_text (parser);

  if (name == NULL)
    return NULL;

  skip_space (parser);

  if (!take (parser, ':')) {
    fail (parser, "expected “:”");
    return NULL;
  }

  return g_steal_pointer (&name);
}

static JsonNode *
parse_number (Parser *parser)
{
  const char *start = parser->at;
  g_autofree char *digits = NULL;
  gboolean good, whole = TRUE;
  gint64 integer;
  double real;

  take (parser, '-');
  good = take (parser, '0') || take_digits (parser);

  if (good && take (parser, '.')) {
    whole = FALSE;
    good = take_digits (parser);
  }

  if (good && (take (parser, 'e') || take (parser, 'E'))) {
    whole = FALSE;
    if (!take (parser, '+'))
      take (parser, '-');
    good = take_digits (parser);
  }

  if (!good) {
    fail (parser, "expected a digit");
    return NULL;
  }

  digits = g_strndup (start, parser->at - start);

  if (whole && g_ascii_string_to_signed (digits, 10, G_MININT64, G_MAXINT64, &integer, NULL))
    return json_node_init_int (json_node_alloc (), integer);

  real = g_ascii_strtod (digits, NULL);

  if (!isfinite (real)) {
    fail (parser, "the number is too large");
    return NULL;
  }

  return json_node_init_double (json_node_alloc (), real);
}

static JsonNode *
parse_word (Parser *parser)
{
  static const char *const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);

    if ((gsize) (parser->end - parser->at) >= length && memcmp (parser->at, words[i], length) == 0) {
      parser->at += length;

      return i == 2 ? json_node_init_null (json_node_alloc ())
                    : json_node_init_boolean (json_node_alloc (), i == 0);
    }
  }

  fail (parser, "expected a value");

  return NULL;
}

/* Of a container the opening bracket only. */
static JsonNode *
parse_value (Parser *parser)
{
  g_autofree char *text = NULL;
  JsonNode *node;

  skip_space (parser);

  if (take (parser, '{')) {
    node = json_node_new (JSON_NODE_OBJECT);
    json_node_take_object (node, json_object_new ());
    return node;
  }

  if (take (parser, '[')) {
    node = json_node_new (JSON_NODE_ARRAY);
    json_node_take_array (node, json_array_new ());
    return node;
  }

  if (parser->at < parser->end && *parser->at == '"') {
    text = parse_text (parser);
    return text ? json_node_init_string (json_node_alloc (), text) : NULL;
  }

  if (parser->at < parser->end && (*parser->at == '-' || g_ascii_isdigit (*parser->at)))
    return parse_number (parser);

  return parse_word (parser);
}

static gboolean
is_in_object (Parser *parser)
{
  return parser->depth > 0 && JSON_NODE_HOLDS_OBJECT (parser->open[parser->depth - 1]);
}

/* Takes @node. */
static void
put (Parser     *parser,
     const char *name,
     JsonNode   *node)
{
  if (parser->depth == 0)
    parser->root = node;
  else if (name != NULL)
    json_object_set_member (json_node_get_object (parser->open[parser->depth - 1]), name, node);
  else
    json_array_add_element (json_node_get_array (parser->open[parser->depth - 1]), node);
}

/* What comes after a value: closing brackets, then a comma or the end. */
static gboolean
parse_closings (Parser *parser)
{
  while (parser->depth > 0) {
    gboolean in_object = is_in_object (parser);

    skip_space (parser);

    if (take (parser, ','))
      return TRUE;

    if (!take (parser, in_object ? '}' : ']')) {
      fail (parser, in_object ? "expected “,” or “}”" : "expected “,” or “]”");
      return FALSE;
    }

    parser->depth--;
  }

  return TRUE;
}

/* One member, element or root, and what comes after it. */
static gboolean
parse_step (Parser *parser)
{
  g_autofree char *name = NULL;
  JsonNode *node;

  if (is_in_object (parser)) {
    name = parse_name (parser);
    if (name == NULL)
      return FALSE;
  }

  node = parse_value (parser);

  if (node == NULL)
    return FALSE;

  put (parser, name, node);

  if (JSON_NODE_HOLDS_VALUE (node) || JSON_NODE_HOLDS_NULL (node))
    return parse_closings (parser);

  if (parser->depth == AUS_JSON_MAX_DEPTH) {
    fail (parser, "nested too deeply");
    return FALSE;
  }

  parser->open[parser->depth++] = node;
  skip_space (parser);

  if (parser->at < parser->end && *parser->at == (is_in_object (parser) ? '}' : ']'))
    return parse_closings (parser);

  return TRUE;
}

static gboolean
parse_document (Parser *parser)
{
  if (!g_utf8_validate (parser->start, parser->end - parser->start, &parser->at)) {
    fail (parser, "not UTF-8");
    return FALSE;
  }

  parser->at = parser->start;

  do {
    if (!parse_step (parser))
      return FALSE;
  } while (parser->depth > 0);

  skip_space (parser);

  if (parser->at < parser->end) {
    fail (parser, "expected nothing more");
    return FALSE;
  }

  return TRUE;
}

JsonNode *
aus_json_parse (const char  *data,
                gssize       length,
                GError     **error)
{
  Parser parser = { .start = data, .at = data, .error = error };

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  parser.end = data + (length < 0 ? (gssize) strlen (data) : length);

  if (!parse_document (&parser)) {
    g_clear_pointer (&parser.root, json_node_unref);
    return NULL;
  }

  return parser.root;
}

JsonObject *
aus_json_parse_object (const char  *data,
                       gssize       length,
                       GError     **error)
{
  g_autoptr (JsonNode) node = aus_json_parse (data, length, error);

  if (node == NULL)
    return NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_MALFORMED, "expected an object, in “{” and “}”");
    return NULL;
  }

  return json_node_dup_object (node);
}

static JsonNode *
get_value (JsonObject *object,
           const char *name,
           GType       type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type ? node : NULL;
}

const char *
aus_json_get_text (JsonObject *object,
                   const char *name)
{
  JsonNode *node;

  g_return_val_if_fail (object != NULL && name != NULL, NULL);

  node = get_value (object, name, G_TYPE_STRING);

  return node ? json_node_get_string (node) : NULL;
}

gboolean
aus_json_get_boolean (JsonObject *object,
                      const char *name,
                      gboolean    fallback)
{
  JsonNode *node;

  g_return_val_if_fail (object != NULL && name != NULL, fallback);

  node = get_value (object, name, G_TYPE_BOOLEAN);

  return node ? json_node_get_boolean (node) : fallback;
}

gint64
aus_json_get_integer (JsonObject *object,
                      const char *name,
                      gint64      fallback)
{
  JsonNode *node;

  g_return_val_if_fail (object != NULL && name != NULL, fallback);

  node = get_value (object, name, G_TYPE_INT64);

  return node ? json_node_get_int (node) : fallback;
}
