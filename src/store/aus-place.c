#include "aus-place.h"

#include "aus-base64url.h"
#include "aus-json.h"
#include "aus-json-writer.h"
#include "aus-statement-private.h"

#include <string.h>

#define DESCENDING " DESC"

/* (transfer full): what is sorted by. */
static GStrv
split_order (const char *order,
             gboolean   *descends)
{
  GStrv columns = g_strsplit (order, ", ", -1);

  *descends = g_str_has_suffix (order, DESCENDING);

  for (guint i = 0; columns[i] != NULL; i++) {
    g_assert (g_str_has_suffix (columns[i], DESCENDING) == *descends);

    if (*descends)
      columns[i][strlen (columns[i]) - strlen (DESCENDING)] = '\0';
  }

  return columns;
}

static int
find_column (AusStatement *row,
             const char   *name)
{
  const gsize length = strcspn (name, " ");

  for (int i = 0; i < sqlite3_column_count (row->handle); i++) {
    const char *column = sqlite3_column_name (row->handle, i);

    if (strncmp (column, name, length) == 0 && column[length] == '\0')
      return i;
  }

  g_assert_not_reached ();
}

static void
add_value (AusJsonWriter *values,
           AusStatement  *row,
           int            column)
{
  if (sqlite3_column_type (row->handle, column) == SQLITE_INTEGER)
    aus_json_add_integer (values, NULL, aus_statement_get_integer (row, column));
  else
    aus_json_add_text (values, NULL, aus_statement_get_text (row, column));
}

/* A place says what order it is one of, for links are also written by hand. */
char *
aus_place_of_row (AusStatement *row,
                  const char   *order)
{
  gboolean descends;
  g_auto (GStrv) columns = split_order (order, &descends);
  AusJsonWriter values;
  char *place;

  aus_json_writer_init (&values);
  aus_json_begin_array (&values, NULL);
  aus_json_add_integer (&values, NULL, g_str_hash (order));

  for (guint i = 0; columns[i] != NULL; i++)
    add_value (&values, row, find_column (row, columns[i]));

  aus_json_end_array (&values);
  place = aus_base64url_encode (values.text->str, values.text->len);
  aus_json_writer_clear (&values);

  return place;
}

/* (transfer full) (nullable): the values of a place in @order, behind the name of that order. */
static JsonArray *
read_place (const char *order,
            guint       n_columns,
            const char *place)
{
  g_autoptr (GBytes) bytes = aus_base64url_decode (place, -1, NULL);
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *text = NULL;
  JsonNode *node;
  JsonArray *values;

  if (bytes == NULL)
    return NULL;

  text = g_strdup_printf ("{\"place\":%.*s}", (int) g_bytes_get_size (bytes),
                          (const char *) g_bytes_get_data (bytes, NULL));
  object = aus_json_parse_object (text, strlen (text), NULL);
  node = object ? json_object_get_member (object, "place") : NULL;
  values = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (values == NULL || json_array_get_length (values) != n_columns + 1 ||
      json_node_get_value_type (json_array_get_element (values, 0)) != G_TYPE_INT64 ||
      json_array_get_int_element (values, 0) != g_str_hash (order))
    return NULL;

  return json_array_ref (values);
}

gboolean
aus_place_narrow (AusQuery   *query,
                  const char *order,
                  const char *place)
{
  gboolean descends;
  g_auto (GStrv) columns = split_order (order, &descends);
  g_autoptr (JsonArray) values = read_place (order, g_strv_length (columns), place);
  g_autofree char *left = g_strjoinv (", ", columns);
  g_autoptr (GString) clause = g_string_new (NULL);

  if (values == NULL)
    return FALSE;

  g_string_printf (clause, "(%s) %s (", left, descends ? "<" : ">");

  for (guint i = 0; columns[i] != NULL; i++)
    g_string_append (clause, i > 0 ? ", ?" : "?");

  g_string_append_c (clause, ')');
  aus_query_and (query, clause->str);

  for (guint i = 0; columns[i] != NULL; i++) {
    JsonNode *value = json_array_get_element (values, i + 1);

    if (json_node_get_value_type (value) == G_TYPE_INT64)
      aus_query_bind_integer (query, json_node_get_int (value));
    else if (json_node_get_value_type (value) == G_TYPE_STRING)
      aus_query_bind_text (query, json_node_get_string (value));
    else
      return FALSE;
  }

  return TRUE;
}
