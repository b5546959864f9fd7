#include "aus-participant.h"

G_DEFINE_ENUM_TYPE (AusAdmission, aus_admission,
                    G_DEFINE_ENUM_VALUE (AUS_ADMISSION_IN, "in"),
                    G_DEFINE_ENUM_VALUE (AUS_ADMISSION_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (AUS_ADMISSION_HELD, "held"))

G_DEFINE_ENUM_TYPE (AusPicture, aus_picture,
                    G_DEFINE_ENUM_VALUE (AUS_PICTURE_ON, "on"),
                    G_DEFINE_ENUM_VALUE (AUS_PICTURE_OFF, "off"),
                    G_DEFINE_ENUM_VALUE (AUS_PICTURE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (AUS_PICTURE_SOUND_ONLY, "sound_only"))

G_DEFINE_FINAL_TYPE (AusParticipant, aus_participant, AUS_TYPE_RECORD)

static const AusField fields[] = {
  AUS_FIELD (AusParticipant, id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusParticipant, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusParticipant, consultation_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusParticipant, user_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_NULLABLE),
  AUS_FIELD (AusParticipant, door_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_NULLABLE,
             .audience = AUS_ROLES_STAFF),
  AUS_FIELD (AusParticipant, name, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusParticipant, role, .flags = AUS_FIELD_READONLY, .enum_type = aus_participant_role_get_type),
  AUS_FIELD (AusParticipant, is_assigned, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusParticipant, presence, .flags = AUS_FIELD_READONLY, .enum_type = aus_presence_get_type),
  AUS_FIELD (AusParticipant, admission, .flags = AUS_FIELD_READONLY, .enum_type = aus_admission_get_type),
  AUS_FIELD (AusParticipant, picture, .flags = AUS_FIELD_READONLY, .enum_type = aus_picture_get_type),
  AUS_FIELD (AusParticipant, joined_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusParticipant, left_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusParticipant, connection_issues, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusParticipant, created_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusParticipant, updated_at, .flags = AUS_FIELD_READONLY),
};

static void
aus_participant_class_init (AusParticipantClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "participants", fields, G_N_ELEMENTS (fields));
}

static void
aus_participant_init (AusParticipant *self)
{
}
