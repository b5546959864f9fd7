#include "aus-sync-page.h"

#include "aus-booking.h"
#include "aus-consultation.h"
#include "aus-error.h"
#include "aus-json.h"
#include "aus-message.h"
#include "aus-participant.h"
#include "aus-patient.h"
#include "aus-record-json.h"
#include "aus-user.h"

static const struct
{
  const char *name;
  GType     (*get_type) (void);
} entities[] = {
  { "users", aus_user_get_type },
  { "patients", aus_patient_get_type },
  { "bookings", aus_booking_get_type },
  { "consultations", aus_consultation_get_type },
  { "participants", aus_participant_get_type },
  { "messages", aus_message_get_type },
};

static GType
find_type (const char *entity)
{
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++) {
    if (g_strcmp0 (entities[i].name, entity) == 0)
      return entities[i].get_type ();
  }

  return G_TYPE_INVALID;
}

static void
tombstone_free (gpointer data)
{
  AusTombstone *tombstone = data;

  g_free (tombstone->id);
  g_free (tombstone);
}

static void
add_tombstone (AusSyncPage    *self,
               GType       type,
               const char *id)
{
  AusTombstone *tombstone = g_new (AusTombstone, 1);

  tombstone->type = type;
  tombstone->id = g_strdup (id);
  g_ptr_array_add (self->deleted, tombstone);
}

static void
add_record (AusSyncPage    *self,
            GType       type,
            const char *id,
            JsonObject *object)
{
  g_autoptr (AusRecord) record = g_object_new (type, NULL);
  g_autoptr (GError) error = NULL;

  if (!aus_record_read_json (record, object, AUS_READ_TRUSTED, &error))
    g_warning ("Passing over a record of the server: %s", error->message);
  else if (g_strcmp0 (aus_record_get_id (record), id) != 0)
    g_warning ("Passing over a record of the server: its id is not that of the change");
  else
    g_ptr_array_add (self->saved, g_steal_pointer (&record));
}

static void
add_change (AusSyncPage    *self,
            JsonObject *change)
{
  GType type = find_type (aus_json_get_text (change, "entity"));
  const char *kind = aus_json_get_text (change, "kind");
  const char *id = aus_json_get_text (change, "id");
  JsonNode *record = json_object_get_member (change, "record");

  if (type == G_TYPE_INVALID || id == NULL)
    return;

  if (g_strcmp0 (kind, "delete") == 0)
    add_tombstone (self, type, id);
  else if (record != NULL && JSON_NODE_HOLDS_OBJECT (record))
    add_record (self, type, id, json_node_get_object (record));
}

static GDateTime *
parse_time (const char *text)
{
  return text ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
}

AusSyncPage *
aus_sync_page_parse (GBytes  *bytes,
                GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonObject) object = aus_json_parse_object (data, (gssize) length, error);
  g_autoptr (AusSyncPage) self = NULL;
  JsonNode *changes;
  JsonArray *array;

  if (object == NULL)
    return NULL;

  changes = json_object_get_member (object, "changes");
  self = g_new0 (AusSyncPage, 1);
  self->saved = g_ptr_array_new_with_free_func (g_object_unref);
  self->deleted = g_ptr_array_new_with_free_func (tombstone_free);
  self->next = aus_json_get_integer (object, "next", -1);
  self->more = aus_json_get_boolean (object, "more", FALSE);
  self->server_time = parse_time (aus_json_get_text (object, "server_time"));

  if (changes == NULL || !JSON_NODE_HOLDS_ARRAY (changes) || self->next < 0) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_MALFORMED, "The server's list of changes cannot be read");
    return NULL;
  }

  array = json_node_get_array (changes);

  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *change = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_OBJECT (change))
      add_change (self, json_node_get_object (change));
  }

  return g_steal_pointer (&self);
}

void
aus_sync_page_free (AusSyncPage *self)
{
  g_ptr_array_unref (self->saved);
  g_ptr_array_unref (self->deleted);
  g_clear_pointer (&self->server_time, g_date_time_unref);
  g_free (self);
}
