#include "aus-film-delivery.h"

#include <glib/gi18n.h>

#include "aus-error.h"
#include "aus-film-finish.h"
#include "aus-film-key.h"
#include "aus-film-refusal.h"
#include "aus-film-upload.h"
#include "aus-json.h"
#include "aus-record-json.h"
#include "aus-recording.h"

#define RETRY_SECONDS 20

struct _AusFilmDelivery
{
  GObject        parent_instance;

  AusClient     *client;
  GCancellable  *cancellable;
  char          *folder;
  char          *id;
  char          *visit;
  gint64         lag;
  gint64         limit;
  GBytes        *key;
  AusFilmUpload *upload;
  GSource       *retry;
  GError        *refusal;
  char          *words;
  gboolean       is_stuck;
};

G_DEFINE_FINAL_TYPE (AusFilmDelivery, aus_film_delivery, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_WORDS,
  PROP_STUCK,
  N_PROPS
};

enum
{
  ENDED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* @words: (transfer full) */
static void
take_words (AusFilmDelivery *self,
            char            *words)
{
  if (g_strcmp0 (self->words, words) == 0) {
    g_free (words);
    return;
  }

  g_free (self->words);
  self->words = words;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WORDS]);
}

static void
end (AusFilmDelivery *self)
{
  g_autoptr (AusFilmDelivery) alive = g_object_ref (self);

  aus_film_note_forget (self->folder, self->id);
  g_signal_emit (self, signals[ENDED], 0);
}

static void
set_stuck (AusFilmDelivery *self,
           gboolean         is_stuck)
{
  if (self->is_stuck == is_stuck)
    return;

  self->is_stuck = is_stuck;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STUCK]);
}

/* Until somebody asks for it, nothing is tried again: it may be the only copy. @words: (transfer full) */
static void
keep (AusFilmDelivery *self,
      char            *words)
{
  g_message ("a recording stays here: %s", words);
  take_words (self, words);
  set_stuck (self, TRUE);
}

static void
keep_refused (AusFilmDelivery *self,
              const GError    *error)
{
  /* Translators: %s is why, a sentence. */
  keep (self, g_strdup_printf (_("A recording could not be sent and stays on this computer. %s"),
                               aus_film_refusal_explain (error)));
}

static void
update_words (AusFilmDelivery *self)
{
  const int percent = (int) (aus_film_upload_get_progress (self->upload) * 100);
  const char *problem = aus_film_upload_get_problem (self->upload);

  if (problem != NULL)
    /* Translators: %s is why, a sentence. */
    take_words (self, g_strdup_printf (_("The recording is kept here until it can be sent. %s"), problem));
  else
    /* Translators: %d is how much, in per cent. */
    take_words (self, g_strdup_printf (_("Sending the recording: %d %%"), percent));
}

static void
uploaded_cb (AusFilmDelivery *self,
             GError          *error)
{
  if (error == NULL || g_error_matches (error, AUS_ERROR, AUS_ERROR_GONE))
    end (self);
  else if (error->domain == G_IO_ERROR)
    keep (self, g_strdup_printf (_("The recording cannot be read. %s"), aus_film_refusal_explain_local (error)));
  else
    keep_refused (self, error);
}

static void
upload (AusFilmDelivery *self,
        gint64           length)
{
  g_autofree char *path = aus_film_note_path (self->folder, self->id, AUS_FILM_WHOLE);
  const AusFilmUploadPlan plan = { self->id, path, self->key, length / 1000, length + self->lag };

  self->upload = aus_film_upload_new (self->client, &plan);
  g_signal_connect_object (self->upload, "notify", G_CALLBACK (update_words), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->upload, "ended", G_CALLBACK (uploaded_cb), self, G_CONNECT_SWAPPED);
  update_words (self);
}

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (AusFilmDelivery) self = user_data;
  g_autoptr (GError) error = NULL;
  const gint64 length = aus_film_finish_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error == NULL)
    upload (self, length);
  else if (aus_film_finish_found_nothing (error))
    end (self);
  else
    keep (self, g_strdup_printf (_("The recording cannot be finished. %s"), aus_film_refusal_explain_local (error)));
}

static void
finish (AusFilmDelivery *self)
{
  g_autofree char *from = aus_film_note_path (self->folder, self->id, AUS_FILM_RAW);
  g_autofree char *to = aus_film_note_path (self->folder, self->id, AUS_FILM_WHOLE);

  take_words (self, g_strdup (_("The recording is being finished…")));
  aus_film_finish_async (from, to, self->key, self->limit, self->cancellable, finished_cb, g_object_ref (self));
}

static void
try_later (AusFilmDelivery *self)
{
  g_source_set_ready_time (self->retry, g_get_monotonic_time () + RETRY_SECONDS * G_TIME_SPAN_SECOND);
}

static void
wait_to_retry (AusFilmDelivery *self,
               const GError    *error)
{
  take_words (self, g_strdup_printf (_("The recording is kept here until it can be sent. %s"), error->message));
  try_later (self);
}

static gboolean
read_recording (JsonNode      *answer,
                AusRecording  *recording,
                GError       **error)
{
  return answer != NULL &&
         aus_record_read_json (AUS_RECORD (recording), json_node_get_object (answer), AUS_READ_TRUSTED, error);
}

/* Nobody wants what was deleted on purpose; all else is kept. */
static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AusFilmDelivery) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AusRecording) recording = g_object_new (AUS_TYPE_RECORDING, NULL);
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (read_recording (answer, recording, &error) && recording->state == AUS_RECORDING_STATE_DELETED)
    end (self);
  else if (error == NULL || aus_film_refusal_is_final (error))
    keep_refused (self, self->refusal);
  else
    wait_to_retry (self, error);
}

/* The same answer is given for more than one state. */
static void
look (AusFilmDelivery *self,
      const GError    *refusal)
{
  g_autofree char *path = g_strdup_printf ("recordings/%s/", self->id);

  g_clear_error (&self->refusal);
  self->refusal = g_error_copy (refusal);
  aus_client_send_async (self->client, "GET", path, NULL, self->cancellable, looked_cb, g_object_ref (self));
}

static void
go_back (AusFilmDelivery *self,
         const GError    *error)
{
  if (g_error_matches (error, AUS_ERROR, AUS_ERROR_CONFLICT))
    look (self, error);
  else if (aus_film_refusal_is_final (error))
    keep_refused (self, error);
  else
    wait_to_retry (self, error);
}

static void
key_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (AusFilmDelivery) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key = aus_film_key_fetch_finish (AUS_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (key == NULL) {
    go_back (self, error);
    return;
  }

  g_clear_pointer (&self->key, g_bytes_unref);
  self->key = g_steal_pointer (&key);
  finish (self);
}

static void
take_recording (AusFilmDelivery *self,
                AusRecording    *recording)
{
  self->limit = recording->ended_at == NULL
    ? 0 : g_date_time_difference (recording->ended_at, recording->started_at) / 1000 - self->lag;
  aus_film_key_fetch_async (self->client, self->id, self->cancellable, key_cb, g_object_ref (self));
}

static void
follow_state (AusFilmDelivery *self,
              AusRecording    *recording)
{
  switch ((AusRecordingState) recording->state) {
    case AUS_RECORDING_STATE_RECORDING:
      try_later (self);
      break;
    case AUS_RECORDING_STATE_UPLOADING:
      take_recording (self, recording);
      break;
    case AUS_RECORDING_STATE_READY:
    case AUS_RECORDING_STATE_DELETED:
      end (self);
      break;
    case AUS_RECORDING_STATE_FAILED:
      keep (self, g_strdup (_("The server has waited too long for this recording and takes it no more. It stays on "
                              "this computer until it is deleted under Recordings.")));
      break;
  }
}

/* All that was recorded until the server says that it had ended may go there. */
static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AusFilmDelivery) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AusRecording) recording = g_object_new (AUS_TYPE_RECORDING, NULL);
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (read_recording (answer, recording, &error))
    follow_state (self, recording);
  else
    go_back (self, error);
}

static gboolean
begin_cb (gpointer user_data)
{
  AusFilmDelivery *self = user_data;
  g_autofree char *path = g_strdup_printf ("recordings/%s/stop/", self->id);

  g_source_set_ready_time (self->retry, -1);
  aus_client_send_async (self->client, "POST", path, NULL, self->cancellable, stopped_cb, g_object_ref (self));

  return G_SOURCE_CONTINUE;
}

static void
drop_upload (AusFilmDelivery *self)
{
  if (self->upload == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->upload, self);
  aus_film_upload_stop (self->upload);
  g_clear_object (&self->upload);
}

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  return callback (user_data);
}

static void
aus_film_delivery_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_WORDS:
      g_value_set_string (value, AUS_FILM_DELIVERY (object)->words);
      break;
    case PROP_STUCK:
      g_value_set_boolean (value, AUS_FILM_DELIVERY (object)->is_stuck);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_film_delivery_dispose (GObject *object)
{
  AusFilmDelivery *self = AUS_FILM_DELIVERY (object);

  g_cancellable_cancel (self->cancellable);
  g_source_destroy (self->retry);

  drop_upload (self);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (aus_film_delivery_parent_class)->dispose (object);
}

static void
aus_film_delivery_finalize (GObject *object)
{
  AusFilmDelivery *self = AUS_FILM_DELIVERY (object);

  g_object_unref (self->cancellable);
  g_source_unref (self->retry);
  g_clear_pointer (&self->key, g_bytes_unref);
  g_clear_error (&self->refusal);
  g_free (self->folder);
  g_free (self->id);
  g_free (self->visit);
  g_free (self->words);

  G_OBJECT_CLASS (aus_film_delivery_parent_class)->finalize (object);
}

static void
aus_film_delivery_class_init (AusFilmDeliveryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_film_delivery_get_property;
  object_class->dispose = aus_film_delivery_dispose;
  object_class->finalize = aus_film_delivery_finalize;

  props[PROP_WORDS] = g_param_spec_string ("words", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_STUCK] = g_param_spec_boolean ("stuck", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[ENDED] = g_signal_new ("ended", AUS_TYPE_FILM_DELIVERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
aus_film_delivery_init (AusFilmDelivery *self)
{
  static GSourceFuncs funcs = { .dispatch = dispatch };

  self->cancellable = g_cancellable_new ();
  self->retry = g_source_new (&funcs, sizeof (GSource));
  g_source_set_callback (self->retry, begin_cb, self, NULL);
  g_source_attach (self->retry, NULL);
}

AusFilmDelivery *
aus_film_delivery_new (AusClient   *client,
                       const char  *folder,
                       AusFilmNote *note)
{
  AusFilmDelivery *self = g_object_new (AUS_TYPE_FILM_DELIVERY, NULL);

  self->client = g_object_ref (client);
  self->folder = g_strdup (folder);
  self->id = g_strdup (note->id);
  self->visit = g_strdup (note->visit);
  self->lag = note->lag;
  begin_cb (self);

  return self;
}

void
aus_film_delivery_hurry (AusFilmDelivery *self)
{
  g_return_if_fail (AUS_IS_FILM_DELIVERY (self));

  if (self->upload != NULL)
    aus_film_upload_hurry (self->upload);
  else if (g_source_get_ready_time (self->retry) >= 0)
    g_source_set_ready_time (self->retry, 0);
}

void
aus_film_delivery_retry (AusFilmDelivery *self)
{
  g_return_if_fail (AUS_IS_FILM_DELIVERY (self));

  if (!self->is_stuck)
    return;

  drop_upload (self);
  take_words (self, g_strdup (_("The recording is being finished…")));
  set_stuck (self, FALSE);
  begin_cb (self);
}

gboolean
aus_film_delivery_is_stuck (AusFilmDelivery *self)
{
  g_return_val_if_fail (AUS_IS_FILM_DELIVERY (self), FALSE);

  return self->is_stuck;
}

const char *
aus_film_delivery_get_visit (AusFilmDelivery *self)
{
  g_return_val_if_fail (AUS_IS_FILM_DELIVERY (self), NULL);

  return self->visit;
}

const char *
aus_film_delivery_get_id (AusFilmDelivery *self)
{
  g_return_val_if_fail (AUS_IS_FILM_DELIVERY (self), NULL);

  return self->id;
}

const char *
aus_film_delivery_get_words (AusFilmDelivery *self)
{
  g_return_val_if_fail (AUS_IS_FILM_DELIVERY (self), NULL);

  return self->words;
}
