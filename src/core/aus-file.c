#include "aus-file.h"

G_DEFINE_ENUM_TYPE (AusFileKind, aus_file_kind,
                    G_DEFINE_ENUM_VALUE (AUS_FILE_KIND_ATTACHMENT, "attachment"),
                    G_DEFINE_ENUM_VALUE (AUS_FILE_KIND_PHOTO, "photo"))

G_DEFINE_ENUM_TYPE (AusFileState, aus_file_state,
                    G_DEFINE_ENUM_VALUE (AUS_FILE_STATE_UPLOADING, "uploading"),
                    G_DEFINE_ENUM_VALUE (AUS_FILE_STATE_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (AUS_FILE_STATE_DELETED, "deleted"))

G_DEFINE_FINAL_TYPE (AusFile, aus_file, AUS_TYPE_RECORD)

static const AusField fields[] = {
  AUS_FIELD (AusFile, id, .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_ID),
  AUS_FIELD (AusFile, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusFile, consultation_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusFile, message_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_NULLABLE | AUS_FIELD_ID),
  AUS_FIELD (AusFile, sender_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusFile, sender_name, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusFile, sender_role, .flags = AUS_FIELD_READONLY, .enum_type = aus_role_get_type),
  AUS_FIELD (AusFile, kind, .flags = AUS_FIELD_CREATE_ONLY, .enum_type = aus_file_kind_get_type),
  AUS_FIELD (AusFile, state, .flags = AUS_FIELD_READONLY, .enum_type = aus_file_state_get_type),
  AUS_FIELD (AusFile, name, .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_REQUIRED, .max_length = 200),
  AUS_FIELD (AusFile, media_type, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusFile, size, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusFile, is_whole, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusFile, sha256, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusFile, sent_sha256, .flags = AUS_FIELD_READONLY | AUS_FIELD_SECRET),
  AUS_FIELD (AusFile, sealed_key, .flags = AUS_FIELD_READONLY | AUS_FIELD_SECRET),
  AUS_FIELD (AusFile, has_file, .flags = AUS_FIELD_READONLY | AUS_FIELD_SECRET),
  AUS_FIELD (AusFile, is_private, .flags = AUS_FIELD_READONLY, .audience = AUS_ROLES_CLINICIANS),
  AUS_FIELD (AusFile, kept),
  AUS_FIELD (AusFile, kept_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusFile, kept_by, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusFile, expires_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusFile, deleted_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusFile, deleted_by, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusFile, created_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusFile, updated_at, .flags = AUS_FIELD_READONLY),
};

static void
aus_file_class_init (AusFileClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "files", fields, G_N_ELEMENTS (fields));
}

static void
aus_file_init (AusFile *self)
{
}
