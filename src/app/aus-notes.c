#include "aus-notes.h"

#include "aus-consultation.h"
#include "aus-error.h"
#include "aus-json.h"
#include "aus-notes-draft.h"
#include "aus-notes-edit.h"
#include "aus-notes-refusal.h"
#include "aus-record-list.h"

#define QUIET_MS      800
#define RETRY_SECONDS 5

struct _AusNotes
{
  GObject        parent_instance;

  AusClient     *client;
  char          *id;
  char          *owner;
  char          *draft_dir;

  AusNotesState  state;
  char          *text;
  char          *base;
  gint64         revision;
  char          *sent;
  char          *reason;
  char          *theirs;
  gint64         their_revision;
  gboolean       loading;
  guint          timer;
  guint          retry;
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusNotes, aus_notes, G_TYPE_OBJECT)

static void
replace (char       **member,
         const char  *text)
{
  g_free (*member);
  *member = g_strdup (text);
}

static gboolean
is_dirty (AusNotes *self)
{
  return g_strcmp0 (self->text, self->base) != 0;
}

/* Whether it is still, or again, the one who wrote them that is signed in. */
static gboolean
is_mine (AusNotes *self)
{
  g_autofree char *identity = aus_client_dup_identity (self->client);

  return g_str_equal (identity, self->owner);
}

static void
set_state (AusNotes      *self,
           AusNotesState  state)
{
  if (self->state != state) {
    self->state = state;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  }
}

static void
show_text (AusNotes   *self,
           const char *text)
{
  if (g_strcmp0 (self->text, text) == 0)
    return;

  replace (&self->text, text);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT]);
}

static void
keep_draft (AusNotes *self)
{
  const AusNotesDraft draft = { self->base, self->text };
  g_autoptr (GError) error = NULL;

  if (!aus_notes_draft_write (self->draft_dir, self->id, &draft, &error))
    g_warning ("Cannot keep a draft: %s", error->message);
}

static void
drop_draft (AusNotes *self)
{
  g_autoptr (GError) error = NULL;

  if (!aus_notes_draft_remove (self->draft_dir, self->id, &error))
    g_warning ("%s", error->message);
}

static void
meet_conflict (AusNotes   *self,
               const char *theirs,
               gint64      revision)
{
  replace (&self->theirs, theirs);
  self->their_revision = revision;
  set_state (self, AUS_NOTES_STATE_CONFLICT);
}

/* What the server has is known anew. What was typed here stays, if it was typed on the same ground. */
static void
take_ground (AusNotes   *self,
             const char *notes,
             gint64      revision)
{
  gboolean same_ground = g_strcmp0 (notes, self->base) == 0;

  if (self->base == NULL || !is_dirty (self) || g_strcmp0 (notes, self->text) == 0) {
    replace (&self->base, notes);
    self->revision = revision;
    show_text (self, notes);
    drop_draft (self);
    set_state (self, AUS_NOTES_STATE_SAVED);
  } else if (same_ground) {
    self->revision = revision;
    set_state (self, AUS_NOTES_STATE_EDITED);
    aus_notes_flush (self);
  } else {
    meet_conflict (self, notes, revision);
  }
}

/* Without the server the cache is the best we know; if it is out of date, saving will say so. What was typed while the
 * notes were read waited for the end of that. */
static void
do_without (AusNotes *self)
{
  AusConsultation *visit =
    aus_record_list_find (AUS_RECORD_LIST (aus_client_get_consultations (self->client)), self->id);

  if (self->state == AUS_NOTES_STATE_EDITED && self->timer == 0)
    set_state (self, AUS_NOTES_STATE_UNSAVED);
  else if (self->state == AUS_NOTES_STATE_LOADING && visit != NULL && is_mine (self))
    take_ground (self, visit->notes ? visit->notes : "", visit->revision);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AusNotes) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);
  JsonObject *visit = answer != NULL && JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;
  const char *notes = visit ? aus_json_get_text (visit, "notes") : NULL;

  self->loading = FALSE;

  if (visit == NULL || !is_mine (self)) {
    g_debug ("Cannot read the notes: %s", error ? error->message : "no object");
    do_without (self);
  } else if (self->sent == NULL) {
    take_ground (self, notes ? notes : "", aus_json_get_integer (visit, "revision", 0));
  }
}

static void
load (AusNotes *self)
{
  g_autofree char *path = g_strdup_printf ("consultations/%s/", self->id);

  if (self->loading || !is_mine (self))
    return;

  self->loading = TRUE;
  aus_client_send_async (self->client, "GET", path, NULL, NULL, loaded_cb, g_object_ref (self));
}

static void
meet_failure (AusNotes     *self,
              const char   *sent,
              const GError *error)
{
  gboolean refused = aus_notes_refusal_is_final (error) && g_strcmp0 (sent, self->text) == 0;

  g_debug ("Cannot save the notes: %s", error->message);

  if (refused)
    replace (&self->reason, aus_notes_refusal_explain (error));

  set_state (self, refused ? AUS_NOTES_STATE_REFUSED : AUS_NOTES_STATE_UNSAVED);

  if (g_error_matches (error, AUS_ERROR, AUS_ERROR_STALE))
    load (self);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AusNotes) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 revision = aus_client_save_notes_finish (AUS_CLIENT (source), result, &error);
  g_autofree char *sent = g_steal_pointer (&self->sent);

  if (revision < 0) {
    meet_failure (self, sent, error);
    return;
  }

  replace (&self->base, sent);
  self->revision = revision;

  if (is_dirty (self)) {
    keep_draft (self);
    set_state (self, AUS_NOTES_STATE_EDITED);

    /* Whoever saved at once meanwhile is not waited for by the timer. */
    if (self->timer == 0)
      aus_notes_flush (self);
  } else {
    drop_draft (self);
    set_state (self, AUS_NOTES_STATE_SAVED);
  }
}

static void
save (AusNotes *self)
{
  const AusNotesEdit edit = { self->id, self->revision, self->base, self->text };

  if (!is_mine (self)) {
    set_state (self, AUS_NOTES_STATE_UNSAVED);
    return;
  }

  self->sent = g_strdup (self->text);
  set_state (self, AUS_NOTES_STATE_SAVING);
  aus_client_save_notes_async (self->client, &edit, NULL, saved_cb, g_object_ref (self));
}

static gboolean
quiet_cb (gpointer user_data)
{
  AusNotes *self = user_data;

  /* The last save is still under way: wait for its end. */
  if (self->sent != NULL)
    return G_SOURCE_CONTINUE;

  self->timer = 0;
  aus_notes_flush (self);

  return G_SOURCE_REMOVE;
}

static gboolean
retry_cb (gpointer user_data)
{
  AusNotes *self = user_data;

  if (self->state == AUS_NOTES_STATE_LOADING)
    load (self);
  else if (self->state == AUS_NOTES_STATE_UNSAVED)
    aus_notes_flush (self);

  return G_SOURCE_CONTINUE;
}

static void
client_state_cb (AusNotes *self)
{
  if (aus_client_get_state (self->client) == AUS_CLIENT_STATE_ONLINE)
    retry_cb (self);
}

static void
visit_changed_cb (AusNotes        *self,
                  GParamSpec      *pspec,
                  AusConsultation *visit)
{
  if (self->state == AUS_NOTES_STATE_SAVED && visit->revision > self->revision)
    load (self);
}

static void
aus_notes_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  AusNotes *self = AUS_NOTES (object);

  switch (prop_id) {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_notes_dispose (GObject *object)
{
  AusNotes *self = AUS_NOTES (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->retry, g_source_remove);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (aus_notes_parent_class)->dispose (object);
}

static void
aus_notes_finalize (GObject *object)
{
  AusNotes *self = AUS_NOTES (object);

  g_free (self->id);
  g_free (self->owner);
  g_free (self->draft_dir);
  g_free (self->text);
  g_free (self->base);
  g_free (self->sent);
  g_free (self->reason);
  g_free (self->theirs);

  G_OBJECT_CLASS (aus_notes_parent_class)->finalize (object);
}

static void
aus_notes_class_init (AusNotesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = aus_notes_get_property;
  object_class->dispose = aus_notes_dispose;
  object_class->finalize = aus_notes_finalize;

  props[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, AUS_TYPE_NOTES_STATE, AUS_NOTES_STATE_LOADING, flags);
  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
aus_notes_init (AusNotes *self)
{
  self->retry = g_timeout_add_seconds (RETRY_SECONDS, retry_cb, self);
}

static void
read_draft (AusNotes *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AusNotesDraft) draft = aus_notes_draft_read (self->draft_dir, self->id, &error);

  if (error != NULL)
    g_warning ("Cannot read a draft: %s", error->message);

  if (draft != NULL) {
    self->base = g_steal_pointer (&draft->base);
    self->text = g_steal_pointer (&draft->text);
  }
}

AusNotes *
aus_notes_new (AusClient  *client,
               const char *consultation_id,
               const char *draft_dir)
{
  AusNotes *self = g_object_new (AUS_TYPE_NOTES, NULL);
  AusConsultation *visit;

  self->client = g_object_ref (client);
  self->id = g_strdup (consultation_id);
  self->owner = aus_client_dup_identity (client);
  self->draft_dir = aus_notes_draft_folder (draft_dir, self->owner);
  read_draft (self);

  visit = aus_record_list_find (AUS_RECORD_LIST (aus_client_get_consultations (client)), consultation_id);
  if (visit != NULL)
    g_signal_connect_object (visit, "notify::revision", G_CALLBACK (visit_changed_cb), self,
                             G_CONNECT_SWAPPED);

  g_signal_connect_object (client, "notify::state", G_CALLBACK (client_state_cb), self, G_CONNECT_SWAPPED);
  load (self);

  return self;
}

AusNotesState
aus_notes_get_state (AusNotes *self)
{
  g_return_val_if_fail (AUS_IS_NOTES (self), AUS_NOTES_STATE_LOADING);

  return self->state;
}

const char *
aus_notes_get_text (AusNotes *self)
{
  g_return_val_if_fail (AUS_IS_NOTES (self), "");

  return self->text ? self->text : "";
}

const char *
aus_notes_get_reason (AusNotes *self)
{
  g_return_val_if_fail (AUS_IS_NOTES (self), NULL);

  return self->reason;
}

void
aus_notes_set_text (AusNotes   *self,
                    const char *text)
{
  g_return_if_fail (AUS_IS_NOTES (self));
  g_return_if_fail (self->state != AUS_NOTES_STATE_LOADING);

  if (g_strcmp0 (self->text, text) == 0)
    return;

  replace (&self->text, text);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (QUIET_MS, quiet_cb, self);

  if (self->state == AUS_NOTES_STATE_SAVED || self->state == AUS_NOTES_STATE_REFUSED)
    set_state (self, AUS_NOTES_STATE_EDITED);
}

void
aus_notes_flush (AusNotes *self)
{
  g_return_if_fail (AUS_IS_NOTES (self));

  g_clear_handle_id (&self->timer, g_source_remove);

  if (self->state == AUS_NOTES_STATE_LOADING || self->state == AUS_NOTES_STATE_SAVED)
    return;

  if (!is_dirty (self) && self->sent == NULL) {
    drop_draft (self);
    set_state (self, AUS_NOTES_STATE_SAVED);
    return;
  }

  keep_draft (self);

  if (self->state != AUS_NOTES_STATE_CONFLICT && self->state != AUS_NOTES_STATE_REFUSED &&
      self->sent == NULL && !self->loading)
    save (self);
}

void
aus_notes_keep_mine (AusNotes *self)
{
  g_return_if_fail (AUS_IS_NOTES (self));
  g_return_if_fail (self->state == AUS_NOTES_STATE_CONFLICT);

  replace (&self->base, self->theirs);
  self->revision = self->their_revision;
  set_state (self, AUS_NOTES_STATE_UNSAVED);
  aus_notes_flush (self);
}

void
aus_notes_take_theirs (AusNotes *self)
{
  g_return_if_fail (AUS_IS_NOTES (self));
  g_return_if_fail (self->state == AUS_NOTES_STATE_CONFLICT);

  replace (&self->base, self->theirs);
  self->revision = self->their_revision;
  show_text (self, self->theirs);
  drop_draft (self);
  set_state (self, AUS_NOTES_STATE_SAVED);
}
