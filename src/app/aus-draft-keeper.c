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

static char **
list_mine (AusDraftKeeper *self)
{
  g_autofree char *identity = aus_client_dup_identity (self->client);
  g_autofree char *folder = aus_notes_draft_folder (self->draft_dir, identity);

  return aus_notes_draft_list (folder);
}

static void
look (AusDraftKeeper *self)
{
  g_auto (GStrv) ids = list_mine (self);

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

/* What is dropped here waits on disk for its owner. */
static void
account_cb (AusDraftKeeper *self)
{
  g_hash_table_remove_all (self->kept);
}

static void
report_ownerless (const char *draft_dir)
{
  g_auto (GStrv) ids = aus_notes_draft_list (draft_dir);

  if (ids[0] != NULL)
    g_message ("%u drafts in %s do not say whose they are, and stay there", g_strv_length (ids), draft_dir);
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
  g_signal_connect_object (client, "notify::email", G_CALLBACK (account_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::server-uri", G_CALLBACK (account_cb), self, G_CONNECT_SWAPPED);
  report_ownerless (draft_dir);

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
