#include "aus-ids.h"

#include "aus-uuid.h"

#include <string.h>

static gboolean
names_id (const char *name)
{
  return strcmp (name, "id") == 0 || strcmp (name, "to") == 0 || g_str_has_suffix (name, "_id");
}

static void
lower (char *id)
{
  for (char *at = id; *at != '\0'; at++)
    *at = g_ascii_tolower (*at);
}

void
aus_ids_lower_members (JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);

  while (json_object_iter_next (&iter, &name, &node)) {
    g_autofree char *id = names_id (name) && JSON_NODE_HOLDS_VALUE (node) ? json_node_dup_string (node) : NULL;

    if (id == NULL || !aus_uuid_is_valid (id))
      continue;

    lower (id);
    json_node_set_string (node, id);
  }
}

void
aus_ids_lower_query (GHashTable *query)
{
  GHashTableIter iter;
  const char *name;
  char *value;

  g_hash_table_iter_init (&iter, query);

  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &value)) {
    if (names_id (name) && aus_uuid_is_valid (value))
      lower (value);
  }
}
