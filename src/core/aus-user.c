#include "aus-user.h"

#include "aus-checks.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (AusUser, aus_user, AUS_TYPE_RECORD)

static const AusField fields[] = {
  AUS_FIELD (AusUser, id, .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_ID),
  AUS_FIELD (AusUser, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusUser, email, .label = N_("E-Mail"), .flags = AUS_FIELD_REQUIRED, .check = aus_check_email,
             .audience = AUS_ROLES_STAFF | AUS_ROLES (PATIENT)),
  AUS_FIELD (AusUser, username, .label = N_("User Name"), .max_length = 64, .check = aus_check_line),
  AUS_FIELD (AusUser, title, .label = N_("Title"), .max_length = 32, .check = aus_check_line),
  AUS_FIELD (AusUser, first_name, .label = N_("First Name"), .flags = AUS_FIELD_REQUIRED,
             .check = aus_check_line),
  AUS_FIELD (AusUser, last_name, .label = N_("Last Name"), .flags = AUS_FIELD_REQUIRED,
             .check = aus_check_line),
  AUS_FIELD (AusUser, first_key, .flags = AUS_FIELD_SECRET, .key_of = "first_name"),
  AUS_FIELD (AusUser, last_key, .flags = AUS_FIELD_SECRET, .key_of = "last_name"),
  AUS_FIELD (AusUser, name, .flags = AUS_FIELD_COMPUTED),
  AUS_FIELD (AusUser, role, .label = N_("Role"), .flags = AUS_FIELD_REQUIRED,
             .enum_type = aus_role_get_type),
  AUS_FIELD (AusUser, phone, .label = N_("Phone"), .max_length = 64,
             .audience = AUS_ROLES_STAFF | AUS_ROLES (PATIENT)),
  AUS_FIELD (AusUser, password_hash, .flags = AUS_FIELD_SECRET),
  AUS_FIELD (AusUser, is_active, .label = N_("Active")),
  AUS_FIELD (AusUser, created_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusUser, updated_at, .flags = AUS_FIELD_READONLY),
};

static void
aus_user_class_init (AusUserClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "users", fields, G_N_ELEMENTS (fields));
}

static void
aus_user_init (AusUser *self)
{
}
