#include "aus-expiry.h"

#include "aus-audit.h"
#include "aus-files.h"
#include "aus-recorder.h"
#include "aus-recordings.h"
#include "aus-table.h"
#include "aus-time.h"

/* A desktop that was closed in between sends the rest when it is opened again. */
#define PATIENCE (7 * AUS_TIME_DAY)
/* A file that nobody sent in a message. */
#define DRAFT_PATIENCE AUS_TIME_DAY
#define AT_ONCE 50

typedef gboolean (* Change) (AusDatabase  *database,
                             AusClinic    *clinic,
                             AusRecord    *record,
                             GError      **error);

/**
 * Rule:
 * @rows: those that are due at the time ?1, ?2 at most
 * @patience: how long before now that time is
 * @action: as the audit log has it
 */
typedef struct
{
  GType     (* type) (void);
  const char *rows;
  gint64      patience;
  Change      change;
  const char *action;
} Rule;

static gboolean
expire_recording (AusDatabase  *database,
                  AusClinic    *clinic,
                  AusRecord    *record,
                  GError      **error)
{
  return aus_recordings_delete (clinic, database, AUS_RECORDING (record), "retention", error);
}

static gboolean
give_up_recording (AusDatabase  *database,
                   AusClinic    *clinic,
                   AusRecord    *record,
                   GError      **error)
{
  AusRecording *recording = AUS_RECORDING (record);
  g_autoptr (AusConsultation) consultation = aus_recordings_get_visit (database, recording, error);

  if (consultation == NULL)
    return FALSE;

  if (recording->state == AUS_RECORDING_STATE_RECORDING &&
      !aus_recorder_stop (database, consultation, recording, AUS_STOP_REASON_LOST, NULL, error))
    return FALSE;

  g_object_set (recording, "state", AUS_RECORDING_STATE_FAILED, NULL);

  return aus_recorder_save (database, consultation, recording, error);
}

static gboolean
expire_file (AusDatabase  *database,
             AusClinic    *clinic,
             AusRecord    *record,
             GError      **error)
{
  AusFile *file = AUS_FILE (record);
  g_autoptr (AusConsultation) consultation = g_object_new (AUS_TYPE_CONSULTATION, NULL);

  return aus_table_get (database, AUS_RECORD (consultation), file->consultation_id, error) &&
         aus_files_delete (database, consultation, file, "retention", error);
}

static const Rule rules[] = {
  { aus_recording_get_type, "SELECT * FROM recordings WHERE state <> 'deleted' AND expires_at <= ?1 LIMIT ?2",
    0, expire_recording, "expire" },
  { aus_recording_get_type,
    "SELECT * FROM recordings WHERE state IN ('recording', 'uploading') AND updated_at <= ?1 LIMIT ?2",
    PATIENCE, give_up_recording, "give up" },
  { aus_file_get_type, "SELECT * FROM files WHERE state <> 'deleted' AND expires_at <= ?1 LIMIT ?2",
    0, expire_file, "expire" },
  { aus_file_get_type,
    "SELECT * FROM files WHERE state <> 'deleted' AND message_id IS NULL AND NOT kept AND updated_at <= ?1 LIMIT ?2",
    DRAFT_PATIENCE, expire_file, "give up" },
};

static gboolean
note (AusDatabase  *database,
      AusRecord    *record,
      const char   *action,
      GError      **error)
{
  g_autoptr (AusAuditEntry) entry = g_new0 (AusAuditEntry, 1);

  entry->at = aus_time_now ();
  entry->action = g_strdup (action);
  entry->entity = g_strdup (AUS_RECORD_GET_CLASS (record)->table);
  entry->entity_id = g_strdup (aus_record_get_id (record));
  g_object_get (record, "consultation-id", &entry->consultation_id, NULL);

  return aus_audit_append (database, entry, error);
}

/* Reads all first, for a statement must not see what its own rows lead to. (transfer full) */
static GPtrArray *
list_due (AusDatabase  *database,
          const Rule   *rule,
          gint64        now,
          GError      **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (AusStatement) rows = aus_database_prepare (database, rule->rows, error);
  AusStep step;

  if (rows == NULL)
    return NULL;

  aus_statement_bind_integer (rows, 1, now - rule->patience);
  aus_statement_bind_integer (rows, 2, AT_ONCE);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    AusRecord *record = g_object_new (rule->type (), NULL);

    aus_statement_read_record (rows, record);
    g_ptr_array_add (all, record);
  }

  return step == AUS_STEP_DONE ? g_steal_pointer (&all) : NULL;
}

static gboolean
apply (AusDatabase  *database,
       AusClinic    *clinic,
       const Rule   *rule,
       gint64        now,
       GError      **error)
{
  g_autoptr (GPtrArray) due = list_due (database, rule, now, error);

  if (due == NULL)
    return FALSE;

  for (guint i = 0; i < due->len; i++) {
    AusRecord *record = g_ptr_array_index (due, i);

    if (!rule->change (database, clinic, record, error) || !note (database, record, rule->action, error))
      return FALSE;
  }

  return TRUE;
}

gboolean
aus_expiry_run (AusDatabase    *database,
                AusClinic      *clinic,
                AusClockWatch  *watch,
                gint64         *next,
                GError        **error)
{
  const gint64 now = aus_time_now ();
  gboolean is_sure;
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT min (at) FROM (SELECT min (expires_at) AS at FROM recordings "
                                    "WHERE state <> 'deleted' UNION ALL SELECT min (expires_at) FROM files "
                                    "WHERE state <> 'deleted' AND expires_at IS NOT NULL)", error);

  if (!aus_clock_watch_look (watch, database, now, &is_sure, error))
    return FALSE;

  *next = G_MAXINT64;

  if (!is_sure)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    if (!apply (database, clinic, &rules[i], now, error))
      return FALSE;
  }

  return row != NULL && aus_statement_run_integer (row, G_MAXINT64, next, error);
}
