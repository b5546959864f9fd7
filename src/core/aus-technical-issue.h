#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

typedef enum
{
  AUS_ISSUE_TYPE_AUDIO,
  AUS_ISSUE_TYPE_VIDEO,
  AUS_ISSUE_TYPE_CONNECTION,
  AUS_ISSUE_TYPE_SCREEN_SHARE,
  AUS_ISSUE_TYPE_RECORDING,
  AUS_ISSUE_TYPE_OTHER,
} AusIssueType;

typedef enum
{
  AUS_SEVERITY_LOW,
  AUS_SEVERITY_MEDIUM,
  AUS_SEVERITY_HIGH,
  AUS_SEVERITY_CRITICAL,
} AusSeverity;

GType aus_issue_type_get_type (void) G_GNUC_CONST;
GType aus_severity_get_type   (void) G_GNUC_CONST;

#define AUS_TYPE_TECHNICAL_ISSUE (aus_technical_issue_get_type ())

G_DECLARE_FINAL_TYPE (AusTechnicalIssue, aus_technical_issue, AUS, TECHNICAL_ISSUE, AusRecord)

/* What went wrong in a visit, as somebody in it reported. The reporter is an account or a door. */
struct _AusTechnicalIssue
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *consultation_id;
  char      *reporter_id;
  char      *reporter_name;
  guint      reporter_role;
  guint      issue_type;
  guint      severity;
  char      *description;
  gboolean   is_resolved;
  char      *resolution_notes;
  char      *resolved_by;
  GDateTime *resolved_at;
  GDateTime *created_at;
  GDateTime *updated_at;
};

G_END_DECLS
