#include "aus-test-thing.h"

#include "aus-checks.h"

G_DEFINE_FINAL_TYPE (AusTestThing, aus_test_thing, AUS_TYPE_RECORD)

static const AusField fields[] = {
  AUS_FIELD (AusTestThing, id, .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_ID),
  AUS_FIELD (AusTestThing, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusTestThing, name, .flags = AUS_FIELD_REQUIRED, .max_length = 10),
  AUS_FIELD (AusTestThing, given_by, .flags = AUS_FIELD_NULLABLE),
  AUS_FIELD (AusTestThing, other_id, .flags = AUS_FIELD_NULLABLE | AUS_FIELD_ID),
  AUS_FIELD (AusTestThing, email, .check = aus_check_email),
  AUS_FIELD (AusTestThing, count, .minimum = 1, .maximum = 10),
  AUS_FIELD (AusTestThing, limit, .flags = AUS_FIELD_NULLABLE),
  AUS_FIELD (AusTestThing, weight, .minimum = -5, .maximum = 5),
  AUS_FIELD (AusTestThing, is_good),
  AUS_FIELD (AusTestThing, made_at),
  AUS_FIELD (AusTestThing, sex, .enum_type = aus_sex_get_type),
  AUS_FIELD (AusTestThing, origin, .flags = AUS_FIELD_CREATE_ONLY),
  AUS_FIELD (AusTestThing, diary, .flags = AUS_FIELD_DETAIL, .audience = AUS_ROLES (DOCTOR) | AUS_ROLES (NURSE)),
  AUS_FIELD (AusTestThing, key, .flags = AUS_FIELD_SECRET),
  AUS_FIELD (AusTestThing, summary, .flags = AUS_FIELD_COMPUTED),
};

static void
aus_test_thing_class_init (AusTestThingClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "things", fields, G_N_ELEMENTS (fields));
}

static void
aus_test_thing_init (AusTestThing *self)
{
}
