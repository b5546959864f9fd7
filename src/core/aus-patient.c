#include "aus-patient.h"

#include "aus-checks.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (AusPatient, aus_patient, AUS_TYPE_RECORD)

static const AusField fields[] = {
  AUS_FIELD (AusPatient, id, .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_ID),
  AUS_FIELD (AusPatient, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusPatient, user_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_NULLABLE | AUS_FIELD_ID),
  AUS_FIELD (AusPatient, given_name, .label = N_("Given Name"), .flags = AUS_FIELD_REQUIRED,
             .check = aus_check_line),
  AUS_FIELD (AusPatient, family_name, .label = N_("Family Name"), .flags = AUS_FIELD_REQUIRED,
             .check = aus_check_line),
  AUS_FIELD (AusPatient, given_key, .flags = AUS_FIELD_SECRET, .key_of = "given_name"),
  AUS_FIELD (AusPatient, family_key, .flags = AUS_FIELD_SECRET, .key_of = "family_name"),
  AUS_FIELD (AusPatient, name, .flags = AUS_FIELD_COMPUTED),
  AUS_FIELD (AusPatient, born, .label = N_("Date of Birth, as 1956-04-23"), .check = aus_check_date),
  AUS_FIELD (AusPatient, sex, .label = N_("Sex"), .enum_type = aus_sex_get_type),
  AUS_FIELD (AusPatient, phone, .label = N_("Phone"), .max_length = 64),
  AUS_FIELD (AusPatient, phone_key, .flags = AUS_FIELD_SECRET),
  AUS_FIELD (AusPatient, email, .label = N_("E-Mail"), .check = aus_check_email),
  AUS_FIELD (AusPatient, language, .label = N_("Language"), .max_length = 35),
  AUS_FIELD (AusPatient, created_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusPatient, updated_at, .flags = AUS_FIELD_READONLY),
};

static void
aus_patient_class_init (AusPatientClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "patients", fields, G_N_ELEMENTS (fields));
}

static void
aus_patient_init (AusPatient *self)
{
}
