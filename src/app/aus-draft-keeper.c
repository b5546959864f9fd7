#include "aus-draft-keeper.h"

#include "aus-notes-draft.h"
#include "aus-notes.h"

struct _AusDraftKeeper
{
  GObject     parent_instance;

  AusClient  *client;
  char       *draft_dir;
  GHashTable *kept;
  GHashTable *released;
};

G_DEFINE_FINAL_TYPE (AusDraftKeeper, aus_draft_keeper, G_TYPE_OBJECT)

static void
notes_state_cb (AusDraftKeeper *self,
                GParamSpec     *pspec,
                AusNotes       *notes)
{
  GHashTableIter iter;
  gpointer value;

  if (aus_notes_get_state (notes) != AUS_NOTES_STATE_SAVED)
    return;

  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    if (value == notes)
      g_hash_table_iter_remove (&iter);
  }
}

static void
look (AusDraftKeeper *self)
{
  g_auto (GStrv) ids = aus_notes_draft_list (self->draft_dir);

  if (aus_client_get_state (self->client) != AUS_CLIENT_STATE_ONLINE)
    return;

  for (guint i = 0; ids[i] != NULL; i++) {
    AusNotes *notes;

    if (g_hash_table_contains (self->released, ids[i]) || g_hash_table_contains (self->kept, ids[i]))
      continue;

    notes = aus_notes_new (self->client, ids[i], self->draft_dir);
    g_hash_table_insert (self->kept, g_strdup (ids[i]), notes);
    g_signal_connect_object (notes, "notify::state", G_CALLBACK (notes_state_cb), self, G_CONNECT_SWAPPED);
  }
}

static void
aus_draft_keeper_dispose (GObject *object)
{
  AusDraftKeeper *self = AUS_DRAFT_KEEPER (object);

  g_hash_table_remove_all (self->kept);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (aus_draft_keeper_parent_class)->dispose (object);
}

static void
aus_draft_keeper_finalize (GObject *object)
{
  AusDraftKeeper *self = AUS_DRAFT_KEEPER (object);

  g_hash_table_unref (self->kept);
  g_hash_table_unref (self->released);
  g_free (self->draft_dir);

  G_OBJECT_CLASS (aus_draft_keeper_parent_class)->finalize (object);
}

static void
aus_draft_keeper_class_init (AusDraftKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_draft_keeper_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_draft_keeper_finalize;
}

static void
aus_draft_keeper_init (AusDraftKeeper *self)
{
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->released = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

AusDraftKeeper *
aus_draft_keeper_new (AusClient  *client,
                      const char *draft_dir)
{
  AusDraftKeeper *self = g_object_new (AUS_TYPE_DRAFT_KEEPER, NULL);

  self->client = g_object_ref (client);
  self->draft_dir = g_strdup (draft_dir);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (look), self, G_CONNECT_SWAPPED);

  return self;
}

void
aus_draft_keeper_release (AusDraftKeeper *self,
                          const char     *consultation_id)
{
  g_return_if_fail (AUS_IS_DRAFT_KEEPER (self));

  g_hash_table_add (self->released, g_strdup (consultation_id));
  g_hash_table_remove (self->kept, consultation_id);
}

void
aus_draft_keeper_resume (AusDraftKeeper *self,
                         const char     *consultation_id)
{
  g_return_if_fail (AUS_IS_DRAFT_KEEPER (self));

  g_hash_table_remove (self->released, consultation_id);
  look (self);
}
