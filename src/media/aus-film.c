#include "aus-film.h"

#include "aus-error.h"
#include "aus-film-private.h"
#include "aus-local-media-private.h"
#include "aus-sealed-sink.h"
#include "aus-timeline.h"

#include <gst/video/video.h>

/* Pictures of others come so much later than the sound that goes with them, for that is played by its time, too. */
#define DELAY (100 * GST_MSECOND)
#define TIDY_MS 500
/* How long the last of it may take to get into the file. What is there then is good as it is. */
#define STOP_S 10

struct _AusFilm
{
  GObject        parent_instance;

  AusLocalMedia *media;
  GstElement    *pipeline;
  GSource       *bus_watch;
  AusFilmInlets *inlets;
  guint          tidy;
  guint          patience;
  GTask         *stopping;
  gboolean       failed;
};

G_DEFINE_FINAL_TYPE (AusFilm, aus_film, G_TYPE_OBJECT)

enum
{
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

#define PICTURE(n) \
  "appsrc name=picture" n " is-live=true format=time min-latency=0 max-latency=2000000000 " \
  "max-buffers=4 max-bytes=0 leaky-type=downstream " \
  "! compositor.sink_" n " "
#define SOUND(n) \
  "appsrc name=sound" n " is-live=true format=time min-latency=0 max-latency=2000000000 " \
  "max-time=1000000000 max-bytes=0 leaky-type=downstream " \
  "! audioconvert ! audioresample ! audio/x-raw,format=S16LE,rate=48000,channels=1 ! mixer. "

/* Darkness and silence run through it, so that it goes on whoever is lost. Clusters of a second are what may be missing
 * at the end of a file that just ends; each begins with a picture that needs no earlier one. */
static const char description[] =
  "compositor name=compositor background=black latency=250000000 ignore-inactive-pads=true "
  "sink_0::width=2 sink_0::height=2 "
  "sink_1::sizing-policy=keep-aspect-ratio sink_2::sizing-policy=keep-aspect-ratio "
  "sink_3::sizing-policy=keep-aspect-ratio sink_4::sizing-policy=keep-aspect-ratio "
  "! video/x-raw,format=I420,width=" G_STRINGIFY (AUS_FILM_WIDTH) ",height=" G_STRINGIFY (AUS_FILM_HEIGHT) ","
  "framerate=15/1 ! queue max-size-time=500000000 max-size-bytes=0 max-size-buffers=0 leaky=downstream "
  "! vp8enc deadline=1 cpu-used=8 threads=2 end-usage=vbr target-bitrate=1200000 keyframe-max-dist=15 "
  "lag-in-frames=0 max-quantizer=50 ! queue max-size-time=0 ! mux.video_0 "
  "videotestsrc is-live=true pattern=black ! video/x-raw,width=16,height=16,framerate=15/1 ! compositor.sink_0 "
  "audiotestsrc is-live=true wave=silence samplesperbuffer=960 "
  "! audio/x-raw,format=S16LE,rate=48000,channels=1 ! mixer. "
  "audiomixer name=mixer latency=250000000 ignore-inactive-pads=true alignment-threshold=60000000 "
  "! audio/x-raw,format=S16LE,rate=48000,channels=1 ! queue ! opusenc audio-type=voice bitrate=48000 frame-size=20 "
  "! queue max-size-time=0 ! mux.audio_0 "
  "webmmux name=mux streamable=true min-cluster-duration=900000000 writing-app=Ausculta "
  PICTURE ("1") PICTURE ("2") PICTURE ("3") PICTURE ("4")
  SOUND ("1") SOUND ("2") SOUND ("3") SOUND ("4");

static void
free_buffer (gpointer frame)
{
  aus_frame_unref (frame);
}

static GstSample *
make_sample (AusFrame *frame)
{
  gsize size;
  gconstpointer bytes = g_bytes_get_data (frame->bytes, &size);
  gsize offset[GST_VIDEO_MAX_PLANES] = { 0 };
  int stride[GST_VIDEO_MAX_PLANES] = { (int) frame->stride };
  g_autoptr (GstBuffer) buffer =
    gst_buffer_new_wrapped_full (GST_MEMORY_FLAG_READONLY, (gpointer) bytes, size, 0, size, aus_frame_ref (frame),
                                 free_buffer);
  g_autoptr (GstCaps) caps =
    gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "BGRx", "width", G_TYPE_INT, frame->width,
                         "height", G_TYPE_INT, frame->height, "framerate", GST_TYPE_FRACTION, 0, 1,
                         "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, NULL);

  gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_BGRx, (guint) frame->width,
                                  (guint) frame->height, 1, offset, stride);

  return gst_sample_new (buffer, caps, NULL, NULL);
}

static gboolean
is_recording (AusFilm *self)
{
  return self->inlets != NULL && self->stopping == NULL;
}

static void
show (AusFilm    *self,
      const char *who,
      AusFrame   *frame,
      gint64      delay)
{
  g_autoptr (GstSample) sample = NULL;

  if (!is_recording (self))
    return;

  sample = make_sample (frame);
  aus_film_inlets_show (self->inlets, who, sample, frame->time * 1000 - delay);
}

static void
own_frame_cb (AusFilm  *self,
              AusFrame *frame)
{
  show (self, AUS_FILM_OWN, frame, 0);
}

static void
sound_cb (gconstpointer  source,
          GstSample     *sample,
          gpointer       user_data)
{
  AusFilm *self = user_data;

  aus_film_inlets_hear (self->inlets, source, sample, aus_local_media_get_base_time (self->media));
}

/* Nothing goes in any more. */
static void
shut (AusFilm *self)
{
  aus_sound_tap_listen (aus_local_media_get_tap (self->media), NULL, NULL);
  g_signal_handlers_disconnect_by_func (self->media, own_frame_cb, self);
  g_clear_handle_id (&self->tidy, g_source_remove);
}

static void
close_pipeline (AusFilm *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);

  if (self->bus_watch != NULL) {
    g_source_destroy (self->bus_watch);
    g_clear_pointer (&self->bus_watch, g_source_unref);
  }

  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);

  g_clear_pointer (&self->inlets, aus_film_inlets_free);
  g_clear_pointer (&self->pipeline, gst_object_unref);
}

static void
end (AusFilm *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->stopping);

  close_pipeline (self);

  if (task != NULL)
    g_task_return_boolean (task, TRUE);
}

static void
fail (AusFilm    *self,
      GstMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;

  gst_message_parse_error (message, &error, &debug);
  g_message ("recording stopped: %s (%s)", error->message, debug);
  shut (self);
  end (self);

  if (!self->failed) {
    self->failed = TRUE;
    g_signal_emit (self, signals[FAILED], 0, error);
  }
}

static gboolean
bus_cb (GstBus     *bus,
        GstMessage *message,
        gpointer    user_data)
{
  g_autoptr (AusFilm) self = g_object_ref (user_data);

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    fail (self, message);
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    end (self);
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_LATENCY)
    gst_bin_recalculate_latency (GST_BIN (self->pipeline));

  return self->bus_watch != NULL;
}

static void
watch_bus (AusFilm *self)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->bus_watch = gst_bus_create_watch (bus);
  g_source_set_callback (self->bus_watch, G_SOURCE_FUNC (bus_cb), self, NULL);
  g_source_attach (self->bus_watch, context);
}

static gboolean
tidy_cb (gpointer user_data)
{
  aus_film_inlets_tidy (AUS_FILM (user_data)->inlets);

  return G_SOURCE_CONTINUE;
}

static gboolean
impatient_cb (gpointer user_data)
{
  AusFilm *self = user_data;

  self->patience = 0;
  g_message ("the end of a recording did not arrive in time");
  end (self);

  return G_SOURCE_REMOVE;
}

static gboolean
build (AusFilm     *self,
       const char  *path,
       GBytes      *key,
       GError     **error)
{
  const GstClockTime base_time = aus_timeline_new ();
  AusSealedDraft *draft = NULL;

  self->pipeline = gst_parse_launch_full (description, NULL, GST_PARSE_FLAG_FATAL_ERRORS, error);

  if (self->pipeline != NULL)
    draft = aus_sealed_draft_new (path, key, error);

  if (draft == NULL)
    return FALSE;

  aus_sealed_sink_add (draft, self->pipeline, "mux");
  aus_timeline_apply (self->pipeline, base_time);
  self->inlets = aus_film_inlets_new (self->pipeline, base_time);
  watch_bus (self);

  return TRUE;
}

static void
aus_film_dispose (GObject *object)
{
  AusFilm *self = AUS_FILM (object);

  if (self->media != NULL)
    shut (self);

  close_pipeline (self);
  g_clear_object (&self->media);

  G_OBJECT_CLASS (aus_film_parent_class)->dispose (object);
}

static void
aus_film_class_init (AusFilmClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_film_dispose;

  signals[FAILED] = g_signal_new ("failed", AUS_TYPE_FILM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_ERROR);
}

static void
aus_film_init (AusFilm *self)
{
}

AusFilm *
aus_film_new (AusLocalMedia *media)
{
  AusFilm *self = g_object_new (AUS_TYPE_FILM, NULL);

  self->media = g_object_ref (media);

  return self;
}

gboolean
aus_film_start (AusFilm     *self,
                const char  *path,
                GBytes      *key,
                GError     **error)
{
  g_return_val_if_fail (AUS_IS_FILM (self), FALSE);
  g_return_val_if_fail (self->pipeline == NULL, FALSE);

  if (!build (self, path, key, error)) {
    close_pipeline (self);
    return FALSE;
  }

  if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_FAILED, "GStreamer cannot record");
    close_pipeline (self);
    return FALSE;
  }

  self->tidy = g_timeout_add (TIDY_MS, tidy_cb, self);
  g_signal_connect_swapped (self->media, "frame", G_CALLBACK (own_frame_cb), self);
  aus_sound_tap_listen (aus_local_media_get_tap (self->media), sound_cb, self);

  return TRUE;
}

void
aus_film_show (AusFilm    *self,
               const char *participant_id,
               AusFrame   *frame)
{
  g_return_if_fail (AUS_IS_FILM (self));

  show (self, participant_id, frame, DELAY);
}

void
aus_film_drop (AusFilm    *self,
               const char *participant_id)
{
  g_return_if_fail (AUS_IS_FILM (self));

  if (is_recording (self))
    aus_film_inlets_drop (self->inlets, participant_id);
}

void
aus_film_stop_async (AusFilm             *self,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_return_if_fail (AUS_IS_FILM (self));
  g_return_if_fail (self->stopping == NULL);

  shut (self);

  if (self->pipeline == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }

  self->stopping = g_steal_pointer (&task);
  self->patience = g_timeout_add_seconds (STOP_S, impatient_cb, self);
  gst_element_send_event (self->pipeline, gst_event_new_eos ());
}

void
aus_film_stop_finish (AusFilm      *self,
                      GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}
