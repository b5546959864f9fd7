#include "aus-retention.h"

#include "aus-deposit.h"
#include "aus-expiry.h"
#include "aus-time.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* Looks again at least that often; sooner where something is due sooner. */
#define REST_S 60
#define AT_ONCE 50

struct _AusRetention
{
  GObject        parent_instance;

  AusClinic     *clinic;
  AusStore      *store;
  AusClockWatch  watch;  /* for the writer's thread */
  guint          timer;
  gboolean       is_running;
  gboolean       is_due;
};

G_DEFINE_FINAL_TYPE (AusRetention, aus_retention, G_TYPE_OBJECT)

/* One look, through the threads. */
typedef struct
{
  AusRetention *retention;
  AusClinic    *clinic;
  GPtrArray    *leftovers;   /* what is to go off the disk, then what is off it */
  gint64        next;
} Look;

/* Content of what was deleted. */
typedef struct
{
  const AusDepositKind *kind;
  char                 *id;
} Leftover;

static const AusDepositKind *const kinds[] = { &aus_recording_deposits, &aus_file_deposits };

static void
leftover_free (gpointer data)
{
  g_free (((Leftover *) data)->id);
  g_free (data);
}

static void
look_free (Look *self)
{
  g_object_unref (self->retention);
  g_object_unref (self->clinic);
  g_ptr_array_unref (self->leftovers);
  g_free (self);
}

static gboolean
list_leftovers (Look                  *look,
                AusDatabase           *database,
                const AusDepositKind  *kind,
                GError               **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT id FROM %s WHERE state = 'deleted' AND has_file LIMIT ?1", kind->table);
  g_autoptr (AusStatement) rows = aus_database_prepare (database, sql, error);
  AusStep step;

  if (rows == NULL)
    return FALSE;

  aus_statement_bind_integer (rows, 1, AT_ONCE);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW) {
    Leftover *leftover = g_new (Leftover, 1);

    leftover->kind = kind;
    leftover->id = g_strdup (aus_statement_get_text (rows, 0));
    g_ptr_array_add (look->leftovers, leftover);
  }

  return step == AUS_STEP_DONE;
}

static gboolean
look_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  Look *look = data;

  g_ptr_array_set_size (look->leftovers, 0);

  if (!aus_expiry_run (database, look->clinic, &look->retention->watch, &look->next, error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (!list_leftovers (look, database, kinds[i], error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
forget (AusDatabase     *database,
        const Leftover  *leftover,
        GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE %s SET has_file = 0 WHERE id = ?1", leftover->kind->table);
  g_autoptr (AusStatement) statement = aus_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, leftover->id);

  return aus_statement_run (statement, error);
}

static gboolean
forget_job (AusDatabase  *database,
            gpointer      data,
            GError      **error)
{
  Look *look = data;

  for (guint i = 0; i < look->leftovers->len; i++) {
    if (!forget (database, g_ptr_array_index (look->leftovers, i), error))
      return FALSE;
  }

  /* The keys that went with it are still in the log. */
  aus_database_want_empty_log (database);

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
    g_warning ("Could not note what is off the disk: %s", error->message);

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

  for (guint i = 0; i < look->leftovers->len;) {
    const Leftover *leftover = g_ptr_array_index (look->leftovers, i);
    g_autofree char *path = aus_deposit_get_path (look->clinic, leftover->kind, leftover->id);

    if (g_unlink (path) == 0 || errno == ENOENT) {
      i++;
    } else {
      g_warning ("What was deleted is still on the disk: %s: %s", path, g_strerror (errno));
      g_ptr_array_remove_index (look->leftovers, i);
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
    g_warning ("Could not look what is to go: %s", error->message);
    look->next = G_MAXINT64;
  }

  if (error != NULL || look->leftovers->len == 0) {
    rest (look->retention, look->next);
    look_free (look);
    return;
  }

  task = g_task_new (NULL, NULL, unlinked_cb, look);
  g_task_set_task_data (task, look, NULL);
  g_task_run_in_thread (task, unlink_cb);
}

/* Something was deleted, or is to be kept for another time. */
static void
committed_cb (AusRetention *self,
              GPtrArray    *events,
              gint64        seq)
{
  for (guint i = 0; i < events->len; i++) {
    const char *type = ((AusEvent *) g_ptr_array_index (events, i))->type;

    if (strcmp (type, "recording_changed") == 0 || strcmp (type, "file_changed") == 0) {
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
  look->leftovers = g_ptr_array_new_with_free_func (leftover_free);
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
