#include "aus-audit-record.h"

G_DEFINE_FINAL_TYPE (AusAuditRecord, aus_audit_record, AUS_TYPE_RECORD)

static const AusField fields[] = {
  AUS_FIELD (AusAuditRecord, id, .flags = AUS_FIELD_COMPUTED),
  AUS_FIELD (AusAuditRecord, revision, .flags = AUS_FIELD_COMPUTED),
  AUS_FIELD (AusAuditRecord, seq, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusAuditRecord, at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusAuditRecord, user_id, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusAuditRecord, door_id, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusAuditRecord, role, .flags = AUS_FIELD_READONLY, .enum_type = aus_role_get_type),
  AUS_FIELD (AusAuditRecord, action, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusAuditRecord, entity, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusAuditRecord, entity_id, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusAuditRecord, consultation_id, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusAuditRecord, address, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusAuditRecord, request_id, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusAuditRecord, previous, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusAuditRecord, hash, .flags = AUS_FIELD_READONLY),
};

static void
aus_audit_record_class_init (AusAuditRecordClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "audit_log", fields, G_N_ELEMENTS (fields));
}

static void
aus_audit_record_init (AusAuditRecord *self)
{
}
