#include "aus-json.h"

#include "aus-error.h"
#include "aus-json-scanner.h"

#include <string.h>

/*
 * json-glib's own parser takes “var x = 010” for 8, cuts texts at “\u0000”, reads 1e400 as infinity and
 * overflows the stack on deep input. Therefore it only lends its nodes here.
 *
 * An open container already sits in its parent, so that the root owns everything.
 */
typedef struct
{
  AusJsonScanner scanner;

  JsonNode *root;
  JsonNode *open[AUS_JSON_MAX_DEPTH];
  guint depth;
} Parser;

static char *
parse_name (AusJsonScanner *scanner)
{
  g_autofree char *name = NULL;

  aus_json_scanner_skip_space (scanner);
  name = aus_json_scanner_parse_text (scanner);

  if (name == NULL)
    return NULL;

  aus_json_scanner_skip_space (scanner);

  if (!aus_json_scanner_take (scanner, ':')) {
    aus_json_scanner_fail (scanner, "expected “:”");
    return NULL;
  }

  return g_steal_pointer (&name);
}

/* Of a container the opening bracket only. */
static JsonNode *
parse_value (AusJsonScanner *scanner)
{
  g_autofree char *text = NULL;
  JsonNode *node;
  char next;

  aus_json_scanner_skip_space (scanner);

  if (aus_json_scanner_take (scanner, '{')) {
    node = json_node_new (JSON_NODE_OBJECT);
    json_node_take_object (node, json_object_new ());
    return node;
  }

  if (aus_json_scanner_take (scanner, '[')) {
    node = json_node_new (JSON_NODE_ARRAY);
    json_node_take_array (node, json_array_new ());
    return node;
  }

  next = aus_json_scanner_peek (scanner);

  if (next == '"') {
    text = aus_json_scanner_parse_text (scanner);
    return text ? json_node_init_string (json_node_alloc (), text) : NULL;
  }

  return next == '-' || g_ascii_isdigit (next) ? aus_json_scanner_parse_number (scanner)
                                               : aus_json_scanner_parse_word (scanner);
}

static gboolean
is_in_object (Parser *parser)
{
  return parser->depth > 0 && JSON_NODE_HOLDS_OBJECT (parser->open[parser->depth - 1]);
}

/* Takes @node. */
static gboolean
put (Parser     *parser,
     const char *name,
     JsonNode   *node)
{
  JsonNode *container = parser->depth > 0 ? parser->open[parser->depth - 1] : NULL;

  if (container == NULL) {
    parser->root = node;
    return TRUE;
  }

  if (name == NULL) {
    json_array_add_element (json_node_get_array (container), node);
    return TRUE;
  }

  json_object_set_member (json_node_get_object (container), name, node);

  if (json_object_get_size (json_node_get_object (container)) <= AUS_JSON_MAX_MEMBERS)
    return TRUE;

  aus_json_scanner_fail (&parser->scanner, "too many members");

  return FALSE;
}

/* What comes after a value: closing brackets, then a comma or the end. */
static gboolean
parse_closings (Parser *parser)
{
  while (parser->depth > 0) {
    gboolean in_object = is_in_object (parser);

    aus_json_scanner_skip_space (&parser->scanner);

    if (aus_json_scanner_take (&parser->scanner, ','))
      return TRUE;

    if (!aus_json_scanner_take (&parser->scanner, in_object ? '}' : ']')) {
      aus_json_scanner_fail (&parser->scanner, in_object ? "expected “,” or “}”" : "expected “,” or “]”");
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
    name = parse_name (&parser->scanner);
    if (name == NULL)
      return FALSE;
  }

  node = parse_value (&parser->scanner);

  if (node == NULL || !put (parser, name, node))
    return FALSE;

  if (JSON_NODE_HOLDS_VALUE (node) || JSON_NODE_HOLDS_NULL (node))
    return parse_closings (parser);

  if (parser->depth == AUS_JSON_MAX_DEPTH) {
    aus_json_scanner_fail (&parser->scanner, "nested too deeply");
    return FALSE;
  }

  parser->open[parser->depth++] = node;
  aus_json_scanner_skip_space (&parser->scanner);

  if (aus_json_scanner_peek (&parser->scanner) == (is_in_object (parser) ? '}' : ']'))
    return parse_closings (parser);

  return TRUE;
}

static gboolean
parse_document (Parser *parser)
{
  AusJsonScanner *scanner = &parser->scanner;

  if (!g_utf8_validate (scanner->start, scanner->end - scanner->start, &scanner->at)) {
    aus_json_scanner_fail (scanner, "not UTF-8");
    return FALSE;
  }

  scanner->at = scanner->start;

  do {
    if (!parse_step (parser))
      return FALSE;
  } while (parser->depth > 0);

  aus_json_scanner_skip_space (scanner);

  if (scanner->at < scanner->end) {
    aus_json_scanner_fail (scanner, "expected nothing more");
    return FALSE;
  }

  return TRUE;
}

JsonNode *
aus_json_parse (const char  *data,
                gssize       length,
                GError     **error)
{
  const char *start = data ? data : "";
  Parser parser = { .scanner = { .start = start, .at = start, .error = error } };

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  parser.scanner.end = start + (length < 0 ? (gssize) strlen (start) : length);

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

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    return NULL;

  return node;
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
