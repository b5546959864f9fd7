#pragma once

#include "aus-call-mode.h"
#include "aus-record.h"

G_BEGIN_DECLS

#define AUS_TYPE_CONSULTATION (aus_consultation_get_type ())

G_DECLARE_FINAL_TYPE (AusConsultation, aus_consultation, AUS, CONSULTATION, AusRecord)

struct _AusConsultation
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *booking_id;
  char      *doctor_id;
  char      *doctor_name;
  char      *patient_id;
  char      *patient_name;
  char      *appointment_date;
  char      *appointment_time;
  char      *time_zone;
  guint      video_provider;
  guint      meeting_state;
  char      *meeting_id;
  char      *meeting_url;
  char      *meeting_password;
  guint      status;
  GDateTime *scheduled_start;
  gint64     duration_planned;
  GDateTime *actual_start;
  GDateTime *actual_end;
  gint64     duration_minutes;
  gboolean   recording_enabled;
  char      *recording_url;
  guint      connection_quality;
  char      *notes;
  char      *reason;
  char      *cancel_reason;
  guint      no_show_kind;
  guint      change_request;
  GDateTime *requested_start;
  char      *request_reason;
  GDateTime *requested_at;
  gint64     issue_count;
  GDateTime *waiting_since;
  GDateTime *room_opens_at;
  guint      call_mode;
  guint      patient_presence;
  gboolean   is_active;
  gboolean   can_start;
  gint64     unread_messages;
  GDateTime *created_at;
  GDateTime *updated_at;
};

G_END_DECLS
