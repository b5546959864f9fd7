#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

#define AUS_TYPE_AUDIT_RECORD (aus_audit_record_get_type ())

G_DECLARE_FINAL_TYPE (AusAuditRecord, aus_audit_record, AUS, AUDIT_RECORD, AusRecord)

/* A row of the audit log, for reading. It is known by its seq; id and revision it has none. */
struct _AusAuditRecord
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  gint64     seq;
  GDateTime *at;
  char      *user_id;
  char      *door_id;
  guint      role;
  char      *action;
  char      *entity;
  char      *entity_id;
  char      *consultation_id;
  char      *address;
  char      *request_id;
  char      *previous;
  char      *hash;
};

G_END_DECLS
