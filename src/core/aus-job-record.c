#include "aus-job-record.h"

G_DEFINE_ENUM_TYPE (AusJobState, aus_job_state,
                    G_DEFINE_ENUM_VALUE (AUS_JOB_STATE_PENDING, "pending"),
                    G_DEFINE_ENUM_VALUE (AUS_JOB_STATE_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (AUS_JOB_STATE_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (AUS_JOB_STATE_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (AUS_JOB_STATE_DEAD, "dead"))

G_DEFINE_FINAL_TYPE (AusJobRecord, aus_job_record, AUS_TYPE_RECORD)

static const AusField fields[] = {
  AUS_FIELD (AusJobRecord, id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusJobRecord, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusJobRecord, kind, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusJobRecord, key, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusJobRecord, lane, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusJobRecord, consultation_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_NULLABLE | AUS_FIELD_ID),
  AUS_FIELD (AusJobRecord, payload, .flags = AUS_FIELD_SECRET),
  AUS_FIELD (AusJobRecord, state, .flags = AUS_FIELD_READONLY, .enum_type = aus_job_state_get_type),
  AUS_FIELD (AusJobRecord, attempts, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusJobRecord, next_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusJobRecord, deadline, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusJobRecord, last_error, .flags = AUS_FIELD_READONLY, .max_length = 1000),
  AUS_FIELD (AusJobRecord, created_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusJobRecord, updated_at, .flags = AUS_FIELD_READONLY),
};

static void
aus_job_record_class_init (AusJobRecordClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "jobs", fields, G_N_ELEMENTS (fields));
}

static void
aus_job_record_init (AusJobRecord *self)
{
}
