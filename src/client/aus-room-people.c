#include "aus-room-people.h"

#include "aus-json.h"

static AusParticipant *
find (GListStore *people,
      const char *id,
      guint      *position)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (people));

  for (guint i = 0; i < n_items; i++) {
    g_autoptr (AusParticipant) person = g_list_model_get_item (G_LIST_MODEL (people), i);

    if (g_strcmp0 (person->id, id) == 0) {
      *position = i;
      return person;
    }
  }

  return NULL;
}

/* The one of that id, who comes in now where he was not there. Owned by @people. */
static AusParticipant *
demand (GListStore *people,
        const char *id)
{
  g_autoptr (AusParticipant) person = NULL;
  guint position;
  AusParticipant *found = find (people, id, &position);

  if (found != NULL)
    return found;

  person = g_object_new (AUS_TYPE_PARTICIPANT, "id", id, NULL);
  g_list_store_append (people, person);

  return person;
}

static void
set_word (AusParticipant *person,
          const char     *property,
          GType           type,
          const char     *nick)
{
  guint value;

  if (nick != NULL && aus_enum_from_nick (type, nick, &value))
    g_object_set (person, property, value, NULL);
}

/* Roles of users that no participant has are those of assistants. */
static void
set_role (AusParticipant *person,
          const char     *nick)
{
  guint value;

  if (nick == NULL)
    return;

  if (!aus_enum_from_nick (AUS_TYPE_PARTICIPANT_ROLE, nick, &value))
    value = AUS_PARTICIPANT_ROLE_ASSISTANT;

  g_object_set (person, "role", value, NULL);
}

static void
describe (AusParticipant *person,
          const char     *name,
          const char     *role)
{
  if (name != NULL)
    g_object_set (person, "name", name, NULL);

  set_role (person, role);
}

/* Somebody whose presence was not withdrawn, but whose socket is gone, is lost to us. */
static void
mark_lost (AusParticipant *person)
{
  switch ((AusPresence) person->presence) {
    case AUS_PRESENCE_HERE:
    case AUS_PRESENCE_TESTING:
    case AUS_PRESENCE_NO_CAMERA:
    case AUS_PRESENCE_IN_CALL:
      g_object_set (person, "presence", AUS_PRESENCE_LOST, NULL);
      break;
    case AUS_PRESENCE_AWAY:
    case AUS_PRESENCE_ASLEEP:
    /* Their page may be the provider's for now. */
    case AUS_PRESENCE_IN_MEETING:
    case AUS_PRESENCE_LOST:
    case AUS_PRESENCE_LEFT:
      break;
  }
}

static void
take_one (GListStore *people,
          JsonObject *object,
          GHashTable *ids)
{
  const char *id = aus_json_get_text (object, "id");
  AusParticipant *person;

  if (id == NULL)
    return;

  person = demand (people, id);
  g_object_freeze_notify (G_OBJECT (person));
  describe (person, aus_json_get_text (object, "name"), aus_json_get_text (object, "role"));
  set_word (person, "presence", AUS_TYPE_PRESENCE, aus_json_get_text (object, "presence"));
  set_word (person, "admission", AUS_TYPE_ADMISSION, aus_json_get_text (object, "admission"));
  set_word (person, "picture", AUS_TYPE_PICTURE, aus_json_get_text (object, "picture"));

  if (!aus_json_get_boolean (object, "connected", TRUE))
    mark_lost (person);

  g_object_thaw_notify (G_OBJECT (person));
  g_hash_table_add (ids, g_strdup (id));
}

static void
drop_others (GListStore *people,
             GHashTable *ids)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (people)); i > 0; i--) {
    g_autoptr (AusParticipant) person = g_list_model_get_item (G_LIST_MODEL (people), i - 1);

    if (!g_hash_table_contains (ids, person->id))
      g_list_store_remove (people, i - 1);
  }
}

void
aus_room_people_take (GListStore *people,
                      JsonObject *frame)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonNode *node = json_object_get_member (frame, "participants");
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;

  array = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_OBJECT (element))
      take_one (people, json_node_get_object (element), ids);
  }

  drop_others (people, ids);
}

static void
follow_leaving (AusParticipant *person,
                const char     *reason)
{
  AusPresence presence = AUS_PRESENCE_LEFT;

  if (g_strcmp0 (reason, "lost") == 0)
    presence = AUS_PRESENCE_LOST;
  /* Hanging up ends the call, not the visit. */
  else if (g_strcmp0 (reason, "hung_up") == 0)
    presence = AUS_PRESENCE_HERE;

  g_object_set (person, "presence", presence, NULL);
}

void
aus_room_people_follow (GListStore *people,
                        JsonObject *frame)
{
  const char *type = aus_json_get_text (frame, "type");
  const char *id = aus_json_get_text (frame, "participant_id");
  const char *name = aus_json_get_text (frame, "user_name");
  const char *role = aus_json_get_text (frame, "user_role");
  guint position;

  if (id == NULL)
    return;

  if (g_strcmp0 (type, "user_joined") == 0) {
    AusParticipant *person = demand (people, id);

    describe (person, name, role);
    g_object_set (person, "presence", AUS_PRESENCE_HERE, NULL);
  } else if (g_strcmp0 (type, "presence") == 0) {
    AusParticipant *person = demand (people, id);

    describe (person, name, role);
    set_word (person, "presence", AUS_TYPE_PRESENCE, aus_json_get_text (frame, "state"));
    set_word (person, "picture", AUS_TYPE_PICTURE, aus_json_get_text (frame, "picture"));
  } else if (g_strcmp0 (type, "admission") == 0) {
    AusParticipant *person = demand (people, id);

    describe (person, name, role);
    set_word (person, "admission", AUS_TYPE_ADMISSION, aus_json_get_text (frame, "state"));
  } else if (g_strcmp0 (type, "user_left") == 0 && find (people, id, &position) != NULL) {
    follow_leaving (demand (people, id), aus_json_get_text (frame, "reason"));
  }
}
