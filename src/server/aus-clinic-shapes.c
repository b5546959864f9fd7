#include "aus-shapes.h"

#include "aus-audit-record.h"
#include "aus-handlers.h"

#define REASON_MAX_LENGTH 500

const AusShape aus_booking_update_body = {
  "BookingDecision",
  .members = (const AusMember[]) {
    { "status", AUS_KIND_ENUM, .enum_type = aus_booking_status_get_type },
    { "reason", .flags = AUS_MEMBER_OPTIONAL, .max_length = REASON_MAX_LENGTH },
    { NULL },
  },
};

/* By the patient's clocks, too, where they were asked for. */
static const AusShape slot_shape = {
  "Slot",
  .members = (const AusMember[]) {
    { "starts_at", AUS_KIND_TIME },
    { "ends_at", AUS_KIND_TIME },
    { "appointment_date" },
    { "appointment_time" },
    { "time_zone" },
    { "duration_minutes", AUS_KIND_INTEGER },
    { "local_date", .flags = AUS_MEMBER_OPTIONAL },
    { "local_time", .flags = AUS_MEMBER_OPTIONAL },
    { NULL },
  },
};

const AusShape aus_slots_shape = {
  "Slots",
  .members = (const AusMember[]) {
    { "doctor_id", .flags = AUS_MEMBER_ID },
    { "date" },
    { "time_zone", .flags = AUS_MEMBER_OPTIONAL },
    { "slots", .flags = AUS_MEMBER_LIST, .shape = &slot_shape },
    { NULL },
  },
};

const AusShape aus_provider_shape = {
  "VideoProvider",
  .members = (const AusMember[]) {
    { "name", AUS_KIND_ENUM, .enum_type = aus_video_provider_get_type },
    { "display_name" },
    { "available", AUS_KIND_BOOLEAN },
    { "reason", .flags = AUS_MEMBER_NULLABLE },
    { "features", AUS_KIND_BOOLEAN, AUS_MEMBER_MAP },
    { NULL },
  },
};

static const AusShape change_shape = {
  "Change",
  .members = (const AusMember[]) {
    { "seq", AUS_KIND_INTEGER },
    { "entity" },
    { "id" },
    { "revision", AUS_KIND_INTEGER },
    { "kind" },
    { "record", .flags = AUS_MEMBER_NULLABLE, .get_record = aus_sync_get_record },
    { NULL },
  },
};

const AusShape aus_changes_shape = {
  "Changes",
  .members = (const AusMember[]) {
    { "changes", .flags = AUS_MEMBER_LIST, .shape = &change_shape },
    { "next", AUS_KIND_INTEGER },
    { "more", AUS_KIND_BOOLEAN },
    { "server_time", AUS_KIND_TIME },
    { NULL },
  },
};

/* Rows of the log are known by their numbers. */
const AusShape aus_audit_shape = { "AuditEntry", .record = aus_audit_record_get_type, .without = "id revision" };

const AusShape aus_health_shape = {
  "Health",
  .members = (const AusMember[]) {
    { "status" },
    { NULL },
  },
};

const AusShape aus_schema_shape = { "OpenApi", .is_open = TRUE };
