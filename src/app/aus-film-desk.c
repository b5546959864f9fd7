#include "aus-film-desk.h"

#include "aus-identity.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

struct _AusFilmDesk
{
  GObject     parent_instance;

  AusClient  *client;
  char       *folder;
  GHashTable *open;
  GHashTable *deliveries;
};

G_DEFINE_FINAL_TYPE (AusFilmDesk, aus_film_desk, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_mine (AusFilmDesk *self,
         AusFilmNote *note)
{
  g_autofree char *theirs = aus_identity_new (note->server, note->email);
  g_autofree char *ours = aus_client_dup_identity (self->client);

  return strcmp (theirs, ours) == 0;
}

static void
ended_cb (AusFilmDelivery *delivery,
          AusFilmDesk     *self)
{
  g_autofree char *id = g_strdup (aus_film_delivery_get_id (delivery));

  g_hash_table_remove (self->deliveries, id);
  g_signal_emit (self, signals[CHANGED], 0, id);
}

static void
stuck_cb (AusFilmDelivery *delivery,
          GParamSpec      *pspec,
          AusFilmDesk     *self)
{
  g_signal_emit (self, signals[CHANGED], 0, aus_film_delivery_get_id (delivery));
}

static void
deliver (AusFilmDesk *self,
         const char  *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AusFilmNote) note = aus_film_note_load (path, &error);
  AusFilmDelivery *delivery;

  if (note == NULL) {
    g_message ("a note beside a recording cannot be read: %s", error->message);
    return;
  }

  if (!is_mine (self, note) || g_hash_table_contains (self->open, note->id) ||
      g_hash_table_contains (self->deliveries, note->id))
    return;

  delivery = aus_film_delivery_new (self->client, self->folder, note);
  g_hash_table_insert (self->deliveries, g_strdup (note->id), delivery);
  g_signal_connect_object (delivery, "ended", G_CALLBACK (ended_cb), self, 0);
  g_signal_connect_object (delivery, "notify::stuck", G_CALLBACK (stuck_cb), self, 0);
  g_signal_emit (self, signals[CHANGED], 0, note->id);
}

static void
hurry_all (AusFilmDesk *self)
{
  g_autoptr (GList) all = g_hash_table_get_values (self->deliveries);

  for (GList *l = all; l != NULL; l = l->next)
    aus_film_delivery_hurry (l->data);
}

static void
deliver_all (AusFilmDesk *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);

    if (g_str_has_suffix (name, ".json"))
      deliver (self, path);
  }
}

/* Whoever signs out takes nothing along; what is theirs waits for them. */
static void
state_cb (AusFilmDesk *self)
{
  switch (aus_client_get_state (self->client)) {
    case AUS_CLIENT_STATE_ONLINE:
      hurry_all (self);
      deliver_all (self);
      break;
    case AUS_CLIENT_STATE_SIGNED_OUT:
    case AUS_CLIENT_STATE_SIGN_IN_NEEDED:
    case AUS_CLIENT_STATE_ENROLMENT_NEEDED:
      g_hash_table_remove_all (self->deliveries);
      g_signal_emit (self, signals[CHANGED], 0, NULL);
      break;
    case AUS_CLIENT_STATE_CONNECTING:
    case AUS_CLIENT_STATE_OFFLINE:
      break;
  }
}

static void
drop_delivery (gpointer data)
{
  g_object_run_dispose (data);
  g_object_unref (data);
}

static void
aus_film_desk_dispose (GObject *object)
{
  AusFilmDesk *self = AUS_FILM_DESK (object);

  g_hash_table_remove_all (self->deliveries);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (aus_film_desk_parent_class)->dispose (object);
}

static void
aus_film_desk_finalize (GObject *object)
{
  AusFilmDesk *self = AUS_FILM_DESK (object);

  g_hash_table_unref (self->deliveries);
  g_hash_table_unref (self->open);
  g_free (self->folder);

  G_OBJECT_CLASS (aus_film_desk_parent_class)->finalize (object);
}

static void
aus_film_desk_class_init (AusFilmDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_film_desk_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_film_desk_finalize;

  signals[CHANGED] = g_signal_new ("changed", AUS_TYPE_FILM_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                   1, G_TYPE_STRING);
}

static void
aus_film_desk_init (AusFilmDesk *self)
{
  self->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->deliveries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, drop_delivery);
}

AusFilmDesk *
aus_film_desk_new (AusClient  *client,
                   const char *folder)
{
  AusFilmDesk *self = g_object_new (AUS_TYPE_FILM_DESK, NULL);

  self->client = g_object_ref (client);
  self->folder = g_strdup (folder);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);

  return self;
}

char *
aus_film_desk_open (AusFilmDesk  *self,
                    const char   *id,
                    const char   *visit,
                    gint64        lag,
                    GError      **error)
{
  AusFilmNote note = {
    (char *) id, (char *) aus_client_get_server_uri (self->client), (char *) aus_client_get_email (self->client),
    (char *) visit, lag
  };

  g_return_val_if_fail (AUS_IS_FILM_DESK (self), NULL);

  if (g_mkdir_with_parents (self->folder, 0700) != 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", self->folder, g_strerror (errno));
    return NULL;
  }

  if (!aus_film_note_save (&note, self->folder, error))
    return NULL;

  g_hash_table_add (self->open, g_strdup (id));

  return aus_film_note_path (self->folder, id, AUS_FILM_RAW);
}

void
aus_film_desk_close (AusFilmDesk *self,
                     const char  *id)
{
  g_autofree char *path = aus_film_note_path (self->folder, id, "json");

  g_return_if_fail (AUS_IS_FILM_DESK (self));

  g_hash_table_remove (self->open, id);

  if (self->client != NULL)
    deliver (self, path);
}

AusClient *
aus_film_desk_get_client (AusFilmDesk *self)
{
  g_return_val_if_fail (AUS_IS_FILM_DESK (self), NULL);

  return self->client;
}

AusFilmDelivery *
aus_film_desk_find (AusFilmDesk *self,
                    const char  *id)
{
  g_return_val_if_fail (AUS_IS_FILM_DESK (self), NULL);

  return g_hash_table_lookup (self->deliveries, id);
}

AusFilmDelivery *
aus_film_desk_find_stuck (AusFilmDesk *self,
                          const char  *visit)
{
  GHashTableIter iter;
  gpointer delivery;

  g_return_val_if_fail (AUS_IS_FILM_DESK (self), NULL);

  g_hash_table_iter_init (&iter, self->deliveries);

  while (g_hash_table_iter_next (&iter, NULL, &delivery)) {
    if (aus_film_delivery_is_stuck (delivery)
        && (visit == NULL || g_strcmp0 (aus_film_delivery_get_visit (delivery), visit) == 0))
      return delivery;
  }

  return NULL;
}

void
aus_film_desk_retry (AusFilmDesk *self)
{
  g_autoptr (GList) all = NULL;

  g_return_if_fail (AUS_IS_FILM_DESK (self));

  all = g_hash_table_get_values (self->deliveries);

  for (GList *l = all; l != NULL; l = l->next)
    aus_film_delivery_retry (l->data);
}
