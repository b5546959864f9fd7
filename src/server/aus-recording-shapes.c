#include "aus-shapes.h"

#include "aus-file.h"
#include "aus-recording.h"

#define NULLABLE AUS_MEMBER_NULLABLE
#define OPTIONAL AUS_MEMBER_OPTIONAL
#define LIST     AUS_MEMBER_LIST
#define ID       AUS_MEMBER_ID

static const AusShape recording_shape = { .record = aus_recording_get_type };

static const AusShape reason_shape = {
  "RecordingReason",
  .members = (const AusMember[]) {
    { "code" },
    { "detail" },
    { NULL },
  },
};

static const AusShape unasked_shape = {
  "RecordingUnasked",
  .members = (const AusMember[]) {
    { "participant_id", .flags = NULLABLE | ID },
    { "name" },
    { "role" },
    { "state", .flags = NULLABLE },
    { NULL },
  },
};

const AusShape aus_gate_shape = {
  "RecordingGate",
  .members = (const AusMember[]) {
    { "allowed", AUS_KIND_BOOLEAN },
    { "is_wanted", AUS_KIND_BOOLEAN },
    { "text_version" },
    { "reasons", .flags = LIST, .shape = &reason_shape },
    { "missing", .flags = LIST, .shape = &unasked_shape },
    { "state" },
    { "recording_id", .flags = NULLABLE | ID },
    { "started_at", AUS_KIND_TIME, NULLABLE },
    { "keep_days", AUS_KIND_INTEGER },
    { "recordings", .flags = LIST, .shape = &recording_shape },
    { "server_time", AUS_KIND_TIME },
    { NULL },
  },
};

const AusShape aus_upload_shape = {
  "RecordingUpload",
  .members = (const AusMember[]) {
    { "recording_id", .flags = ID },
    { "state", AUS_KIND_ENUM, .enum_type = aus_recording_state_get_type },
    { "offset", AUS_KIND_INTEGER },
    { "is_whole", AUS_KIND_BOOLEAN },
    { "block_size", AUS_KIND_INTEGER },
    { "max_piece", AUS_KIND_INTEGER },
    { "max_size", AUS_KIND_INTEGER },
    { "recorded_until", AUS_KIND_INTEGER, NULLABLE },
    { NULL },
  },
};

const AusShape aus_film_key_shape = {
  "RecordingFilmKey",
  .members = (const AusMember[]) {
    { "key" },
    { NULL },
  },
};

const AusShape aus_finish_body = {
  "RecordingFinish",
  .members = (const AusMember[]) {
    { "sha256", .max_length = 64 },
    { "duration_seconds", AUS_KIND_INTEGER },
    { NULL },
  },
};

const AusShape aus_file_upload_shape = {
  "FileUpload",
  .members = (const AusMember[]) {
    { "file_id", .flags = ID },
    { "state", AUS_KIND_ENUM, .enum_type = aus_file_state_get_type },
    { "offset", AUS_KIND_INTEGER },
    { "is_whole", AUS_KIND_BOOLEAN },
    { "block_size", AUS_KIND_INTEGER },
    { "max_piece", AUS_KIND_INTEGER },
    { "max_size", AUS_KIND_INTEGER },
    { NULL },
  },
};

const AusShape aus_file_finish_body = {
  "FileFinish",
  .members = (const AusMember[]) {
    { "sha256", .max_length = 64 },
    { NULL },
  },
};

const AusShape aus_link_body = {
  "MediaLinkOrder",
  .members = (const AusMember[]) {
    { "expires_in", AUS_KIND_INTEGER, OPTIONAL },
    { NULL },
  },
};

const AusShape aus_link_shape = {
  "MediaLink",
  .members = (const AusMember[]) {
    { "url" },
    { "expires_at", AUS_KIND_TIME },
    { NULL },
  },
};
