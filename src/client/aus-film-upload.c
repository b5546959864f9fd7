#include "aus-film-upload.h"

#include "aus-api.h"
#include "aus-backoff.h"
#include "aus-client-private.h"
#include "aus-error.h"
#include "aus-film-piece.h"
#include "aus-json.h"
#include "aus-member.h"
#include "aus-recording.h"

#include <glib/gi18n-lib.h>

/* A multiple of the server's blocks, and so little that a thin line carries it within a call's time. */
#define PIECE (256 * 1024)

/* What is to be done next. */
typedef enum
{
  STEP_ASK,
  STEP_SEND,
  STEP_FINISH,
  STEP_RESTART,
} Step;

struct _AusFilmUpload
{
  GObject       parent_instance;

  AusApi       *api;
  GCancellable *cancellable;
  char         *id;
  char         *path;
  GBytes       *key;
  gint64        duration_seconds;
  gint64        recorded_until;

  char         *hash;
  guint64       size;
  guint64       offset;
  gboolean      has_restarted;
  AusBackoff    backoff;
  GSource      *steps;
  Step          step;
  gboolean      is_waiting;
  double        progress;
  char         *problem;
};

G_DEFINE_FINAL_TYPE (AusFilmUpload, aus_film_upload, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_PROGRESS,
  PROP_PROBLEM,
  N_PROPS,
};

enum
{
  ENDED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_progress (AusFilmUpload *self,
              double         progress)
{
  self->progress = progress;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROGRESS]);
}

static void
end (AusFilmUpload *self,
     const GError  *error)
{
  g_autoptr (AusFilmUpload) alive = g_object_ref (self);

  aus_member_set_text (self, &self->problem, error ? error->message : NULL, props[PROP_PROBLEM]);
  aus_film_upload_stop (self);
  g_signal_emit (self, signals[ENDED], 0, error);
}

static void
send (AusFilmUpload        *self,
      const char           *method,
      const char           *action,
      const AusApiRequest  *more,
      GAsyncReadyCallback   callback)
{
  g_autofree char *path = g_strdup_printf ("recordings/%s/%s/", self->id, action);
  AusApiRequest request = more ? *more : (AusApiRequest) { 0 };

  request.method = method;
  request.path = path;
  aus_api_send_async (self->api, &request, self->cancellable, callback, g_object_ref (self));
}

/* @delay: in milliseconds */
static void
go_on (AusFilmUpload *self,
       Step           step,
       guint          delay)
{
  self->step = step;
  self->is_waiting = delay > 0;
  g_source_set_ready_time (self->steps, g_get_monotonic_time () + (gint64) delay * 1000);
}

/* What will be refused the next time, too. */
static gboolean
is_final (const GError *error)
{
  static const AusError codes[] = { AUS_ERROR_NOT_FOUND, AUS_ERROR_FORBIDDEN, AUS_ERROR_TOO_LARGE, AUS_ERROR_INVALID };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    if (g_error_matches (error, AUS_ERROR, codes[i]))
      return TRUE;
  }

  return error->domain == G_IO_ERROR;
}

static void
retry (AusFilmUpload *self,
       const GError  *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_message ("a recording is not sent yet: %s", error->message);

  if (is_final (error)) {
    end (self, error);
    return;
  }

  aus_member_set_text (self, &self->problem, error->message, props[PROP_PROBLEM]);
  go_on (self, STEP_ASK, MAX (aus_backoff_next (&self->backoff), 1));
}

static void
restarted_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (AusFilmUpload) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);

  if (answer != NULL)
    go_on (self, STEP_ASK, 0);
  else
    retry (self, error);
}

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (AusFilmUpload) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);

  if (answer != NULL) {
    set_progress (self, 1);
    end (self, NULL);
  } else if (g_error_matches (error, AUS_ERROR, AUS_ERROR_INVALID) && !self->has_restarted) {
    /* Something else than this arrived: all of it once more. */
    self->has_restarted = TRUE;
    go_on (self, STEP_RESTART, 0);
  } else {
    retry (self, error);
  }
}

static void
finish (AusFilmUpload *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) body = json_node_init_object (json_node_alloc (), object);

  json_object_set_string_member (object, "sha256", self->hash);
  json_object_set_int_member (object, "duration_seconds", self->duration_seconds);
  send (self, "POST", "finish", &(AusApiRequest) { .body = body }, finished_cb);
}

/* Returns: what is to be done then */
static Step
take_state (AusFilmUpload *self,
            JsonObject    *object)
{
  self->offset = (guint64) MAX (aus_json_get_integer (object, "offset", 0), 0);
  aus_backoff_reset (&self->backoff);
  aus_member_set_text (self, &self->problem, NULL, props[PROP_PROBLEM]);
  set_progress (self, self->size > 0 ? CLAMP ((double) self->offset / (double) self->size, 0, 1) : 0);

  return aus_json_get_boolean (object, "is_whole", FALSE) ? STEP_FINISH : STEP_SEND;
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AusFilmUpload) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);

  if (answer == NULL || !JSON_NODE_HOLDS_OBJECT (answer)) {
    retry (self, error);
    return;
  }

  go_on (self, take_state (self, json_node_get_object (answer)), 0);
}

static void
piece_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AusFilmUpload) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) piece = aus_film_piece_read_finish (result, &error);
  g_autofree char *offset = g_strdup_printf ("%" G_GUINT64_FORMAT, self->offset);
  g_autofree char *until = g_strdup_printf ("%" G_GINT64_FORMAT, self->recorded_until);
  const char *headers[] = { "Upload-Offset", offset, "Recorded-Until", until, "Upload-Complete", "?0", NULL };

  if (piece == NULL) {
    retry (self, error);
    return;
  }

  if (self->offset + g_bytes_get_size (piece) == self->size)
    headers[5] = "?1";

  send (self, "PATCH", "upload", &(AusApiRequest) { .piece = piece, .headers = headers }, sent_cb);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AusFilmUpload) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_api_send_finish (AUS_API (source), result, &error);
  JsonObject *object = answer && JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;
  const char *state = object ? aus_json_get_text (object, "state") : NULL;
  guint value;

  if (object == NULL) {
    retry (self, error);
    return;
  }

  if (state == NULL || !aus_enum_from_nick (AUS_TYPE_RECORDING_STATE, state, &value))
    value = AUS_RECORDING_STATE_FAILED;

  if (value == AUS_RECORDING_STATE_READY) {
    end (self, NULL);
  } else if (value == AUS_RECORDING_STATE_DELETED) {
    g_set_error (&error, AUS_ERROR, AUS_ERROR_GONE, "the recording was deleted at the server");
    end (self, error);
  } else if (value == AUS_RECORDING_STATE_FAILED) {
    g_set_error_literal (&error, AUS_ERROR, AUS_ERROR_CONFLICT,
                         _("The server does not wait for this recording any more."));
    end (self, error);
  } else {
    go_on (self, take_state (self, object), 0);
  }
}

static gboolean
step_cb (gpointer user_data)
{
  AusFilmUpload *self = user_data;

  self->is_waiting = FALSE;
  g_source_set_ready_time (self->steps, -1);

  switch (self->step) {
    case STEP_ASK:
      /* The server knows best how much it has. */
      send (self, "GET", "upload", NULL, asked_cb);
      break;
    case STEP_SEND:
      aus_film_piece_read_async (self->path, self->key, self->offset, PIECE, self->cancellable, piece_cb,
                                 g_object_ref (self));
      break;
    case STEP_FINISH:
      finish (self);
      break;
    case STEP_RESTART:
      send (self, "DELETE", "upload", NULL, restarted_cb);
      break;
  }

  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  return callback (user_data);
}

static void
hashed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AusFilmUpload) self = user_data;
  g_autoptr (GError) error = NULL;

  self->hash = aus_film_piece_hash_finish (result, &self->size, &error);

  if (self->hash != NULL)
    go_on (self, STEP_ASK, 0);
  else
    retry (self, error);
}

static void
aus_film_upload_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  AusFilmUpload *self = AUS_FILM_UPLOAD (object);

  switch (prop_id) {
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_film_upload_dispose (GObject *object)
{
  AusFilmUpload *self = AUS_FILM_UPLOAD (object);

  aus_film_upload_stop (self);
  g_clear_object (&self->api);

  G_OBJECT_CLASS (aus_film_upload_parent_class)->dispose (object);
}

static void
aus_film_upload_finalize (GObject *object)
{
  AusFilmUpload *self = AUS_FILM_UPLOAD (object);

  g_source_unref (self->steps);
  g_object_unref (self->cancellable);
  g_free (self->id);
  g_free (self->path);
  g_bytes_unref (self->key);
  g_free (self->hash);
  g_free (self->problem);

  G_OBJECT_CLASS (aus_film_upload_parent_class)->finalize (object);
}

static void
aus_film_upload_class_init (AusFilmUploadClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_film_upload_get_property;
  object_class->dispose = aus_film_upload_dispose;
  object_class->finalize = aus_film_upload_finalize;

  props[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[ENDED] = g_signal_new ("ended", AUS_TYPE_FILM_UPLOAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_ERROR);
}

static void
aus_film_upload_init (AusFilmUpload *self)
{
  static GSourceFuncs funcs = { .dispatch = dispatch };

  self->steps = g_source_new (&funcs, sizeof (GSource));
  g_source_set_callback (self->steps, step_cb, self, NULL);
  g_source_attach (self->steps, NULL);
  self->cancellable = g_cancellable_new ();
  self->backoff = (AusBackoff) { .first = 1000, .cap = 60 * 1000 };
}

AusFilmUpload *
aus_film_upload_new (AusClient               *client,
                     const AusFilmUploadPlan *plan)
{
  AusFilmUpload *self = g_object_new (AUS_TYPE_FILM_UPLOAD, NULL);

  self->api = g_object_ref (aus_client_get_api (client));
  self->id = g_strdup (plan->id);
  self->path = g_strdup (plan->path);
  self->key = g_bytes_ref (plan->key);
  self->duration_seconds = plan->duration_seconds;
  self->recorded_until = plan->recorded_until;
  aus_film_piece_hash_async (self->path, self->key, self->cancellable, hashed_cb, g_object_ref (self));

  return self;
}

void
aus_film_upload_stop (AusFilmUpload *self)
{
  g_return_if_fail (AUS_IS_FILM_UPLOAD (self));

  g_source_destroy (self->steps);
  g_cancellable_cancel (self->cancellable);
}

void
aus_film_upload_hurry (AusFilmUpload *self)
{
  g_return_if_fail (AUS_IS_FILM_UPLOAD (self));

  if (!self->is_waiting)
    return;

  aus_backoff_reset (&self->backoff);
  go_on (self, STEP_ASK, 0);
}

double
aus_film_upload_get_progress (AusFilmUpload *self)
{
  g_return_val_if_fail (AUS_IS_FILM_UPLOAD (self), 0);

  return self->progress;
}

const char *
aus_film_upload_get_problem (AusFilmUpload *self)
{
  g_return_val_if_fail (AUS_IS_FILM_UPLOAD (self), NULL);

  return self->problem;
}
