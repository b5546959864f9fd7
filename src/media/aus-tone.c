#include "aus-tone.h"

#include "aus-local-media-private.h"
#include "aus-sources.h"

struct _AusTone
{
  GObject        parent_instance;

  AusLocalMedia *media;
  GstElement    *pipeline;
  GSource       *bus_watch;
};

G_DEFINE_FINAL_TYPE (AusTone, aus_tone, G_TYPE_OBJECT)

enum
{
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* One second. */
static const char description[] =
  "audiotestsrc wave=sine freq=660 volume=0.3 samplesperbuffer=4800 num-buffers=10 ! audio/x-raw,rate=48000 "
  "! volume name=volume ! audioconvert ! audioresample name=last";

static void
end (AusTone  *self,
     gboolean  played)
{
  aus_tone_stop (self);
  g_signal_emit (self, signals[ENDED], 0, played);
}

static gboolean
bus_cb (GstBus     *bus,
        GstMessage *message,
        gpointer    user_data)
{
  g_autoptr (AusTone) self = g_object_ref (user_data);
  g_autoptr (GError) error = aus_sources_complain (message);

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS) {
    end (self, TRUE);
    return G_SOURCE_REMOVE;
  }

  if (error == NULL)
    return G_SOURCE_CONTINUE;

  g_message ("no tone can be played: %s", error->message);
  end (self, FALSE);

  return G_SOURCE_REMOVE;
}

static gboolean
build (AusTone  *self,
       GError  **error)
{
  AusDeviceList *speakers = aus_local_media_get_devices (self->media, AUS_DEVICE_SPEAKER);
  GstElement *output = aus_sources_output (self->media->source, aus_device_list_get_device (speakers), error);
  g_autoptr (GstElement) last = NULL;
  g_autoptr (GstElement) volume = NULL;

  if (output == NULL)
    return FALSE;

  self->pipeline = gst_parse_launch_full (description, NULL, GST_PARSE_FLAG_FATAL_ERRORS, error);

  if (self->pipeline == NULL) {
    gst_object_unref (output);
    return FALSE;
  }

  last = gst_bin_get_by_name (GST_BIN (self->pipeline), "last");
  volume = gst_bin_get_by_name (GST_BIN (self->pipeline), "volume");
  g_object_set (volume, "volume", aus_hearing_get_factor (aus_local_media_get_hearing (self->media)), NULL);
  gst_bin_add (GST_BIN (self->pipeline), output);
  gst_element_link (last, output);

  return TRUE;
}

static void
aus_tone_dispose (GObject *object)
{
  AusTone *self = AUS_TONE (object);

  aus_tone_stop (self);
  g_clear_object (&self->media);

  G_OBJECT_CLASS (aus_tone_parent_class)->dispose (object);
}

static void
aus_tone_class_init (AusToneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_tone_dispose;

  signals[ENDED] = g_signal_new ("ended", AUS_TYPE_TONE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
aus_tone_init (AusTone *self)
{
}

AusTone *
aus_tone_new (AusLocalMedia *media)
{
  AusTone *self = g_object_new (AUS_TYPE_TONE, NULL);

  self->media = g_object_ref (media);

  return self;
}

void
aus_tone_play (AusTone *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GstBus) bus = NULL;

  g_return_if_fail (AUS_IS_TONE (self));

  aus_tone_stop (self);

  if (!build (self, &error)) {
    g_message ("no tone can be played: %s", error->message);
    end (self, FALSE);
    return;
  }

  bus = gst_element_get_bus (self->pipeline);
  self->bus_watch = gst_bus_create_watch (bus);
  g_source_set_callback (self->bus_watch, G_SOURCE_FUNC (bus_cb), self, NULL);
  g_source_attach (self->bus_watch, context);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
}

void
aus_tone_stop (AusTone *self)
{
  g_return_if_fail (AUS_IS_TONE (self));

  if (self->bus_watch != NULL) {
    g_source_destroy (self->bus_watch);
    g_clear_pointer (&self->bus_watch, g_source_unref);
  }

  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);

  g_clear_pointer (&self->pipeline, gst_object_unref);
}
