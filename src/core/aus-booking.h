#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

#define AUS_TYPE_BOOKING (aus_booking_get_type ())

G_DECLARE_FINAL_TYPE (AusBooking, aus_booking, AUS, BOOKING, AusRecord)

struct _AusBooking
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *doctor_id;
  char      *doctor_name;
  char      *patient_id;
  char      *patient_name;
  char      *appointment_date;
  char      *appointment_time;
  char      *time_zone;
  GDateTime *starts_at;
  gint64     duration_minutes;
  guint      appointment_type;
  guint      status;
  guint      preferred_video_provider;
  char      *consultation_notes;
  char      *consultation_id;
  GDateTime *created_at;
  GDateTime *updated_at;
};

G_END_DECLS
