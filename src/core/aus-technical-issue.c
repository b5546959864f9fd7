#include "aus-technical-issue.h"

#include <glib/gi18n-lib.h>

G_DEFINE_ENUM_TYPE (AusIssueType, aus_issue_type,
                    G_DEFINE_ENUM_VALUE (AUS_ISSUE_TYPE_AUDIO, "audio"),
                    G_DEFINE_ENUM_VALUE (AUS_ISSUE_TYPE_VIDEO, "video"),
                    G_DEFINE_ENUM_VALUE (AUS_ISSUE_TYPE_CONNECTION, "connection"),
                    G_DEFINE_ENUM_VALUE (AUS_ISSUE_TYPE_SCREEN_SHARE, "screen_share"),
                    G_DEFINE_ENUM_VALUE (AUS_ISSUE_TYPE_RECORDING, "recording"),
                    G_DEFINE_ENUM_VALUE (AUS_ISSUE_TYPE_OTHER, "other"))

G_DEFINE_ENUM_TYPE (AusSeverity, aus_severity,
                    G_DEFINE_ENUM_VALUE (AUS_SEVERITY_LOW, "low"),
                    G_DEFINE_ENUM_VALUE (AUS_SEVERITY_MEDIUM, "medium"),
                    G_DEFINE_ENUM_VALUE (AUS_SEVERITY_HIGH, "high"),
                    G_DEFINE_ENUM_VALUE (AUS_SEVERITY_CRITICAL, "critical"))

G_DEFINE_FINAL_TYPE (AusTechnicalIssue, aus_technical_issue, AUS_TYPE_RECORD)

static const AusField fields[] = {
  AUS_FIELD (AusTechnicalIssue, id, .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_ID),
  AUS_FIELD (AusTechnicalIssue, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusTechnicalIssue, consultation_id,
             .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_REQUIRED | AUS_FIELD_ID),
  AUS_FIELD (AusTechnicalIssue, reporter_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusTechnicalIssue, reporter_name, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusTechnicalIssue, reporter_role, .flags = AUS_FIELD_READONLY, .enum_type = aus_role_get_type),
  AUS_FIELD (AusTechnicalIssue, issue_type, .label = N_("Kind"), .flags = AUS_FIELD_REQUIRED,
             .enum_type = aus_issue_type_get_type),
  AUS_FIELD (AusTechnicalIssue, severity, .label = N_("Severity"), .enum_type = aus_severity_get_type),
  AUS_FIELD (AusTechnicalIssue, description, .label = N_("Description"), .flags = AUS_FIELD_REQUIRED,
             .max_length = 4000),
  AUS_FIELD (AusTechnicalIssue, is_resolved, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusTechnicalIssue, resolution_notes, .label = N_("Resolution"), .max_length = 4000,
             .audience = AUS_ROLES_STAFF),
  AUS_FIELD (AusTechnicalIssue, resolved_by, .flags = AUS_FIELD_READONLY, .audience = AUS_ROLES_STAFF),
  AUS_FIELD (AusTechnicalIssue, resolved_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusTechnicalIssue, created_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusTechnicalIssue, updated_at, .flags = AUS_FIELD_READONLY),
};

static void
aus_technical_issue_class_init (AusTechnicalIssueClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "technical_issues", fields, G_N_ELEMENTS (fields));
}

static void
aus_technical_issue_init (AusTechnicalIssue *self)
{
  self->severity = AUS_SEVERITY_MEDIUM;
}
