#include "aus-auditor.h"

#include "aus-time.h"
#include "aus-uuid.h"

#include <string.h>

/* Reads wait this long for others to share their transaction. */
#define DELAY_MS 250
#define RETRY_S 1
#define FULL_BATCH 2048
#define MAX_WAITING 20000
#define OWN "accounts/api/"

struct _AusAuditor
{
  GObject    parent_instance;

  AusStore  *store;
  GPtrArray *waiting;
  guint      n_under_way;
  guint      timer;
};

G_DEFINE_FINAL_TYPE (AusAuditor, aus_auditor, G_TYPE_OBJECT)

typedef struct
{
  AusAuditor *auditor;
  GPtrArray  *entries;
} Batch;

static gboolean
append_job (AusDatabase  *database,
            gpointer      data,
            GError      **error)
{
  Batch *batch = data;

  for (guint i = 0; i < batch->entries->len; i++) {
    if (!aus_audit_append (database, g_ptr_array_index (batch->entries, i), error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
flush_cb (gpointer user_data)
{
  AusAuditor *self = user_data;

  self->timer = 0;
  aus_auditor_flush (self);

  return G_SOURCE_REMOVE;
}

/* Back to where they came from, in front of those that came since. */
static void
take_back (AusAuditor *self,
           GPtrArray  *entries)
{
  g_ptr_array_extend_and_steal (entries, g_steal_pointer (&self->waiting));
  self->waiting = g_ptr_array_ref (entries);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add_seconds (RETRY_S, flush_cb, self);
}

static void
append_done (gpointer      data,
             const GError *error)
{
  Batch *batch = data;
  AusAuditor *self = batch->auditor;

  self->n_under_way -= batch->entries->len;

  if (error != NULL && self->store != NULL) {
    g_warning ("Could not note %u reads in the audit log, and try again: %s", batch->entries->len, error->message);
    take_back (self, batch->entries);
  } else if (error != NULL) {
    g_warning ("%u reads are missing in the audit log: %s", batch->entries->len, error->message);
  }

  g_ptr_array_unref (batch->entries);
  g_object_unref (batch->auditor);
  g_free (batch);
}

static void
aus_auditor_dispose (GObject *object)
{
  AusAuditor *self = AUS_AUDITOR (object);

  /* The store finishes what it was handed before it goes. */
  if (self->store != NULL)
    aus_auditor_flush (self);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (aus_auditor_parent_class)->dispose (object);
}

static void
aus_auditor_finalize (GObject *object)
{
  g_ptr_array_unref (AUS_AUDITOR (object)->waiting);

  G_OBJECT_CLASS (aus_auditor_parent_class)->finalize (object);
}

static void
aus_auditor_class_init (AusAuditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_auditor_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_auditor_finalize;
}

static GPtrArray *
new_entries (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) aus_audit_entry_free);
}

static void
aus_auditor_init (AusAuditor *self)
{
  self->waiting = new_entries ();
}

AusAuditor *
aus_auditor_new (AusStore *store)
{
  AusAuditor *self = g_object_new (AUS_TYPE_AUDITOR, NULL);

  self->store = g_object_ref (store);

  return self;
}

void
aus_auditor_flush (AusAuditor *self)
{
  Batch *batch;

  if (self->waiting->len == 0)
    return;

  g_clear_handle_id (&self->timer, g_source_remove);
  batch = g_new (Batch, 1);
  batch->auditor = g_object_ref (self);
  batch->entries = g_steal_pointer (&self->waiting);
  self->waiting = new_entries ();
  self->n_under_way += batch->entries->len;
  aus_store_write (self->store, append_job, append_done, batch);
}

guint
aus_auditor_get_n (AusAuditor *self)
{
  return self->waiting->len + self->n_under_way;
}

gboolean
aus_auditor_check_room (AusAuditor  *self,
                        GError     **error)
{
  if (aus_auditor_get_n (self) < MAX_WAITING)
    return TRUE;

  g_set_error (error, AUS_ERROR, AUS_ERROR_UNAVAILABLE, "Nothing may be read that cannot be noted; try again soon.");

  return FALSE;
}

static void
take_entry (AusAuditor    *self,
            AusAuditEntry *entry)
{
  g_ptr_array_add (self->waiting, entry);

  if (self->waiting->len >= FULL_BATCH)
    aus_auditor_flush (self);
  else if (self->timer == 0)
    self->timer = g_timeout_add (DELAY_MS, flush_cb, self);
}

/* So that whoever asks who saw a record hears of those to whom it came with others, too. */
static void
note_handed_out (AusAuditor *self,
                 AusCall    *call)
{
  GHashTableIter iter;
  const char *name;

  g_hash_table_iter_init (&iter, call->handed_out);

  while (g_hash_table_iter_next (&iter, (gpointer *) &name, NULL)) {
    AusAuditEntry *entry = aus_auditor_describe (call);
    const char *id = strchr (name, '/') + 1;

    g_free (entry->action);
    g_free (entry->entity_id);
    entry->action = g_steal_pointer (&entry->entity);
    entry->entity = g_strndup (name, id - name - 1);
    entry->entity_id = g_strdup (id);

    if (g_str_equal (entry->entity, "consultations"))
      entry->consultation_id = g_strdup (id);

    take_entry (self, entry);
  }
}

void
aus_auditor_note (AusAuditor *self,
                  AusCall    *call)
{
  AusAuditEntry *entry = aus_auditor_describe (call);

  if (entry == NULL)
    return;

  take_entry (self, entry);

  if (call->handed_out != NULL)
    note_handed_out (self, call);
}

/* What a method does to a record, or to the list of them. */
static const char *
get_verb (AusCall *call)
{
  static const struct
  {
    const char *method;
    const char *verb;
  } verbs[] = {
    { "POST", "create" }, { "PUT", "update" }, { "PATCH", "update" }, { "DELETE", "delete" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (strcmp (call->route->method, verbs[i].method) == 0)
      return verbs[i].verb;
  }

  return call->id != NULL ? "read" : "list";
}

/* The kind of record stands before its id, or last; what is done to it behind, or else the method says. */
static void
read_path (AusCall       *call,
           AusAuditEntry *entry)
{
  const char *path = call->route->path;
  const char *variable = strchr (path, '{');
  const char *rest = variable ? strchr (variable, '/') : NULL;
  g_autofree char *head = variable ? g_strndup (path, variable - path - 1) : g_strdup (path);
  const char *slash = strrchr (head, '/');

  /* Of an account's own things: what is done to one of them, such as “totp/confirm”. */
  if (rest == NULL && g_str_has_prefix (path, OWN) && strchr (path + strlen (OWN), '/') != NULL) {
    entry->entity = g_strndup (path + strlen (OWN), strcspn (path + strlen (OWN), "/"));
    entry->action = g_strdup (slash + 1);
    return;
  }

  entry->entity = g_strdup (slash ? slash + 1 : head);

  if (rest == NULL)
    entry->action = g_strdup (get_verb (call));
  else if (strcmp (call->route->method, "POST") == 0)
    entry->action = g_strdup (rest + 1);
  else
    entry->action = g_strconcat (get_verb (call), " ", rest + 1, NULL);
}

/* The id of what was made, which is the first thing that the answer says. (transfer full) (nullable) */
static char *
read_made (AusCall *call)
{
  static const char start[] = "{\"id\":\"";
  const char *text = call->out.text->str;
  g_autofree char *id = NULL;

  if (call->status != 201 || !g_str_has_prefix (text, start))
    return NULL;

  id = g_strndup (text + sizeof start - 1, 36);

  return aus_uuid_is_valid (id) ? g_steal_pointer (&id) : NULL;
}

static AusAuditEntry *
make_entry (AusCall *call)
{
  const AusCaller *caller = &call->caller;
  AusAuditEntry *entry = g_new0 (AusAuditEntry, 1);

  entry->at = aus_time_now ();
  entry->role = caller->role;
  entry->user_id = g_strdup (caller->user_id);
  entry->door_id = g_strdup (caller->door_id);
  entry->address = g_strdup (call->address);
  entry->request_id = g_strdup (call->request_id);
  read_path (call, entry);

  return entry;
}

AusAuditEntry *
aus_auditor_describe (AusCall *call)
{
  const AusCaller *caller = &call->caller;
  AusAuditEntry *entry;

  if (call->route->is_impersonal || aus_caller_get_id (caller) == NULL)
    return NULL;

  entry = make_entry (call);
  entry->entity_id = call->id ? g_strdup (call->id) : read_made (call);

  if (caller->consultation_id != NULL)
    entry->consultation_id = g_strdup (caller->consultation_id);
  else if (strcmp (entry->entity, "consultations") == 0)
    entry->consultation_id = g_strdup (entry->entity_id);
  else
    entry->consultation_id = g_strdup (call->visit_id);

  return entry;
}

/* Who it was is not known, only whose account it was about. What was typed is not noted: it may be a password. */
void
aus_auditor_note_try (AusAuditor *self,
                      AusCall    *call)
{
  AusAuditEntry *entry = make_entry (call);

  g_free (entry->action);
  entry->action = g_strdup ("fail");
  entry->entity_id = g_strdup (call->tried_id ? call->tried_id : call->caller.user_id);
  take_entry (self, entry);
}
