#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

#define AUS_TYPE_PATIENT (aus_patient_get_type ())

G_DECLARE_FINAL_TYPE (AusPatient, aus_patient, AUS, PATIENT, AusRecord)

struct _AusPatient
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *user_id;
  char      *given_name;
  char      *family_name;
  char      *given_key;
  char      *family_key;
  char      *name;
  char      *born;
  guint      sex;
  char      *phone;
  char      *phone_key;
  char      *email;
  char      *language;
  GDateTime *created_at;
  GDateTime *updated_at;
};

G_END_DECLS
