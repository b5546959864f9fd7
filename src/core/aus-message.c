#include "aus-message.h"

G_DEFINE_FINAL_TYPE (AusMessage, aus_message, AUS_TYPE_RECORD)

static const AusField fields[] = {
  AUS_FIELD (AusMessage, id, .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_ID),
  AUS_FIELD (AusMessage, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusMessage, consultation_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusMessage, sender_id, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusMessage, sender_name, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusMessage, sender_role, .flags = AUS_FIELD_READONLY, .enum_type = aus_role_get_type),
  AUS_FIELD (AusMessage, message, .max_length = 4000),
  AUS_FIELD (AusMessage, message_type, .enum_type = aus_message_type_get_type),
  AUS_FIELD (AusMessage, is_private, .audience = AUS_ROLES_STAFF | AUS_ROLES_BY_DOOR),
  AUS_FIELD (AusMessage, timestamp, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusMessage, position, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusMessage, file_id, .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_NULLABLE | AUS_FIELD_ID),
  AUS_FIELD (AusMessage, file_name, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusMessage, file_type, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusMessage, file_size, .flags = AUS_FIELD_READONLY),
};

static void
aus_message_class_init (AusMessageClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "messages", fields, G_N_ELEMENTS (fields));
}

static void
aus_message_init (AusMessage *self)
{
}
