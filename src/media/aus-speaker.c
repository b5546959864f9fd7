#include "aus-speaker.h"

#include "aus-timeline.h"

#include <gst/app/app.h>

struct _AusSpeaker
{
  GObject     parent_instance;

  AusHearing *hearing;
  GstElement *pipeline;
  GSource    *bus_watch;

  GMutex      mutex;
  GstElement *input;
};

G_DEFINE_FINAL_TYPE (AusSpeaker, aus_speaker, G_TYPE_OBJECT)

enum
{
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* The latency is what the jitter buffer may hold the sound back, and a little more. */
static const char description[] =
  "appsrc name=input is-live=true format=time min-latency=120000000 max-time=500000000 max-bytes=0 "
  "leaky-type=downstream ! volume name=volume ! audioconvert ! audioresample ! autoaudiosink name=output";

static void
volume_cb (AusSpeaker *self)
{
  g_autoptr (GstElement) volume =
    self->pipeline ? gst_bin_get_by_name (GST_BIN (self->pipeline), "volume") : NULL;

  if (volume != NULL)
    g_object_set (volume, "volume", aus_hearing_get_factor (self->hearing), NULL);
}

static gboolean
bus_cb (GstBus     *bus,
        GstMessage *message,
        gpointer    user_data)
{
  g_autoptr (AusSpeaker) self = g_object_ref (user_data);
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_LATENCY)
    gst_bin_recalculate_latency (GST_BIN (self->pipeline));

  /* Where there is no sound card at all, autoaudiosink itself only warns. */
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    gst_message_parse_error (message, &error, NULL);
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_WARNING
           && g_strcmp0 (GST_MESSAGE_SRC_NAME (message), "output") == 0)
    gst_message_parse_warning (message, &error, NULL);

  if (error == NULL)
    return G_SOURCE_CONTINUE;

  g_message ("sound cannot be played: %s", error->message);
  aus_speaker_close (self);
  g_signal_emit (self, signals[FAILED], 0);

  return G_SOURCE_REMOVE;
}

static void
watch_bus (AusSpeaker *self)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->bus_watch = gst_bus_create_watch (bus);
  g_source_set_callback (self->bus_watch, G_SOURCE_FUNC (bus_cb), self, NULL);
  g_source_attach (self->bus_watch, context);
}

static void
aus_speaker_dispose (GObject *object)
{
  aus_speaker_close (AUS_SPEAKER (object));

  G_OBJECT_CLASS (aus_speaker_parent_class)->dispose (object);
}

static void
aus_speaker_finalize (GObject *object)
{
  g_mutex_clear (&AUS_SPEAKER (object)->mutex);
  g_clear_object (&AUS_SPEAKER (object)->hearing);

  G_OBJECT_CLASS (aus_speaker_parent_class)->finalize (object);
}

static void
aus_speaker_class_init (AusSpeakerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aus_speaker_dispose;
  object_class->finalize = aus_speaker_finalize;

  signals[FAILED] = g_signal_new ("failed", AUS_TYPE_SPEAKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
aus_speaker_init (AusSpeaker *self)
{
  g_mutex_init (&self->mutex);
}

AusSpeaker *
aus_speaker_new (GstClockTime  base_time,
                 AusHearing   *hearing)
{
  AusSpeaker *self = g_object_new (AUS_TYPE_SPEAKER, NULL);
  g_autoptr (GError) error = NULL;

  self->hearing = g_object_ref (hearing);
  self->pipeline = gst_parse_launch_full (description, NULL, GST_PARSE_FLAG_FATAL_ERRORS, &error);

  if (self->pipeline == NULL) {
    g_message ("sound cannot be played: %s", error->message);
    return self;
  }

  self->input = gst_bin_get_by_name (GST_BIN (self->pipeline), "input");
  g_signal_connect_object (hearing, "notify::volume", G_CALLBACK (volume_cb), self, G_CONNECT_SWAPPED);
  volume_cb (self);
  aus_timeline_apply (self->pipeline, base_time);
  watch_bus (self);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);

  return self;
}

void
aus_speaker_play (AusSpeaker *self,
                  GstSample  *sample)
{
  g_autoptr (GstElement) input = NULL;

  g_mutex_lock (&self->mutex);
  g_set_object (&input, self->input);
  g_mutex_unlock (&self->mutex);

  if (input != NULL)
    gst_app_src_push_sample (GST_APP_SRC (input), sample);
}

void
aus_speaker_close (AusSpeaker *self)
{
  GstElement *input;

  if (self->bus_watch != NULL) {
    g_source_destroy (self->bus_watch);
    g_clear_pointer (&self->bus_watch, g_source_unref);
  }

  g_mutex_lock (&self->mutex);
  input = g_steal_pointer (&self->input);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&input, gst_object_unref);

  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);

  g_clear_pointer (&self->pipeline, gst_object_unref);
}
