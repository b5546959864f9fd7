#include "aus-film-player.h"

#include <glib/gi18n-lib.h>
#include <gst/gst.h>

#include "aus-frame-sink.h"
#include "aus-member.h"

#define LOOK_MS 200

struct _AusFilmPlayer
{
  GObject         parent_instance;

  AusMediaSource  source;
  GstElement     *pipeline;
  GSource        *bus_watch;
  AusFrameSink   *picture;
  char           *authorization;
  guint           look;
  gint64          position;
  gint64          duration;
  gboolean        playing;
  gboolean        at_end;
  char           *problem;
};

G_DEFINE_FINAL_TYPE (AusFilmPlayer, aus_film_player, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_POSITION,
  PROP_DURATION,
  PROP_PLAYING,
  PROP_PROBLEM,
  N_PROPS,
};

enum
{
  FRAME,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_time (AusFilmPlayer *self,
          gint64        *member,
          gint64         value,
          guint          property)
{
  if (*member == value)
    return;

  *member = value;
  g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

/* The same fault has many names, by where the stream was when it broke. */
static const char *
describe (const GError *error)
{
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND))
    return _("This recording is no longer there. It was deleted, or its time is over.");
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_AUTHORIZED))
    return _("You may not watch this recording.");
  if (error->domain == GST_STREAM_ERROR || g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ))
    return _("This recording is damaged from here on and cannot be played.");
  if (error->domain == GST_CORE_ERROR)
    return _("This computer lacks software that playing needs.");

  return _("The recording cannot be fetched from the server.");
}

static gboolean
look_cb (gpointer user_data)
{
  AusFilmPlayer *self = user_data;
  gint64 position, duration;

  if (gst_element_query_duration (self->pipeline, GST_FORMAT_TIME, &duration))
    set_time (self, &self->duration, duration / GST_MSECOND, PROP_DURATION);

  if (gst_element_query_position (self->pipeline, GST_FORMAT_TIME, &position))
    set_time (self, &self->position, position / GST_MSECOND, PROP_POSITION);

  return G_SOURCE_CONTINUE;
}

static void
fail (AusFilmPlayer *self,
      GstMessage    *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;

  gst_message_parse_error (message, &error, &debug);
  g_message ("a recording cannot be played: %s (%s)", error->message, debug);
  aus_member_set_text (self, &self->problem, describe (error), props[PROP_PROBLEM]);
  aus_film_player_close (self);
}

/* What ends much too early was cut off on the way. */
static void
end (AusFilmPlayer *self)
{
  look_cb (self);
  self->at_end = TRUE;
  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
  aus_member_set_flag (self, &self->playing, FALSE, props[PROP_PLAYING]);

  if (self->duration > 0 && self->position < self->duration - 2000) {
    aus_member_set_text (self, &self->problem, _("This recording is damaged from here on and cannot be played."),
                         props[PROP_PROBLEM]);
  } else {
    set_time (self, &self->position, self->duration, PROP_POSITION);
  }
}

static gboolean
bus_cb (GstBus     *bus,
        GstMessage *message,
        gpointer    user_data)
{
  g_autoptr (AusFilmPlayer) self = g_object_ref (user_data);

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    fail (self, message);
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    end (self);
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ASYNC_DONE)
    look_cb (self);

  return self->bus_watch != NULL;
}

static void
watch_bus (AusFilmPlayer *self)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);

  self->bus_watch = gst_bus_create_watch (bus);
  g_source_set_callback (self->bus_watch, G_SOURCE_FUNC (bus_cb), self, NULL);
  g_source_attach (self->bus_watch, NULL);
}

/* On a thread of GStreamer. */
static void
source_cb (GstElement *pipeline,
           GstElement *source,
           const char *authorization)
{
  GstStructure *headers;

  if (g_object_class_find_property (G_OBJECT_GET_CLASS (source), "extra-headers") == NULL)
    return;

  headers = gst_structure_new ("headers", "Authorization", G_TYPE_STRING, authorization, NULL);
  g_object_set (source, "extra-headers", headers, "retries", 2, NULL);
  gst_structure_free (headers);
}

static void
frame_cb (AusFilmPlayer *self,
          AusFrame      *frame)
{
  g_signal_emit (self, signals[FRAME], 0, frame);
}

/* Nothing here is live: it begins once there is a picture, and shows that one while it stands still. */
static void
wait_for_picture (AusFilmPlayer *self)
{
  g_autoptr (GstElement) sink =
    gst_bin_get_by_name (GST_BIN (aus_frame_sink_get_element (self->picture)), "sink");

  g_object_set (sink, "async", TRUE, NULL);
}

static gboolean
build (AusFilmPlayer  *self,
       GError        **error)
{
  GstElement *quiet = NULL;

  self->pipeline = gst_element_factory_make ("playbin", NULL);

  if (self->pipeline == NULL) {
    g_set_error (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN, "GStreamer lacks playbin");
    return FALSE;
  }

  gst_object_ref_sink (self->pipeline);
  self->picture = aus_frame_sink_new (0, TRUE, error);

  if (self->picture == NULL)
    return FALSE;

  wait_for_picture (self);
  g_signal_connect_object (self->picture, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
  g_object_set (self->pipeline, "video-sink", aus_frame_sink_get_element (self->picture), NULL);

  if (self->source != AUS_MEDIA_SOURCE_DEVICES) {
    quiet = gst_element_factory_make ("fakesink", NULL);
    g_object_set (quiet, "sync", TRUE, NULL);
    g_object_set (self->pipeline, "audio-sink", quiet, NULL);
  }

  return TRUE;
}

static void
aus_film_player_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  AusFilmPlayer *self = AUS_FILM_PLAYER (object);

  switch (prop_id) {
    case PROP_POSITION:
      g_value_set_int64 (value, self->position);
      break;
    case PROP_DURATION:
      g_value_set_int64 (value, self->duration);
      break;
    case PROP_PLAYING:
      g_value_set_boolean (value, self->playing);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_film_player_dispose (GObject *object)
{
  aus_film_player_close (AUS_FILM_PLAYER (object));

  G_OBJECT_CLASS (aus_film_player_parent_class)->dispose (object);
}

static void
aus_film_player_finalize (GObject *object)
{
  g_free (AUS_FILM_PLAYER (object)->problem);

  G_OBJECT_CLASS (aus_film_player_parent_class)->finalize (object);
}

static void
aus_film_player_class_init (AusFilmPlayerClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aus_film_player_get_property;
  object_class->dispose = aus_film_player_dispose;
  object_class->finalize = aus_film_player_finalize;

  props[PROP_POSITION] = g_param_spec_int64 ("position", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_DURATION] = g_param_spec_int64 ("duration", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, flags);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[FRAME] = g_signal_new ("frame", AUS_TYPE_FILM_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, AUS_TYPE_FRAME);
  gst_init (NULL, NULL);
}

static void
aus_film_player_init (AusFilmPlayer *self)
{
}

AusFilmPlayer *
aus_film_player_new (AusMediaSource source)
{
  AusFilmPlayer *self = g_object_new (AUS_TYPE_FILM_PLAYER, NULL);

  self->source = source;

  return self;
}

void
aus_film_player_open (AusFilmPlayer *self,
                      const char    *uri,
                      const char    *authorization)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (AUS_IS_FILM_PLAYER (self));

  aus_film_player_close (self);
  aus_member_set_text (self, &self->problem, NULL, props[PROP_PROBLEM]);
  self->at_end = FALSE;
  set_time (self, &self->position, 0, PROP_POSITION);
  set_time (self, &self->duration, 0, PROP_DURATION);

  if (!build (self, &error)) {
    g_message ("a recording cannot be played: %s", error->message);
    aus_member_set_text (self, &self->problem, describe (error), props[PROP_PROBLEM]);
    aus_film_player_close (self);
    return;
  }

  self->authorization = g_strdup (authorization);

  if (authorization != NULL)
    g_signal_connect (self->pipeline, "source-setup", G_CALLBACK (source_cb), self->authorization);

  g_object_set (self->pipeline, "uri", uri, NULL);
  watch_bus (self);
  self->look = g_timeout_add (LOOK_MS, look_cb, self);
  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
}

void
aus_film_player_set_playing (AusFilmPlayer *self,
                             gboolean       playing)
{
  g_return_if_fail (AUS_IS_FILM_PLAYER (self));

  if (self->pipeline == NULL || self->playing == playing)
    return;

  if (playing && self->at_end)
    aus_film_player_seek (self, 0);

  gst_element_set_state (self->pipeline, playing ? GST_STATE_PLAYING : GST_STATE_PAUSED);
  aus_member_set_flag (self, &self->playing, playing, props[PROP_PLAYING]);
}

void
aus_film_player_seek (AusFilmPlayer *self,
                      gint64         position)
{
  g_return_if_fail (AUS_IS_FILM_PLAYER (self));

  if (self->pipeline == NULL)
    return;

  self->at_end = FALSE;
  gst_element_seek_simple (self->pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                           MAX (position, 0) * GST_MSECOND);
  set_time (self, &self->position, MAX (position, 0), PROP_POSITION);
}

void
aus_film_player_close (AusFilmPlayer *self)
{
  g_return_if_fail (AUS_IS_FILM_PLAYER (self));

  g_clear_handle_id (&self->look, g_source_remove);

  if (self->bus_watch != NULL) {
    g_source_destroy (self->bus_watch);
    g_clear_pointer (&self->bus_watch, g_source_unref);
  }

  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);

  if (self->picture != NULL)
    aus_frame_sink_close (self->picture);

  g_clear_object (&self->picture);
  g_clear_pointer (&self->pipeline, gst_object_unref);
  g_clear_pointer (&self->authorization, g_free);
  aus_member_set_flag (self, &self->playing, FALSE, props[PROP_PLAYING]);
}

gint64
aus_film_player_get_position (AusFilmPlayer *self)
{
  return self->position;
}

gint64
aus_film_player_get_duration (AusFilmPlayer *self)
{
  return self->duration;
}

gboolean
aus_film_player_get_playing (AusFilmPlayer *self)
{
  return self->playing;
}

const char *
aus_film_player_get_problem (AusFilmPlayer *self)
{
  return self->problem;
}
