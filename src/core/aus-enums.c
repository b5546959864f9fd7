#include "aus-enums.h"

G_DEFINE_ENUM_TYPE (AusRole, aus_role,
                    G_DEFINE_ENUM_VALUE (AUS_ROLE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (AUS_ROLE_ADMIN, "admin"),
                    G_DEFINE_ENUM_VALUE (AUS_ROLE_DOCTOR, "doctor"),
                    G_DEFINE_ENUM_VALUE (AUS_ROLE_NURSE, "nurse"),
                    G_DEFINE_ENUM_VALUE (AUS_ROLE_RECEPTIONIST, "receptionist"),
                    G_DEFINE_ENUM_VALUE (AUS_ROLE_PATIENT, "patient"),
                    G_DEFINE_ENUM_VALUE (AUS_ROLE_GUEST, "guest"),
                    G_DEFINE_ENUM_VALUE (AUS_ROLE_INTERPRETER, "interpreter"))

G_DEFINE_ENUM_TYPE (AusSex, aus_sex,
                    G_DEFINE_ENUM_VALUE (AUS_SEX_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (AUS_SEX_FEMALE, "female"),
                    G_DEFINE_ENUM_VALUE (AUS_SEX_MALE, "male"),
                    G_DEFINE_ENUM_VALUE (AUS_SEX_OTHER, "other"))

G_DEFINE_ENUM_TYPE (AusVideoProvider, aus_video_provider,
                    G_DEFINE_ENUM_VALUE (AUS_VIDEO_PROVIDER_BUILTIN, "builtin"),
                    G_DEFINE_ENUM_VALUE (AUS_VIDEO_PROVIDER_JITSI, "jitsi"),
                    G_DEFINE_ENUM_VALUE (AUS_VIDEO_PROVIDER_ZOOM, "zoom"),
                    G_DEFINE_ENUM_VALUE (AUS_VIDEO_PROVIDER_GOOGLE_MEET, "google_meet"))

G_DEFINE_ENUM_TYPE (AusMeetingState, aus_meeting_state,
                    G_DEFINE_ENUM_VALUE (AUS_MEETING_STATE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (AUS_MEETING_STATE_PENDING, "pending"),
                    G_DEFINE_ENUM_VALUE (AUS_MEETING_STATE_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (AUS_MEETING_STATE_FAILED, "failed"))

G_DEFINE_ENUM_TYPE (AusStatus, aus_status,
                    G_DEFINE_ENUM_VALUE (AUS_STATUS_SCHEDULED, "scheduled"),
                    G_DEFINE_ENUM_VALUE (AUS_STATUS_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (AUS_STATUS_IN_PROGRESS, "in_progress"),
                    G_DEFINE_ENUM_VALUE (AUS_STATUS_COMPLETED, "completed"),
                    G_DEFINE_ENUM_VALUE (AUS_STATUS_CANCELLED, "cancelled"),
                    G_DEFINE_ENUM_VALUE (AUS_STATUS_NO_SHOW, "no_show"))

G_DEFINE_ENUM_TYPE (AusQuality, aus_quality,
                    G_DEFINE_ENUM_VALUE (AUS_QUALITY_NONE, ""),
                    G_DEFINE_ENUM_VALUE (AUS_QUALITY_EXCELLENT, "excellent"),
                    G_DEFINE_ENUM_VALUE (AUS_QUALITY_GOOD, "good"),
                    G_DEFINE_ENUM_VALUE (AUS_QUALITY_FAIR, "fair"),
                    G_DEFINE_ENUM_VALUE (AUS_QUALITY_POOR, "poor"))

G_DEFINE_ENUM_TYPE (AusBookingStatus, aus_booking_status,
                    G_DEFINE_ENUM_VALUE (AUS_BOOKING_STATUS_PENDING, "pending"),
                    G_DEFINE_ENUM_VALUE (AUS_BOOKING_STATUS_CONFIRMED, "confirmed"),
                    G_DEFINE_ENUM_VALUE (AUS_BOOKING_STATUS_COMPLETED, "completed"),
                    G_DEFINE_ENUM_VALUE (AUS_BOOKING_STATUS_CANCELLED, "cancelled"),
                    G_DEFINE_ENUM_VALUE (AUS_BOOKING_STATUS_NO_SHOW, "no_show"))

G_DEFINE_ENUM_TYPE (AusAppointmentType, aus_appointment_type,
                    G_DEFINE_ENUM_VALUE (AUS_APPOINTMENT_TYPE_IN_PERSON, "in_person"),
                    G_DEFINE_ENUM_VALUE (AUS_APPOINTMENT_TYPE_VIRTUAL, "virtual"))

G_DEFINE_ENUM_TYPE (AusMessageType, aus_message_type,
                    G_DEFINE_ENUM_VALUE (AUS_MESSAGE_TYPE_TEXT, "text"),
                    G_DEFINE_ENUM_VALUE (AUS_MESSAGE_TYPE_SYSTEM, "system"),
                    G_DEFINE_ENUM_VALUE (AUS_MESSAGE_TYPE_FILE, "file"),
                    G_DEFINE_ENUM_VALUE (AUS_MESSAGE_TYPE_PRESCRIPTION, "prescription"))

G_DEFINE_ENUM_TYPE (AusParticipantRole, aus_participant_role,
                    G_DEFINE_ENUM_VALUE (AUS_PARTICIPANT_ROLE_DOCTOR, "doctor"),
                    G_DEFINE_ENUM_VALUE (AUS_PARTICIPANT_ROLE_PATIENT, "patient"),
                    G_DEFINE_ENUM_VALUE (AUS_PARTICIPANT_ROLE_OBSERVER, "observer"),
                    G_DEFINE_ENUM_VALUE (AUS_PARTICIPANT_ROLE_ASSISTANT, "assistant"),
                    G_DEFINE_ENUM_VALUE (AUS_PARTICIPANT_ROLE_INTERPRETER, "interpreter"),
                    G_DEFINE_ENUM_VALUE (AUS_PARTICIPANT_ROLE_GUEST, "guest"))

G_DEFINE_ENUM_TYPE (AusPresence, aus_presence,
                    G_DEFINE_ENUM_VALUE (AUS_PRESENCE_AWAY, "away"),
                    G_DEFINE_ENUM_VALUE (AUS_PRESENCE_HERE, "here"),
                    G_DEFINE_ENUM_VALUE (AUS_PRESENCE_TESTING, "testing"),
                    G_DEFINE_ENUM_VALUE (AUS_PRESENCE_NO_CAMERA, "no_camera"),
                    G_DEFINE_ENUM_VALUE (AUS_PRESENCE_ASLEEP, "asleep"),
                    G_DEFINE_ENUM_VALUE (AUS_PRESENCE_IN_CALL, "in_call"),
                    G_DEFINE_ENUM_VALUE (AUS_PRESENCE_IN_MEETING, "in_meeting"),
                    G_DEFINE_ENUM_VALUE (AUS_PRESENCE_LOST, "lost"),
                    G_DEFINE_ENUM_VALUE (AUS_PRESENCE_LEFT, "left"))

const char *
aus_enum_to_nick (GType type,
                  guint value)
{
  GEnumClass *klass = g_type_class_ref (type);
  GEnumValue *row = g_enum_get_value (klass, value);

  g_type_class_unref (klass);
  g_return_val_if_fail (row != NULL, "");

  /* The table is static, so it outlives the class. */
  return row->value_nick;
}

gboolean
aus_enum_from_nick (GType       type,
                    const char *nick,
                    guint      *value)
{
  GEnumClass *klass = g_type_class_ref (type);
  GEnumValue *row = g_enum_get_value_by_nick (klass, nick);

  if (row != NULL)
    *value = row->value;

  g_type_class_unref (klass);

  return row != NULL;
}

char *
aus_enum_list (GType type)
{
  GEnumClass *klass = g_type_class_ref (type);
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < klass->n_values; i++) {
    if (*klass->values[i].value_nick != '\0')
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", klass->values[i].value_nick);
  }

  g_type_class_unref (klass);

  return g_string_free (list, FALSE);
}
