#include "aus-sync.h"

#include "aus-error.h"

#define PAGE_SIZE      500
#define SAFETY_SECONDS 60

struct _AusSync
{
  GObject       parent_instance;

  AusApi       *api;
  AusCache     *cache;
  GCancellable *cancellable;
  gint64        cursor;
  guint         timer;

  gboolean      running;
  gboolean      again;
  gboolean      afresh;

  /* Takes a page, and leads to the next: held here because that is a circle. */
  GAsyncReadyCallback fetched_cb;
};

G_DEFINE_FINAL_TYPE (AusSync, aus_sync, G_TYPE_OBJECT)

enum
{
  PAGE,
  FINISHED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_stopped (AusSync *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

static void
fail (AusSync *self,
      GError  *error)
{
  self->running = FALSE;
  self->again = FALSE;

  if (!is_stopped (self))
    g_signal_emit (self, signals[FAILED], 0, error);
}

static void
fetch (AusSync *self)
{
  g_autofree char *path =
    g_strdup_printf ("sync/?since=%" G_GINT64_FORMAT "&limit=%d", self->cursor, PAGE_SIZE);
  const AusApiRequest request = { .method = "GET", .path = path };

  aus_api_send_async (self->api, &request, self->cancellable, self->fetched_cb, g_object_ref (self));
}

static void
finish (AusSync   *self,
        GDateTime *as_of)
{
  gboolean afresh = self->afresh;

  self->afresh = FALSE;
  self->running = self->again;
  self->again = FALSE;

  if (self->running)
    fetch (self);

  g_signal_emit (self, signals[FINISHED], 0, as_of, afresh);
}

static void
applied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AusSync) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AusSyncPage) page = aus_cache_apply_finish (AUS_CACHE (source), result, &error);
  gboolean stands_still = page != NULL && page->more && page->next <= self->cursor;

  if (page == NULL) {
    fail (self, error);
    return;
  }

  if (is_stopped (self))
    return;

  self->cursor = page->next;
  g_signal_emit (self, signals[PAGE], 0, page);

  if (stands_still) {
    error = g_error_new_literal (AUS_ERROR, AUS_ERROR_MALFORMED, "The server's change log does not advance");
    fail (self, error);
  } else if (is_stopped (self)) {
    self->running = FALSE;
  } else if (page->more) {
    fetch (self);
  } else {
    finish (self, page->server_time);
  }
}

static void
reset_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AusSync) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!aus_cache_reset_finish (AUS_CACHE (source), result, &error)) {
    fail (self, error);
    return;
  }

  self->cursor = 0;
  self->afresh = TRUE;

  if (!is_stopped (self))
    fetch (self);
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AusSync) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = aus_api_send_finish_bytes (AUS_API (source), result, &error);

  if (is_stopped (self))
    self->running = FALSE;
  else if (bytes != NULL)
    aus_cache_apply_async (self->cache, bytes, applied_cb, g_object_ref (self));
  else if (g_error_matches (error, AUS_ERROR, AUS_ERROR_GONE) && self->cursor > 0)
    aus_cache_reset_async (self->cache, reset_cb, g_object_ref (self));
  else
    fail (self, error);
}

static gboolean
timer_cb (gpointer user_data)
{
  aus_sync_trigger (user_data);

  return G_SOURCE_CONTINUE;
}

static void
aus_sync_dispose (GObject *object)
{
  AusSync *self = AUS_SYNC (object);

  aus_sync_stop (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->cache);
  g_clear_object (&self->api);

  G_OBJECT_CLASS (aus_sync_parent_class)->dispose (object);
}

static void
aus_sync_class_init (AusSyncClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_sync_dispose;

  signals[PAGE] = g_signal_new ("page", AUS_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[FINISHED] = g_signal_new ("finished", AUS_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 2, G_TYPE_DATE_TIME, G_TYPE_BOOLEAN);
  signals[FAILED] = g_signal_new ("failed", AUS_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
aus_sync_init (AusSync *self)
{
  self->cancellable = g_cancellable_new ();
  self->fetched_cb = fetched_cb;
  self->timer = g_timeout_add_seconds (SAFETY_SECONDS, timer_cb, self);
}

AusSync *
aus_sync_new (AusApi   *api,
              AusCache *cache,
              gint64    cursor)
{
  AusSync *self = g_object_new (AUS_TYPE_SYNC, NULL);

  self->api = g_object_ref (api);
  self->cache = g_object_ref (cache);
  self->cursor = cursor;

  return self;
}

void
aus_sync_trigger (AusSync *self)
{
  if (is_stopped (self))
    return;

  if (self->running) {
    self->again = TRUE;
    return;
  }

  self->running = TRUE;
  fetch (self);
}

void
aus_sync_stop (AusSync *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}
