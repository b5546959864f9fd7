#include "aus-speaker.h"

#include "aus-sources.h"
#include "aus-timeline.h"

#include <gst/app/app.h>

struct _AusSpeaker
{
  GObject     parent_instance;

  GstClockTime    base_time;
  AusHearing     *hearing;
  AusDeviceList  *devices;
  AusMediaDevice *device;
  GstElement     *pipeline;
  GSource        *bus_watch;

  GMutex          mutex;
  GstElement     *input;
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
  "leaky-type=downstream ! volume name=volume ! audioconvert ! audioresample name=last";

static void
shut (AusSpeaker *self)
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

static void
volume_cb (AusSpeaker *self)
{
  g_autoptr (GstElement) volume =
    self->pipeline ? gst_bin_get_by_name (GST_BIN (self->pipeline), "volume") : NULL;

  if (volume != NULL)
    g_object_set (volume, "volume", aus_hearing_get_factor (self->hearing), NULL);
}

/* Another device is tried, where there is one: see device_changed_cb (). */
static void
give_up (AusSpeaker   *self,
         const GError *error)
{
  g_autoptr (AusMediaDevice) device = g_steal_pointer (&self->device);

  g_message ("sound cannot be played: %s", error->message);
  shut (self);

  if (device == NULL)
    g_signal_emit (self, signals[FAILED], 0);
  else
    aus_device_list_discard (self->devices, device);
}

static gboolean
bus_cb (GstBus     *bus,
        GstMessage *message,
        gpointer    user_data)
{
  g_autoptr (AusSpeaker) self = g_object_ref (user_data);
  g_autoptr (GError) error = aus_sources_complain (message);

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_LATENCY)
    gst_bin_recalculate_latency (GST_BIN (self->pipeline));

  if (error == NULL)
    return G_SOURCE_CONTINUE;

  give_up (self, error);

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

static gboolean
build (AusSpeaker  *self,
       GError     **error)
{
  GstElement *output = aus_sources_output (AUS_MEDIA_SOURCE_DEVICES, self->device, error);
  g_autoptr (GstElement) last = NULL;

  if (output == NULL)
    return FALSE;

  self->pipeline = gst_parse_launch_full (description, NULL, GST_PARSE_FLAG_FATAL_ERRORS, error);

  if (self->pipeline == NULL) {
    gst_object_unref (output);
    return FALSE;
  }

  last = gst_bin_get_by_name (GST_BIN (self->pipeline), "last");
  gst_bin_add (GST_BIN (self->pipeline), output);
  gst_element_link (last, output);

  return TRUE;
}

static void
open (AusSpeaker *self)
{
  g_autoptr (GError) error = NULL;

  shut (self);
  g_set_object (&self->device, aus_device_list_get_device (self->devices));

  if (!build (self, &error)) {
    g_message ("sound cannot be played: %s", error->message);
    return;
  }

  g_mutex_lock (&self->mutex);
  self->input = gst_bin_get_by_name (GST_BIN (self->pipeline), "input");
  g_mutex_unlock (&self->mutex);
  volume_cb (self);
  aus_timeline_apply (self->pipeline, self->base_time);
  watch_bus (self);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
}

static void
device_changed_cb (AusSpeaker *self)
{
  if (self->device != aus_device_list_get_device (self->devices))
    open (self);
}

static void
aus_speaker_dispose (GObject *object)
{
  AusSpeaker *self = AUS_SPEAKER (object);

  aus_speaker_close (self);

  G_OBJECT_CLASS (aus_speaker_parent_class)->dispose (object);
}

static void
aus_speaker_finalize (GObject *object)
{
  AusSpeaker *self = AUS_SPEAKER (object);

  g_mutex_clear (&self->mutex);
  g_clear_object (&self->device);
  g_clear_object (&self->devices);
  g_clear_object (&self->hearing);

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
aus_speaker_new (GstClockTime   base_time,
                 AusHearing    *hearing,
                 AusDeviceList *devices)
{
  AusSpeaker *self = g_object_new (AUS_TYPE_SPEAKER, NULL);

  self->base_time = base_time;
  self->hearing = g_object_ref (hearing);
  self->devices = g_object_ref (devices);
  g_signal_connect_object (hearing, "notify::volume", G_CALLBACK (volume_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (devices, "notify::device", G_CALLBACK (device_changed_cb), self, G_CONNECT_SWAPPED);
  open (self);

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
  g_return_if_fail (AUS_IS_SPEAKER (self));

  g_signal_handlers_disconnect_by_data (self->devices, self);
  shut (self);
}
