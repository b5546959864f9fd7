#include "aus-frame-sink.h"

#include <gst/app/app.h>
#include <gst/video/video.h>

struct _AusFrameSink
{
  GObject       parent_instance;

  GMainContext *context;
  GstElement   *element;

  GMutex        mutex;
  AusFrame     *pending;
  gboolean      scheduled;
  gboolean      closed;
  guint64       count;
};

G_DEFINE_FINAL_TYPE (AusFrameSink, aus_frame_sink, G_TYPE_OBJECT)

enum
{
  FRAME,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct
{
  GstBuffer  *buffer;
  GstMapInfo  map;
} Mapping;

static void
mapping_free (gpointer data)
{
  Mapping *mapping = data;

  gst_buffer_unmap (mapping->buffer, &mapping->map);
  gst_buffer_unref (mapping->buffer);
  g_free (mapping);
}

static AusFrame *
frame_from_sample (GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  GstCaps *caps = gst_sample_get_caps (sample);
  GstVideoInfo info;
  Mapping *mapping;
  GBytes *bytes;

  if (buffer == NULL || caps == NULL || !gst_video_info_from_caps (&info, caps))
    return NULL;

  mapping = g_new0 (Mapping, 1);

  if (!gst_buffer_map (buffer, &mapping->map, GST_MAP_READ)) {
    g_free (mapping);
    return NULL;
  }

  mapping->buffer = gst_buffer_ref (buffer);

  bytes = g_bytes_new_with_free_func (mapping->map.data, mapping->map.size, mapping_free, mapping);

  return aus_frame_new (bytes,
                        GST_VIDEO_INFO_WIDTH (&info),
                        GST_VIDEO_INFO_HEIGHT (&info),
                        GST_VIDEO_INFO_PLANE_STRIDE (&info, 0),
                        g_get_monotonic_time ());
}

static gboolean
emit_frame_cb (gpointer user_data)
{
  AusFrameSink *self = user_data;
  g_autoptr (AusFrame) frame = NULL;

  g_mutex_lock (&self->mutex);
  self->scheduled = FALSE;
  frame = g_steal_pointer (&self->pending);
  g_mutex_unlock (&self->mutex);

  if (frame != NULL)
    g_signal_emit (self, signals[FRAME], 0, frame);

  return G_SOURCE_REMOVE;
}

/* Takes @frame. Any thread. */
static void
hand_on (AusFrameSink *self,
         AusFrame     *frame)
{
  g_autoptr (GSource) source = NULL;

  g_mutex_lock (&self->mutex);

  self->count++;
  g_clear_pointer (&self->pending, aus_frame_unref);

  if (self->closed) {
    aus_frame_unref (frame);
  } else {
    self->pending = frame;

    if (!self->scheduled) {
      self->scheduled = TRUE;
      source = g_idle_source_new ();
      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, emit_frame_cb, g_object_ref (self), g_object_unref);
      g_source_attach (source, self->context);
    }
  }

  g_mutex_unlock (&self->mutex);
}

/* @sample: (transfer full) (nullable) */
static GstFlowReturn
take_sample (AusFrameSink *self,
             GstSample    *sample)
{
  AusFrame *frame;

  if (sample == NULL)
    return GST_FLOW_EOS;

  frame = frame_from_sample (sample);
  gst_sample_unref (sample);

  if (frame != NULL)
    hand_on (self, frame);

  return GST_FLOW_OK;
}

static GstFlowReturn
new_sample_cb (GstAppSink *sink,
               gpointer    user_data)
{
  return take_sample (user_data, gst_app_sink_pull_sample (sink));
}

/* What is shown while it stands still. */
static GstFlowReturn
new_preroll_cb (GstAppSink *sink,
                gpointer    user_data)
{
  return take_sample (user_data, gst_app_sink_pull_preroll (sink));
}

static void
aus_frame_sink_finalize (GObject *object)
{
  AusFrameSink *self = AUS_FRAME_SINK (object);

  aus_frame_sink_close (self);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (aus_frame_sink_parent_class)->finalize (object);
}

static void
aus_frame_sink_class_init (AusFrameSinkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aus_frame_sink_finalize;

  signals[FRAME] = g_signal_new ("frame", AUS_TYPE_FRAME_SINK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, AUS_TYPE_FRAME);
}

static void
aus_frame_sink_init (AusFrameSink *self)
{
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->mutex);
}

/* Nobody looks at themselves as closely as at others, and each picture costs a window its drawing. */
#define SMALL "videorate drop-only=true max-rate=12 ! videoscale"
#define WHOLE "videoscale"

AusFrameSink *
aus_frame_sink_new (int       width,
                    gboolean  in_time,
                    GError  **error)
{
  g_autoptr (AusFrameSink) self = g_object_new (AUS_TYPE_FRAME_SINK, NULL);
  g_autoptr (GstElement) appsink = NULL;
  g_autofree char *scaled = g_strdup_printf (",width=%d", width);
  g_autofree char *description =
    g_strdup_printf ("queue leaky=downstream max-size-buffers=%d max-size-bytes=0 max-size-time=0 "
                     "! %s ! videoconvert ! video/x-raw,format=BGRA,pixel-aspect-ratio=1/1%s "
                     "! appsink name=sink max-buffers=1 drop=true qos=false async=false "
                     "enable-last-sample=false sync=%s",
                     in_time ? 15 : 1, width > 0 ? SMALL : WHOLE, width > 0 ? scaled : "", in_time ? "true" : "false");

  self->element = gst_parse_bin_from_description (description, TRUE, error);

  if (self->element == NULL)
    return NULL;

  gst_object_ref_sink (self->element);
  appsink = gst_bin_get_by_name (GST_BIN (self->element), "sink");
  gst_app_sink_set_callbacks (GST_APP_SINK (appsink),
                              &(GstAppSinkCallbacks) { .new_sample = new_sample_cb, .new_preroll = new_preroll_cb },
                              g_object_ref (self),
                              g_object_unref);

  return g_steal_pointer (&self);
}

GstElement *
aus_frame_sink_get_element (AusFrameSink *self)
{
  return self->element;
}

guint64
aus_frame_sink_get_count (AusFrameSink *self)
{
  guint64 count;

  g_mutex_lock (&self->mutex);
  count = self->count;
  g_mutex_unlock (&self->mutex);

  return count;
}

void
aus_frame_sink_close (AusFrameSink *self)
{
  g_mutex_lock (&self->mutex);
  self->closed = TRUE;
  g_clear_pointer (&self->pending, aus_frame_unref);
  g_mutex_unlock (&self->mutex);

  g_clear_pointer (&self->element, gst_object_unref);
}
