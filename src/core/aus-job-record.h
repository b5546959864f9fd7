#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

/**
 * AusJobState:
 * @AUS_JOB_STATE_PENDING: not tried yet
 * @AUS_JOB_STATE_RUNNING: under way
 * @AUS_JOB_STATE_DONE: it worked
 * @AUS_JOB_STATE_FAILED: it did not work, and is tried again
 * @AUS_JOB_STATE_DEAD: given up, unless somebody has it tried again
 */
typedef enum
{
  AUS_JOB_STATE_PENDING,
  AUS_JOB_STATE_RUNNING,
  AUS_JOB_STATE_DONE,
  AUS_JOB_STATE_FAILED,
  AUS_JOB_STATE_DEAD,
} AusJobState;

GType aus_job_state_get_type (void) G_GNUC_CONST;

#define AUS_TYPE_JOB_RECORD (aus_job_record_get_type ())

G_DECLARE_FINAL_TYPE (AusJobRecord, aus_job_record, AUS, JOB_RECORD, AusRecord)

/* Something to be done behind a change. @payload is a JSON object for the kind's own use: ids, and nobody's data. */
struct _AusJobRecord
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *kind;
  char      *key;
  char      *lane;
  char      *consultation_id;
  char      *payload;
  guint      state;
  gint64     attempts;
  GDateTime *next_at;
  GDateTime *deadline;
  char      *last_error;
  GDateTime *created_at;
  GDateTime *updated_at;
};

G_END_DECLS
