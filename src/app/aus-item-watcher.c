#include "aus-item-watcher.h"

struct _AusItemWatcher
{
  GObject     parent_instance;

  GListModel *model;
  GPtrArray  *items;
  guint       idle;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusItemWatcher, aus_item_watcher, G_TYPE_OBJECT)

static gboolean
idle_cb (gpointer user_data)
{
  AusItemWatcher *self = user_data;

  self->idle = 0;
  g_signal_emit (self, signals[CHANGED], 0);

  return G_SOURCE_REMOVE;
}

/* Before GTK lays out and draws, so that nobody sees a row in the wrong list. */
static void
schedule (AusItemWatcher *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, idle_cb, self, NULL);
}

static void
notify_cb (AusItemWatcher *self)
{
  schedule (self);
}

static void
forget_items (AusItemWatcher *self)
{
  for (guint i = 0; i < self->items->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->items, i), notify_cb, self);

  g_ptr_array_set_size (self->items, 0);
}

static void
items_changed_cb (AusItemWatcher *self,
                  guint           position,
                  guint           removed,
                  guint           added)
{
  forget_items (self);

  for (guint i = 0; self->model != NULL && i < g_list_model_get_n_items (self->model); i++) {
    GObject *item = g_list_model_get_item (self->model, i);

    g_signal_connect_swapped (item, "notify", G_CALLBACK (notify_cb), self);
    g_ptr_array_add (self->items, item);
  }

  schedule (self);
}

static void
aus_item_watcher_dispose (GObject *object)
{
  AusItemWatcher *self = AUS_ITEM_WATCHER (object);

  aus_item_watcher_set_model (self, NULL);
  g_clear_handle_id (&self->idle, g_source_remove);

  G_OBJECT_CLASS (aus_item_watcher_parent_class)->dispose (object);
}

static void
aus_item_watcher_finalize (GObject *object)
{
  g_ptr_array_unref (AUS_ITEM_WATCHER (object)->items);

  G_OBJECT_CLASS (aus_item_watcher_parent_class)->finalize (object);
}

static void
aus_item_watcher_class_init (AusItemWatcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aus_item_watcher_dispose;
  object_class->finalize = aus_item_watcher_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                  0);
}

static void
aus_item_watcher_init (AusItemWatcher *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

AusItemWatcher *
aus_item_watcher_new (void)
{
  return g_object_new (AUS_TYPE_ITEM_WATCHER, NULL);
}

void
aus_item_watcher_set_model (AusItemWatcher *self,
                            GListModel     *model)
{
  g_return_if_fail (AUS_IS_ITEM_WATCHER (self));

  if (self->model == model)
    return;

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, items_changed_cb, self);

  g_set_object (&self->model, model);

  if (model != NULL)
    g_signal_connect_swapped (model, "items-changed", G_CALLBACK (items_changed_cb), self);

  items_changed_cb (self, 0, 0, 0);
}
