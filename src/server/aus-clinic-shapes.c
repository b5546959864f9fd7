#include "aus-shapes.h"

#include "aus-audit-record.h"
#include "aus-booking.h"
#include "aus-consultation-state.h"
#include "aus-handlers.h"
#include "aus-patient.h"
#include "aus-settings.h"

#define REASON_MAX_LENGTH 500

/* “fold” says which of two moments is meant where clocks show the time twice. */
const AusShape aus_booking_body = {
  "BookingWish",
  .record = aus_booking_get_type,
  .members = (const AusMember[]) {
    { "override", AUS_KIND_BOOLEAN, AUS_MEMBER_OPTIONAL },
    { "fold", AUS_KIND_INTEGER, AUS_MEMBER_OPTIONAL, .minimum = 0, .maximum = 1 },
    { NULL },
  },
};

const AusShape aus_patient_body = {
  "PatientWish",
  .record = aus_patient_get_type,
  .members = (const AusMember[]) {
    { "confirm_duplicate", AUS_KIND_BOOLEAN, AUS_MEMBER_OPTIONAL },
    { NULL },
  },
};

/* Whose account it is, is no plain field: it is the admins' to say. */
const AusShape aus_patient_change_body = {
  "PatientChange",
  .record = aus_patient_get_type,
  .members = (const AusMember[]) {
    { "user_id", .flags = AUS_MEMBER_OPTIONAL | AUS_MEMBER_NULLABLE | AUS_MEMBER_ID },
    { "confirm_duplicate", AUS_KIND_BOOLEAN, AUS_MEMBER_OPTIONAL },
    { NULL },
  },
};

#define SETTING (AUS_MEMBER_OPTIONAL | AUS_MEMBER_NULLABLE)
#define TEXT_WISH(id, name, maximum, ...) { name, .flags = SETTING, .max_length = maximum },
#define NUMBER_WISH(id, name, least, most, ...) { name, AUS_KIND_INTEGER, SETTING, .minimum = least, .maximum = most },
#define WORD_WISH(id, name, type, ...) { name, AUS_KIND_ENUM, SETTING, type },

/* Null is as usual again. */
const AusShape aus_settings_body = {
  "SettingChanges",
  .members = (const AusMember[]) {
    AUS_SETTINGS (TEXT_WISH, NUMBER_WISH, WORD_WISH)
    { NULL },
  },
};

static const AusShape text_setting_shape = {
  "TextSetting",
  .members = (const AusMember[]) {
    { "value" },
    { "default" },
    { "source" },
    { "label" },
    { "type" },
    { "max_length", AUS_KIND_INTEGER, AUS_MEMBER_OPTIONAL },
    { "words", .flags = AUS_MEMBER_OPTIONAL },
    { NULL },
  },
};

static const AusShape number_setting_shape = {
  "NumberSetting",
  .members = (const AusMember[]) {
    { "value", AUS_KIND_INTEGER },
    { "default", AUS_KIND_INTEGER },
    { "source" },
    { "label" },
    { "type" },
    { "minimum", AUS_KIND_INTEGER },
    { "maximum", AUS_KIND_INTEGER },
    { NULL },
  },
};

#define TEXT_ANSWER(id, name, ...) { name, .shape = &text_setting_shape },
#define NUMBER_ANSWER(id, name, ...) { name, .shape = &number_setting_shape },

static const AusShape all_settings_shape = {
  "SettingsByName",
  .members = (const AusMember[]) {
    AUS_SETTINGS (TEXT_ANSWER, NUMBER_ANSWER, TEXT_ANSWER)
    { NULL },
  },
};

const AusShape aus_settings_shape = {
  "Settings",
  .members = (const AusMember[]) {
    { "revision", AUS_KIND_INTEGER },
    { "settings", .shape = &all_settings_shape },
    { NULL },
  },
};

const AusShape aus_booking_update_body = {
  "BookingChange",
  .record = aus_booking_get_type,
  .members = (const AusMember[]) {
    { "override", AUS_KIND_BOOLEAN, AUS_MEMBER_OPTIONAL },
    { "fold", AUS_KIND_INTEGER, AUS_MEMBER_OPTIONAL, .minimum = 0, .maximum = 1 },
    { "status", AUS_KIND_ENUM, AUS_MEMBER_OPTIONAL, aus_booking_status_get_type },
    { "kind", AUS_KIND_ENUM, AUS_MEMBER_OPTIONAL, aus_no_show_kind_get_type },
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

/* Secrets are never shown, only whether they are there. */
static const AusShape provider_field_shape = {
  "VideoProviderField",
  .members = (const AusMember[]) {
    { "name" },
    { "type" },
    { "label" },
    { "help" },
    { "is_required", AUS_KIND_BOOLEAN },
    { "is_secret", AUS_KIND_BOOLEAN },
    { "is_long", AUS_KIND_BOOLEAN },
    { "is_set", AUS_KIND_BOOLEAN },
    { "value", .flags = AUS_MEMBER_NULLABLE },
    { "default", .flags = AUS_MEMBER_NULLABLE },
    { "words", .flags = AUS_MEMBER_NULLABLE },
    { "when", .flags = AUS_MEMBER_NULLABLE },
    { "minimum", AUS_KIND_INTEGER, AUS_MEMBER_OPTIONAL },
    { "maximum", AUS_KIND_INTEGER, AUS_MEMBER_OPTIONAL },
    { NULL },
  },
};

/* “none”, “connected” or “broken”. */
static const AusShape provider_connection_shape = {
  "VideoProviderConnection",
  .members = (const AusMember[]) {
    { "state" },
    { "account", .flags = AUS_MEMBER_NULLABLE },
    { "connected_at", AUS_KIND_TIME, AUS_MEMBER_NULLABLE },
    { "reason", .flags = AUS_MEMBER_NULLABLE },
    { NULL },
  },
};

/* What admins see alone is left out for all others, and in the list. */
const AusShape aus_provider_shape = {
  "VideoProvider",
  .members = (const AusMember[]) {
    { "name", AUS_KIND_ENUM, .enum_type = aus_video_provider_get_type },
    { "display_name" },
    { "available", AUS_KIND_BOOLEAN },
    { "reason", .flags = AUS_MEMBER_NULLABLE },
    { "healthy", AUS_KIND_BOOLEAN },
    { "health_reason", .flags = AUS_MEMBER_NULLABLE },
    { "sees", .flags = AUS_MEMBER_NULLABLE },
    { "caution", .flags = AUS_MEMBER_NULLABLE },
    { "features", AUS_KIND_BOOLEAN, AUS_MEMBER_MAP },
    { "revision", AUS_KIND_INTEGER, AUS_MEMBER_OPTIONAL },
    { "is_enabled", AUS_KIND_BOOLEAN, AUS_MEMBER_OPTIONAL },
    { "source", .flags = AUS_MEMBER_OPTIONAL },
    { "webhook_url", .flags = AUS_MEMBER_OPTIONAL | AUS_MEMBER_NULLABLE },
    { "tested_at", AUS_KIND_TIME, AUS_MEMBER_OPTIONAL },
    { "test_passed", AUS_KIND_BOOLEAN, AUS_MEMBER_OPTIONAL },
    { "test_note", .flags = AUS_MEMBER_OPTIONAL },
    { "connection", .flags = AUS_MEMBER_OPTIONAL, .shape = &provider_connection_shape },
    { "fields", .flags = AUS_MEMBER_LIST | AUS_MEMBER_OPTIONAL, .shape = &provider_field_shape },
    { NULL },
  },
};

/* By the names of the fields; what is "" is taken out. */
const AusShape aus_provider_body = {
  "VideoProviderChange",
  .members = (const AusMember[]) {
    { "is_enabled", AUS_KIND_BOOLEAN, AUS_MEMBER_OPTIONAL },
    { "settings", .flags = AUS_MEMBER_OPTIONAL | AUS_MEMBER_MAP },
    { NULL },
  },
};

static const AusShape video_choice_shape = {
  "VideoChoice",
  .members = (const AusMember[]) {
    { "name", AUS_KIND_ENUM, .enum_type = aus_video_provider_get_type },
    { "display_name" },
    { "is_current", AUS_KIND_BOOLEAN },
    { "available", AUS_KIND_BOOLEAN },
    { "healthy", AUS_KIND_BOOLEAN },
    { "reason", .flags = AUS_MEMBER_NULLABLE },
    { "sees", .flags = AUS_MEMBER_NULLABLE },
    { NULL },
  },
};

/* “reason” says why the visit's own cannot be used now, “proposal” what to take instead, “guests_left” how many more
 * people can be invited to it, where that is limited. */
const AusShape aus_video_choices_shape = {
  "VideoChoices",
  .members = (const AusMember[]) {
    { "video_provider", AUS_KIND_ENUM, .enum_type = aus_video_provider_get_type },
    { "reason", .flags = AUS_MEMBER_NULLABLE },
    { "proposal", AUS_KIND_ENUM, AUS_MEMBER_NULLABLE, aus_video_provider_get_type },
    { "guests_left", AUS_KIND_INTEGER, AUS_MEMBER_NULLABLE },
    { "choices", .flags = AUS_MEMBER_LIST, .shape = &video_choice_shape },
    { NULL },
  },
};

const AusShape aus_sign_in_start_body = {
  "VideoProviderSignIn",
  .members = (const AusMember[]) {
    { "redirect_uri" },
    { "code_challenge" },
    { "login_hint", .flags = AUS_MEMBER_OPTIONAL },
    { NULL },
  },
};

const AusShape aus_sign_in_start_shape = {
  "VideoProviderSignInPage",
  .members = (const AusMember[]) {
    { "authorization_url" },
    { "state" },
    { NULL },
  },
};

const AusShape aus_sign_in_finish_body = {
  "VideoProviderSignInProof",
  .members = (const AusMember[]) {
    { "code", .max_length = 2000 },
    { "code_verifier" },
    { "redirect_uri" },
    { NULL },
  },
};

const AusShape aus_provider_test_shape = {
  "VideoProviderTest",
  .members = (const AusMember[]) {
    { "passed", AUS_KIND_BOOLEAN },
    { "note" },
    { "tested_at", AUS_KIND_TIME },
    { NULL },
  },
};

/* The tokens are for a provider that asks who we are, what is said of the lobby for one that opens a room. */
const AusShape aus_webhook_receipt_shape = {
  "WebhookReceipt",
  .members = (const AusMember[]) {
    { "received", AUS_KIND_BOOLEAN, AUS_MEMBER_OPTIONAL },
    { "plainToken", .flags = AUS_MEMBER_OPTIONAL },
    { "encryptedToken", .flags = AUS_MEMBER_OPTIONAL },
    { "lobbyEnabled", AUS_KIND_BOOLEAN, AUS_MEMBER_OPTIONAL },
    { "lobbyType", .flags = AUS_MEMBER_OPTIONAL },
    { NULL },
  },
};

/* As Prosody's mod_reservations reads it. */
const AusShape aus_reservation_shape = {
  "Reservation",
  .members = (const AusMember[]) {
    { "id", .flags = AUS_MEMBER_ID },
    { "name" },
    { "mail_owner" },
    { "start_time", AUS_KIND_TIME },
    { "duration", AUS_KIND_INTEGER, .minimum = 0, .maximum = 24 * 60 * 60 },
    { "lobby", AUS_KIND_BOOLEAN },
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
