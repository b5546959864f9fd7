#include "aus-replica.h"

#include "aus-identity.h"
#include "aus-sync.h"
#include "aus-time.h"

#define DAYS_BACK  7
#define DAYS_AHEAD 60
/* More than anybody scrolls through. */
#define MAX_ITEMS  10000

struct _AusReplica
{
  GObject        parent_instance;

  AusRecordList *lists[AUS_N_LISTINGS];
  char          *identity;
  AusCache      *cache;
  AusSync       *sync;
  gint64         cursor;
  GDateTime     *as_of;
  char          *user;
  /* A round was broken off, and the lists may show what is gone. */
  gboolean       unsure;

  /* Which times the lists show. */
  gint64         from;
  gint64         to;
};

G_DEFINE_FINAL_TYPE (AusReplica, aus_replica, G_TYPE_OBJECT)

enum
{
  RECORD,
  SYNCED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gint64
start_of_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) today =
    g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now),
                           g_date_time_get_day_of_month (now), 0, 0, 0);

  /* A zone may skip midnight. */
  return aus_time_from_date_time (today ? today : now);
}

static void
choose_times (AusReplica *self)
{
  gint64 today = start_of_today ();

  self->from = today - DAYS_BACK * AUS_TIME_DAY;
  self->to = today + DAYS_AHEAD * AUS_TIME_DAY;
}

static void
show (AusReplica             *self,
      const AusCacheContents *contents)
{
  aus_record_list_replace (self->lists[AUS_LISTING_CONSULTATIONS], contents->consultations);
  aus_record_list_replace (self->lists[AUS_LISTING_BOOKINGS], contents->bookings);
  aus_record_list_replace (self->lists[AUS_LISTING_PATIENTS], contents->patients);
  aus_record_list_replace (self->lists[AUS_LISTING_DOCTORS], contents->doctors);
}

/* The cache was replaced by another, or deleted, while it was being read. */
static gboolean
is_outdated (AusReplica *self,
             gpointer    cache)
{
  return self->cache != cache;
}

static void
reloaded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (AusReplica) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AusCacheContents) contents = aus_cache_load_finish (AUS_CACHE (source), result, &error);

  if (contents == NULL)
    g_warning ("Cannot read the cache: %s", error->message);
  else if (!is_outdated (self, source))
    show (self, contents);
}

static void
reload (AusReplica *self)
{
  choose_times (self);
  aus_cache_load_async (self->cache, self->from, self->to, reloaded_cb, g_object_ref (self));
}

static void
merge_saved (AusReplica     *self,
             AusListingId  list,
             GPtrArray      *saved)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  AusRecordList *records = self->lists[list];
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (records));

  for (guint i = 0; i < saved->len; i++) {
    AusRecord *record = g_ptr_array_index (saved, i);
    const char *id = aus_record_get_id (record);

    if (G_OBJECT_TYPE (record) != aus_listings[list].get_type ())
      continue;

    if (!aus_listings[list].shows (record, self->from, self->to))
      aus_record_list_remove (records, id);
    else if (n_items + shown->len < MAX_ITEMS || aus_record_list_find (records, id) != NULL)
      g_ptr_array_add (shown, record);
  }

  aus_record_list_merge (records, shown);
}

static void
remove_deleted (AusReplica     *self,
                AusListingId  list,
                GPtrArray      *deleted)
{
  for (guint i = 0; i < deleted->len; i++) {
    const AusTombstone *tombstone = g_ptr_array_index (deleted, i);

    if (tombstone->type == aus_listings[list].get_type ())
      aus_record_list_remove (self->lists[list], tombstone->id);
  }
}

static void
page_cb (AusReplica  *self,
         AusSyncPage *page,
         AusSync     *sync)
{
  self->cursor = page->next;

  for (guint list = 0; list < AUS_N_LISTINGS; list++) {
    remove_deleted (self, list, page->deleted);
    merge_saved (self, list, page->saved);
  }

  for (guint i = 0; i < page->saved->len; i++)
    g_signal_emit (self, signals[RECORD], 0, g_ptr_array_index (page->saved, i));
}

static void
finished_cb (AusReplica *self,
             GDateTime  *as_of,
             gboolean    afresh,
             AusSync    *sync)
{
  gint64 from = start_of_today () - DAYS_BACK * AUS_TIME_DAY;

  if (as_of != NULL) {
    g_clear_pointer (&self->as_of, g_date_time_unref);
    self->as_of = g_date_time_ref (as_of);
  }

  if (afresh || self->unsure || from != self->from)
    reload (self);

  self->unsure = FALSE;

  g_signal_emit (self, signals[SYNCED], 0);
}

static void
failed_cb (AusReplica *self,
           GError     *error,
           AusSync    *sync)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AusCacheContents) contents = aus_cache_load_finish (AUS_CACHE (source), result, &error);
  AusReplica *self = g_task_get_source_object (task);

  if (contents == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }

  if (is_outdated (self, source)) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "another cache was opened");
    return;
  }

  self->cursor = contents->cursor;
  self->user = g_steal_pointer (&contents->user);
  self->as_of = g_steal_pointer (&contents->as_of);
  show (self, contents);
  g_task_return_boolean (task, TRUE);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AusCache) cache = aus_cache_open_finish (result, &error);
  AusReplica *self = g_task_get_source_object (task);

  if (cache == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }

  aus_replica_wipe (self);
  self->cache = g_steal_pointer (&cache);
  self->identity = g_strdup (g_task_get_task_data (task));
  choose_times (self);
  aus_cache_load_async (self->cache, self->from, self->to, loaded_cb, g_steal_pointer (&task));
}

static void
aus_replica_dispose (GObject *object)
{
  AusReplica *self = AUS_REPLICA (object);

  aus_replica_stop (self);
  g_clear_object (&self->cache);

  G_OBJECT_CLASS (aus_replica_parent_class)->dispose (object);
}

static void
aus_replica_finalize (GObject *object)
{
  AusReplica *self = AUS_REPLICA (object);

  for (guint list = 0; list < AUS_N_LISTINGS; list++)
    g_clear_object (&self->lists[list]);

  g_clear_pointer (&self->identity, g_free);
  g_clear_pointer (&self->as_of, g_date_time_unref);
  g_clear_pointer (&self->user, g_free);

  G_OBJECT_CLASS (aus_replica_parent_class)->finalize (object);
}

static void
aus_replica_class_init (AusReplicaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aus_replica_dispose;
  object_class->finalize = aus_replica_finalize;

  signals[RECORD] = g_signal_new ("record", AUS_TYPE_REPLICA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, AUS_TYPE_RECORD);
  signals[SYNCED] = g_signal_new ("synced", AUS_TYPE_REPLICA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", AUS_TYPE_REPLICA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
aus_replica_init (AusReplica *self)
{
  for (guint list = 0; list < AUS_N_LISTINGS; list++)
    self->lists[list] = aus_record_list_new (aus_listings[list].get_type (), aus_listings[list].key);
}

AusReplica *
aus_replica_new (void)
{
  return g_object_new (AUS_TYPE_REPLICA, NULL);
}

void
aus_replica_open_async (AusReplica          *self,
                        const char          *folder,
                        const char          *server_uri,
                        const char          *email,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autofree char *identity = aus_identity_new (server_uri, email);

  if (g_strcmp0 (identity, self->identity) == 0) {
    g_task_return_boolean (task, TRUE);
    return;
  }

  g_task_set_task_data (task, g_steal_pointer (&identity), g_free);
  aus_cache_open_async (folder, server_uri, email, NULL, opened_cb, g_steal_pointer (&task));
}

gboolean
aus_replica_open_finish (AusReplica    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
aus_replica_start (AusReplica *self,
                   AusApi     *api)
{
  g_return_if_fail (self->cache != NULL);

  aus_replica_stop (self);
  self->sync = aus_sync_new (api, self->cache, self->cursor);
  g_signal_connect_swapped (self->sync, "page", G_CALLBACK (page_cb), self);
  g_signal_connect_swapped (self->sync, "finished", G_CALLBACK (finished_cb), self);
  g_signal_connect_swapped (self->sync, "failed", G_CALLBACK (failed_cb), self);
  aus_sync_trigger (self->sync);
}

void
aus_replica_sync (AusReplica *self)
{
  if (self->sync != NULL)
    aus_sync_trigger (self->sync);
}

void
aus_replica_stop (AusReplica *self)
{
  if (self->sync == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->sync, self);
  aus_sync_stop (self->sync);
  g_clear_object (&self->sync);
  self->unsure = TRUE;
}

void
aus_replica_wipe (AusReplica *self)
{
  aus_replica_stop (self);

  if (self->cache != NULL)
    aus_cache_wipe (self->cache);

  self->unsure = FALSE;
  g_clear_object (&self->cache);
  g_clear_pointer (&self->identity, g_free);
  g_clear_pointer (&self->as_of, g_date_time_unref);
  g_clear_pointer (&self->user, g_free);

  for (guint list = 0; list < AUS_N_LISTINGS; list++)
    aus_record_list_clear (self->lists[list]);
}

AusRecordList *
aus_replica_get_list (AusReplica     *self,
                      AusListingId  list)
{
  return self->lists[list];
}

AusCache *
aus_replica_get_cache (AusReplica *self)
{
  return self->cache;
}

GDateTime *
aus_replica_get_as_of (AusReplica *self)
{
  return self->as_of;
}

const char *
aus_replica_get_user (AusReplica *self)
{
  return self->user;
}
