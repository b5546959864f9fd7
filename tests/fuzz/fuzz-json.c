#include "aus-fuzz.h"

#include "aus-error.h"
#include "aus-json.h"
#include "aus-json-writer.h"

#include <math.h>

/* Whatever is taken for JSON is written by our own writer and read back as the same, and json-glib reads it as the same
 * value. How deep it is nested is counted here once more. */

static void
write_value (AusJsonWriter *writer,
             const char    *name,
             JsonNode      *node)
{
  switch (json_node_get_value_type (node)) {
    case G_TYPE_STRING:
      aus_json_add_text (writer, name, json_node_get_string (node));
      break;
    case G_TYPE_INT64:
      aus_json_add_integer (writer, name, json_node_get_int (node));
      break;
    case G_TYPE_BOOLEAN:
      aus_json_add_boolean (writer, name, json_node_get_boolean (node));
      break;
    default:
      g_assert_cmpuint (json_node_get_value_type (node), ==, G_TYPE_DOUBLE);
      aus_json_add_real (writer, name, json_node_get_double (node));
  }
}

static void
write_node (AusJsonWriter *writer,
            const char    *name,
            JsonNode      *node)
{
  JsonObjectIter iter;
  JsonNode *member;
  const char *key;

  switch (json_node_get_node_type (node)) {
    case JSON_NODE_OBJECT:
      aus_json_begin_object (writer, name);
      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &key, &member)) {
        g_autofree char *escaped = aus_json_escape (key);

        write_node (writer, escaped, member);
      }
      aus_json_end_object (writer);
      break;
    case JSON_NODE_ARRAY:
      aus_json_begin_array (writer, name);
      for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
        write_node (writer, NULL, json_array_get_element (json_node_get_array (node), i));
      aus_json_end_array (writer);
      break;
    case JSON_NODE_VALUE:
      write_value (writer, name, node);
      break;
    case JSON_NODE_NULL:
      aus_json_add_null (writer, name);
      break;
  }
}

static GBytes *
write_text (JsonNode *root)
{
  AusJsonWriter writer;

  aus_json_writer_init (&writer);
  write_node (&writer, NULL, root);

  return aus_json_writer_finish (&writer);
}

static guint
count_depth (const char *text,
             gsize       length)
{
  gboolean quoted = FALSE;
  guint depth = 0, deepest = 0;

  for (gsize i = 0; i < length; i++) {
    if (quoted && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (!quoted && (text[i] == '{' || text[i] == '['))
      depth++;
    else if (!quoted && (text[i] == '}' || text[i] == ']'))
      depth--;

    deepest = MAX (deepest, depth);
  }

  return deepest;
}

/* Whole numbers beyond 64 bits are reals here; json-glib takes the nearest of 64 bits for them. */
static gboolean
is_huge (JsonNode *node)
{
  g_autoptr (GList) children = NULL;
  gboolean found = FALSE;

  if (JSON_NODE_HOLDS_VALUE (node))
    return json_node_get_value_type (node) == G_TYPE_DOUBLE && fabs (json_node_get_double (node)) >= 0x1p63;

  if (JSON_NODE_HOLDS_OBJECT (node))
    children = json_object_get_values (json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    children = json_array_get_elements (json_node_get_array (node));

  for (GList *child = children; child != NULL && !found; child = child->next)
    found = is_huge (child->data);

  return found;
}

static void
compare (JsonNode   *root,
         const char *text,
         gsize       length)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;

  json_node_seal (root);

  if (is_huge (root))
    return;

  json_parser_load_from_data (parser, text, (gssize) length, &error);
  g_assert_no_error (error);
  g_assert_true (json_node_equal (root, json_parser_get_root (parser)));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *text = (const char *) data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = aus_json_parse (text, (gssize) size, &error);
  g_autoptr (JsonNode) again = NULL;
  g_autoptr (GBytes) written = NULL;
  gsize length;

  if (root == NULL) {
    g_assert_error (error, AUS_ERROR, AUS_ERROR_MALFORMED);
    return 0;
  }

  g_assert_no_error (error);
  g_assert_cmpuint (count_depth (text, size), <=, AUS_JSON_MAX_DEPTH);
  written = write_text (root);
  text = g_bytes_get_data (written, &length);
  again = aus_json_parse (text, (gssize) length, &error);
  g_assert_no_error (error);
  compare (root, (const char *) data, size);
  json_node_seal (again);
  g_assert_true (json_node_equal (root, again));

  return 0;
}
