#include "aus-door.h"

#include "aus-checks.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (AusDoor, aus_door, AUS_TYPE_RECORD)

static const AusField fields[] = {
  AUS_FIELD (AusDoor, id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusDoor, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusDoor, consultation_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusDoor, token_hash, .flags = AUS_FIELD_SECRET),
  AUS_FIELD (AusDoor, role, .label = N_("Role"), .flags = AUS_FIELD_REQUIRED,
             .enum_type = aus_role_get_type),
  AUS_FIELD (AusDoor, name, .label = N_("Name"), .max_length = 120, .check = aus_check_line),
  AUS_FIELD (AusDoor, first_opened_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusDoor, revoked_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusDoor, created_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusDoor, updated_at, .flags = AUS_FIELD_READONLY),
};

static void
aus_door_class_init (AusDoorClass *klass)
{
  AUS_RECORD_CLASS (klass)->is_unfollowed = TRUE;
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "doors", fields, G_N_ELEMENTS (fields));
}

static void
aus_door_init (AusDoor *self)
{
}
