#include "aus-film-take.h"

#include "aus-film-key.h"
#include "aus-film.h"
#include "aus-remote.h"

/* What our clock may be wrong by beside the way of the answer. */
#define LAG_MS 50

struct _AusFilmTake
{
  GObject       parent_instance;

  AusVideoCall *call;
  AusFilmDesk  *desk;
  AusFilm      *film;
  char         *id;
  GCancellable *cancellable;
  gint64        asked_at;
  gboolean      has_begun;
};

G_DEFINE_FINAL_TYPE (AusFilmTake, aus_film_take, G_TYPE_OBJECT)

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
remote_frame_cb (AusFilmTake *self,
                 AusFrame    *frame,
                 AusRemote   *remote)
{
  aus_film_show (self->film, aus_remote_get_participant (remote)->id, frame);
}

/* Whoever has left is taken out by the film itself, once their picture stands still. */
static void
remotes_changed_cb (AusFilmTake *self,
                    guint        position,
                    guint        removed,
                    guint        added,
                    GListModel  *remotes)
{
  for (guint i = 0; i < added; i++) {
    g_autoptr (AusRemote) remote = g_list_model_get_item (remotes, position + i);

    g_signal_handlers_disconnect_by_func (remote, remote_frame_cb, self);
    g_signal_connect_object (remote, "frame", G_CALLBACK (remote_frame_cb), self, G_CONNECT_SWAPPED);
  }
}

static void
failed_cb (AusFilmTake *self,
           GError      *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AusFilmTake) self = user_data;

  aus_film_stop_finish (AUS_FILM (source), result);
  aus_film_desk_close (self->desk, self->id);
}

static gboolean
begin (AusFilmTake  *self,
       GBytes       *key,
       GError      **error)
{
  const gint64 lag = (g_get_monotonic_time () - self->asked_at) / 1000 + LAG_MS;
  const char *visit = aus_room_get_consultation_id (aus_video_call_get_room (self->call));
  g_autofree char *path = aus_film_desk_open (self->desk, self->id, visit, lag, error);
  GListModel *remotes = aus_video_call_get_remotes (self->call);

  self->has_begun = path != NULL;

  if (path == NULL || !aus_film_start (self->film, path, key, error))
    return FALSE;

  g_signal_connect_object (self->film, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (remotes, "items-changed", G_CALLBACK (remotes_changed_cb), self, G_CONNECT_SWAPPED);
  remotes_changed_cb (self, 0, 0, g_list_model_get_n_items (remotes), remotes);

  return TRUE;
}

static void
key_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (AusFilmTake) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key = aus_film_key_fetch_finish (AUS_CLIENT (source), result, &error);

  if (!g_cancellable_is_cancelled (self->cancellable) && (key == NULL || !begin (self, key, &error)))
    failed_cb (self, error);
}

static void
aus_film_take_dispose (GObject *object)
{
  AusFilmTake *self = AUS_FILM_TAKE (object);

  g_clear_object (&self->call);
  g_clear_object (&self->desk);
  g_clear_object (&self->film);

  G_OBJECT_CLASS (aus_film_take_parent_class)->dispose (object);
}

static void
aus_film_take_finalize (GObject *object)
{
  AusFilmTake *self = AUS_FILM_TAKE (object);

  g_object_unref (self->cancellable);
  g_free (self->id);

  G_OBJECT_CLASS (aus_film_take_parent_class)->finalize (object);
}

static void
aus_film_take_class_init (AusFilmTakeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_film_take_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_film_take_finalize;

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
aus_film_take_init (AusFilmTake *self)
{
  self->cancellable = g_cancellable_new ();
}

AusFilmTake *
aus_film_take_new (AusVideoCall *call,
                   AusFilmDesk  *desk,
                   const char   *id)
{
  AusFilmTake *self = g_object_new (AUS_TYPE_FILM_TAKE, NULL);

  self->call = g_object_ref (call);
  self->desk = g_object_ref (desk);
  self->id = g_strdup (id);
  self->film = aus_film_new (aus_video_call_get_media (call));

  return self;
}

void
aus_film_take_start (AusFilmTake *self,
                     gint64       asked_at)
{
  g_return_if_fail (AUS_IS_FILM_TAKE (self));

  self->asked_at = asked_at;
  aus_film_key_fetch_async (aus_film_desk_get_client (self->desk), self->id, self->cancellable, key_cb,
                            g_object_ref (self));
}

void
aus_film_take_end (AusFilmTake *self)
{
  g_return_if_fail (AUS_IS_FILM_TAKE (self));

  g_cancellable_cancel (self->cancellable);

  if (!self->has_begun)
    return;

  g_signal_handlers_disconnect_by_data (self->film, self);
  aus_film_stop_async (self->film, stopped_cb, g_object_ref (self));
}

const char *
aus_film_take_get_id (AusFilmTake *self)
{
  return self->id;
}
