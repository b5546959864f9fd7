#include "aus-cache.h"

#include "aus-cache-jobs.h"
#include "aus-identity.h"
#include "aus-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

struct _AusCache
{
  GObject   parent_instance;

  AusStore *store;
  char     *path;
  gboolean  wiped;
};

G_DEFINE_FINAL_TYPE (AusCache, aus_cache, G_TYPE_OBJECT)

/* One job: what it needs, and what comes of it. */
typedef struct
{
  char           *text;
  GBytes         *bytes;
  gint64          from;
  gint64          to;
  gpointer        result;
  GDestroyNotify  free_result;
} Work;

static const char *const suffixes[] = { "", "-wal", "-shm" };

static void
work_free (Work *work)
{
  g_free (work->text);
  g_clear_pointer (&work->bytes, g_bytes_unref);
  g_clear_pointer (&work->result, work->free_result);
  g_free (work);
}

static char *
make_path (const char *folder,
           const char *server_uri,
           const char *email)
{
  g_autofree char *identity = aus_identity_new (server_uri, email);
  g_autofree char *digest = aus_identity_digest (identity);
  g_autofree char *name = g_strdup_printf ("cache-%s.sqlite3", digest);

  return g_build_filename (folder, name, NULL);
}

static void
delete_files (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

    if (g_unlink (name) != 0 && errno != ENOENT)
      g_warning ("Cannot delete %s: %s", name, g_strerror (errno));
  }
}

/* SQLite gives its other files the mode of this one. */
static gboolean
make_file (const char  *path,
           GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int file = -1;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    file = g_open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);

  if (file < 0 || g_chmod (path, 0600) != 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("The cache cannot be written: %s"),
                 g_strerror (errno));
    return FALSE;
  }

  return g_close (file, error);
}

static AusStore *
open_store (const char  *path,
            GError     **error)
{
  g_autoptr (GError) damage = NULL;
  AusStore *store;

  if (!make_file (path, error))
    return NULL;

  store = aus_store_new (path, AUS_DATABASE_CACHE, 1, &damage);
  if (store != NULL)
    return store;

  g_message ("Making the cache anew: %s", damage->message);
  delete_files (path);

  return make_file (path, error) ? aus_store_new (path, AUS_DATABASE_CACHE, 1, error) : NULL;
}

/* In a thread, for it waits for the disk. The store delivers to the main context all the same. */
static void
open_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  AusStore *store = open_store (task_data, &error);
  AusCache *self;

  if (store == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }

  self = g_object_new (AUS_TYPE_CACHE, NULL);
  self->store = store;
  self->path = g_strdup (task_data);
  g_task_return_pointer (task, self, g_object_unref);
}

static void
done_cb (gpointer      data,
         const GError *error)
{
  g_autoptr (GTask) task = data;
  Work *work = g_task_get_task_data (task);

  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else if (work->free_result != NULL)
    g_task_return_pointer (task, g_steal_pointer (&work->result), work->free_result);
  else
    g_task_return_boolean (task, TRUE);
}

/* Takes over @work. */
static GTask *
make_task (AusCache            *self,
           Work                *work,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_task_data (task, work, (GDestroyNotify) work_free);

  return task;
}

static gboolean
load_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  Work *work = g_task_get_task_data (data);

  work->free_result = (GDestroyNotify) aus_cache_contents_free;
  work->result = aus_cache_read_contents (database, work->from, work->to, error);

  return work->result != NULL;
}

static gboolean
messages_job (AusDatabase  *database,
              gpointer      data,
              GError      **error)
{
  Work *work = g_task_get_task_data (data);

  work->free_result = (GDestroyNotify) g_ptr_array_unref;
  work->result = aus_cache_read_messages (database, work->text, error);

  return work->result != NULL;
}

static gboolean
apply_job (AusDatabase  *database,
           gpointer      data,
           GError      **error)
{
  Work *work = g_task_get_task_data (data);

  work->free_result = (GDestroyNotify) aus_sync_page_free;
  work->result = aus_sync_page_parse (work->bytes, error);

  return work->result != NULL && aus_cache_write_page (database, work->result, error);
}

static gboolean
reset_job (AusDatabase  *database,
           gpointer      data,
           GError      **error)
{
  return aus_cache_delete_all (database, error);
}

static gboolean
user_job (AusDatabase  *database,
          gpointer      data,
          GError      **error)
{
  return aus_cache_write_user (database, data, error);
}

static void
user_done_cb (gpointer      data,
              const GError *error)
{
  if (error != NULL)
    g_warning ("Cannot keep who is signed in: %s", error->message);

  g_free (data);
}

static void
aus_cache_dispose (GObject *object)
{
  AusCache *self = AUS_CACHE (object);

  g_clear_object (&self->store);

  if (self->wiped)
    delete_files (self->path);

  self->wiped = FALSE;

  G_OBJECT_CLASS (aus_cache_parent_class)->dispose (object);
}

static void
aus_cache_finalize (GObject *object)
{
  g_free (AUS_CACHE (object)->path);

  G_OBJECT_CLASS (aus_cache_parent_class)->finalize (object);
}

static void
aus_cache_class_init (AusCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_cache_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_cache_finalize;
}

static void
aus_cache_init (AusCache *self)
{
}

void
aus_cache_open_async (const char          *folder,
                      const char          *server_uri,
                      const char          *email,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, make_path (folder, server_uri, email), g_free);
  g_task_run_in_thread (task, open_in_thread);
}

AusCache *
aus_cache_open_finish (GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
aus_cache_load_async (AusCache            *self,
                      gint64               from,
                      gint64               to,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  Work *work = g_new0 (Work, 1);

  work->from = from;
  work->to = to;
  aus_store_read (self->store, load_job, done_cb, make_task (self, work, callback, user_data));
}

AusCacheContents *
aus_cache_load_finish (AusCache      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
aus_cache_apply_async (AusCache            *self,
                       GBytes              *bytes,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  Work *work = g_new0 (Work, 1);

  work->bytes = g_bytes_ref (bytes);
  aus_store_write (self->store, apply_job, done_cb, make_task (self, work, callback, user_data));
}

AusSyncPage *
aus_cache_apply_finish (AusCache      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
aus_cache_reset_async (AusCache            *self,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  aus_store_write (self->store, reset_job, done_cb,
                   make_task (self, g_new0 (Work, 1), callback, user_data));
}

gboolean
aus_cache_reset_finish (AusCache      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
aus_cache_messages_async (AusCache            *self,
                          const char          *consultation_id,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Work *work = g_new0 (Work, 1);

  work->text = g_strdup (consultation_id);
  aus_store_read (self->store, messages_job, done_cb, make_task (self, work, callback, user_data));
}

GPtrArray *
aus_cache_messages_finish (AusCache      *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
aus_cache_keep_user (AusCache   *self,
                     const char *user)
{
  aus_store_write (self->store, user_job, user_done_cb, g_strdup (user));
}

void
aus_cache_wipe (AusCache *self)
{
  self->wiped = TRUE;
}
