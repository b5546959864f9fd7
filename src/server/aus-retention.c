#include "aus-retention.h"

#include "aus-audit.h"
#include "aus-recorder.h"
#include "aus-recordings.h"
#include "aus-time.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* Looks again at least that often; sooner where something is due sooner. */
#define REST_S 60
/* A desktop that was closed in between sends the rest when it is opened again. */
#define PATIENCE (7 * AUS_TIME_DAY)
#define AT_ONCE 50

struct _AusRetention
{
  GObject    parent_instance;

  AusClinic *clinic;
  AusStore  *store;
  guint      timer;
  gboolean   is_running;
  gboolean   is_due;
};

G_DEFINE_FINAL_TYPE (AusRetention, aus_retention, G_TYPE_OBJECT)

/* One look, through the threads. */
typedef struct
{
  AusRetention *retention;
  AusClinic    *clinic;
  GPtrArray    *ids;      /* of the files that are to go, then of those that are gone */
  gint64        next;
} Look;

static void
look_free (Look *self)
{
  g_object_unref (self->retention);
  g_object_unref (self->clinic);
  g_ptr_array_unref (self->ids);
  g_free (self);
}

typedef gboolean (* Change) (Look         *look,
                             AusDatabase  *database,
                             AusRecording *recording,
                             GError      **error);

/* Reads all first, for a statement must not see what its own rows lead to. */
static gboolean
change_each (Look         *look,
             AusDatabase  *database,
             const char   *sql,
             gint64        time,
             Change        change,
             GError      **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (AusStatement) rows = aus_database_prepare (database, sql, error);
  AusStep step;

  if (rows == NULL)
    return FALSE;

  aus_statement_bind_integer (rows, 1, time);
  aus_statement_bind_integer (rows, 2, AT_ONCE);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    AusRecording *recording = g_object_new (AUS_TYPE_RECORDING, NULL);

    aus_statement_read_record (rows, AUS_RECORD (recording));
    g_ptr_array_add (all, recording);
  }

  for (guint i = 0; step == AUS_STEP_DONE && i < all->len; i++) {
    if (!change (look, database, g_ptr_array_index (all, i), error))
      return FALSE;
  }

  return step == AUS_STEP_DONE;
}

static gboolean
note (AusDatabase   *database,
      AusRecording  *recording,
      const char    *action,
      GError       **error)
{
  g_autoptr (AusAuditEntry) entry = g_new0 (AusAuditEntry, 1);

  entry->at = aus_time_now ();
  entry->action = g_strdup (action);
  entry->entity = g_strdup ("recordings");
  entry->entity_id = g_strdup (recording->id);
  entry->consultation_id = g_strdup (recording->consultation_id);

  return aus_audit_append (database, entry, error);
}

static gboolean
expire (Look          *look,
        AusDatabase   *database,
        AusRecording  *recording,
        GError       **error)
{
  return aus_recordings_delete (look->clinic, database, recording, "retention", error) &&
         note (database, recording, "expire", error);
}

static gboolean
give_up (Look          *look,
         AusDatabase   *database,
         AusRecording  *recording,
         GError       **error)
{
  g_autoptr (AusConsultation) consultation = aus_recordings_get_visit (database, recording, error);

  if (consultation == NULL)
    return FALSE;

  if (recording->state == AUS_RECORDING_STATE_RECORDING &&
      !aus_recorder_stop (database, consultation, recording, AUS_STOP_REASON_LOST, NULL, error))
    return FALSE;

  g_object_set (recording, "state", AUS_RECORDING_STATE_FAILED, NULL);

  return aus_recorder_save (database, consultation, recording, error) && note (database, recording, "give up", error);
}

static gboolean
list_files (Look         *look,
            AusDatabase  *database,
            GError      **error)
{
  g_autoptr (AusStatement) rows =
    aus_database_prepare (database, "SELECT id FROM recordings WHERE state = 'deleted' AND has_file LIMIT ?1", error);
  AusStep step;

  if (rows == NULL)
    return FALSE;

  aus_statement_bind_integer (rows, 1, AT_ONCE);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW)
    g_ptr_array_add (look->ids, g_strdup (aus_statement_get_text (rows, 0)));

  return step == AUS_STEP_DONE;
}

static gboolean
find_next (Look         *look,
           AusDatabase  *database,
           GError      **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT min (expires_at) FROM recordings WHERE state <> 'deleted'", error);

  return row != NULL && aus_statement_run_integer (row, G_MAXINT64, &look->next, error);
}

static gboolean
look_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  Look *look = data;
  const gint64 now = aus_time_now ();

  g_ptr_array_set_size (look->ids, 0);

  return change_each (look, database, "SELECT * FROM recordings WHERE state <> 'deleted' AND expires_at <= ?1 LIMIT ?2",
                      now, expire, error) &&
         change_each (look, database, "SELECT * FROM recordings WHERE state IN ('recording', 'uploading') "
                                      "AND updated_at <= ?1 LIMIT ?2", now - PATIENCE, give_up, error) &&
         list_files (look, database, error) && find_next (look, database, error);
}

static gboolean
forget_job (AusDatabase  *database,
            gpointer      data,
            GError      **error)
{
  Look *look = data;

  for (guint i = 0; i < look->ids->len; i++) {
    g_autoptr (AusStatement) statement =
      aus_database_prepare (database, "UPDATE recordings SET has_file = 0 WHERE id = ?1", error);

    if (statement == NULL)
      return FALSE;

    aus_statement_bind_text (statement, 1, g_ptr_array_index (look->ids, i));

    if (!aus_statement_run (statement, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
timer_cb (gpointer user_data)
{
  AusRetention *self = user_data;

  self->timer = 0;
  aus_retention_look (self);

  return G_SOURCE_REMOVE;
}

/* Until something is due, or somebody changes what is. */
static void
rest (AusRetention *self,
      gint64        next)
{
  const gint64 seconds = (next - aus_time_now ()) / AUS_TIME_SECOND + 1;

  self->is_running = FALSE;

  if (self->store == NULL)
    return;

  if (self->is_due)
    aus_retention_look (self);
  else
    self->timer = g_timeout_add_seconds (CLAMP (seconds, 1, REST_S), timer_cb, self);
}

static void
forgot_done (gpointer      data,
             const GError *error)
{
  Look *look = data;

  if (error != NULL)
    g_warning ("Could not note that recordings are off the disk: %s", error->message);

  rest (look->retention, look->next);
  look_free (look);
}

static void
unlink_cb (GTask        *task,
           gpointer      source,
           gpointer      task_data,
           GCancellable *cancellable)
{
  Look *look = task_data;

  for (guint i = 0; i < look->ids->len;) {
    g_autofree char *path = aus_recordings_get_path (look->clinic, g_ptr_array_index (look->ids, i));

    if (g_unlink (path) == 0 || errno == ENOENT) {
      i++;
    } else {
      g_warning ("A deleted recording is still on the disk: %s: %s", path, g_strerror (errno));
      g_ptr_array_remove_index (look->ids, i);
    }
  }

  g_task_return_boolean (task, TRUE);
}

static void
unlinked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Look *look = user_data;

  if (look->retention->store != NULL)
    aus_store_write (look->retention->store, forget_job, forgot_done, look);
  else
    forgot_done (look, NULL);
}

static void
looked_done (gpointer      data,
             const GError *error)
{
  Look *look = data;
  g_autoptr (GTask) task = NULL;

  if (error != NULL) {
    g_warning ("Could not look which recordings are to go: %s", error->message);
    look->next = G_MAXINT64;
  }

  if (error != NULL || look->ids->len == 0) {
    rest (look->retention, look->next);
    look_free (look);
    return;
  }

  task = g_task_new (NULL, NULL, unlinked_cb, look);
  g_task_set_task_data (task, look, NULL);
  g_task_run_in_thread (task, unlink_cb);
}

/* A recording that was deleted, or is to be kept for another time. */
static void
committed_cb (AusRetention *self,
              GPtrArray    *events,
              gint64        seq)
{
  for (guint i = 0; i < events->len; i++) {
    if (strcmp (((AusEvent *) g_ptr_array_index (events, i))->type, "recording_changed") == 0) {
      aus_retention_look (self);
      return;
    }
  }
}

static void
aus_retention_dispose (GObject *object)
{
  AusRetention *self = AUS_RETENTION (object);

  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->store);
  g_clear_object (&self->clinic);

  G_OBJECT_CLASS (aus_retention_parent_class)->dispose (object);
}

static void
aus_retention_class_init (AusRetentionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_retention_dispose;
}

static void
aus_retention_init (AusRetention *self)
{
}

void
aus_retention_look (AusRetention *self)
{
  Look *look;

  self->is_due = self->is_running;

  if (self->is_running)
    return;

  self->is_running = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  look = g_new0 (Look, 1);
  look->retention = g_object_ref (self);
  look->clinic = g_object_ref (self->clinic);
  look->ids = g_ptr_array_new_with_free_func (g_free);
  aus_store_write (self->store, look_job, looked_done, look);
}

AusRetention *
aus_retention_new (AusClinic *clinic,
                   AusStore  *store)
{
  AusRetention *self = g_object_new (AUS_TYPE_RETENTION, NULL);

  self->clinic = g_object_ref (clinic);
  self->store = g_object_ref (store);
  g_signal_connect_swapped (store, "committed", G_CALLBACK (committed_cb), self);
  aus_retention_look (self);

  return self;
}
