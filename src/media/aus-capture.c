#include "aus-capture.h"

#include "aus-budget.h"
#include "aus-frame-sink.h"
#include "aus-level.h"
#include "aus-outlets.h"
#include "aus-rate-control.h"
#include "aus-shaper.h"
#include "aus-timeline.h"

#include <gst/video/video.h>

#define SELF_VIEW_WIDTH 480

struct _AusCapture
{
  GObject         parent_instance;

  AusCaptureKind  kind;
  GstClockTime    base_time;
  gboolean        muted;
  AusSoundTap    *tap;

  GstElement     *pipeline;
  GMainContext   *context;
  GstElement     *volume;
  GSource        *bus_watch;
  AusFrameSink   *picture;

  AusOutlets     *outlets;
  AusRateControl *rate_control;
};

G_DEFINE_FINAL_TYPE (AusCapture, aus_capture, G_TYPE_OBJECT)

enum
{
  FRAME,
  LEVEL,
  FAILED,
  RUNG,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Key frames come on request only, for each costs as much as a second of other pictures. One thread suffices for
 * 720p; more of them spend five times the work in waiting for each other. */
static const char *const descriptions[] = {
  [AUS_CAPTURE_VIDEO] =
    "videorate name=input drop-only=true max-rate=30 ! videoconvert ! video/x-raw,format=I420 ! tee name=tee "
    "tee. ! queue leaky=downstream max-size-buffers=2 max-size-bytes=0 max-size-time=0 ! " AUS_SHAPER " "
    "! vp8enc name=encoder deadline=1 cpu-used=10 threads=1 end-usage=cbr lag-in-frames=0 "
    "error-resilient=default keyframe-max-dist=3000 undershoot=95 buffer-size=600 buffer-initial-size=400 "
    "buffer-optimal-size=500 max-quantizer=56 static-threshold=100 "
    "! appsink name=output sync=false async=false qos=false enable-last-sample=false",
  [AUS_CAPTURE_SOUND] =
    "audioconvert name=input ! audioresample ! audio/x-raw,format=S16LE,rate=48000,channels=1 "
    "! queue leaky=downstream max-size-buffers=0 max-size-bytes=0 max-size-time=200000000 "
    "! volume name=volume ! level interval=100000000 "
    "! opusenc name=encoder audio-type=voice inband-fec=true packet-loss-percentage=10 "
    "frame-size=20 bitrate=32000 ! appsink name=output sync=false async=false enable-last-sample=false",
};

static gboolean
tell_rung_cb (gpointer user_data)
{
  g_signal_emit (user_data, signals[RUNG], 0);

  return G_SOURCE_REMOVE;
}

void
aus_capture_follow_budget (AusCapture *self)
{
  const guint budget = aus_outlets_get_budget (self->outlets, AUS_BUDGET_START);

  if (self->kind == AUS_CAPTURE_VIDEO && aus_rate_control_follow (self->rate_control, budget))
    g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, tell_rung_cb, g_object_ref (self), g_object_unref);
}

static GstFlowReturn
encoded_cb (GstAppSink *sink,
            gpointer    user_data)
{
  AusCapture *self = user_data;
  GstSample *sample = gst_app_sink_pull_sample (sink);

  if (sample == NULL)
    return GST_FLOW_EOS;

  aus_rate_control_add (self->rate_control, gst_buffer_get_size (gst_sample_get_buffer (sample)));
  aus_outlets_push (self->outlets, sample);
  gst_sample_unref (sample);
  aus_rate_control_serve (self->rate_control);

  return GST_FLOW_OK;
}

static void
frame_cb (AusCapture *self,
          AusFrame   *frame)
{
  g_signal_emit (self, signals[FRAME], 0, frame);
}

static void
fail (AusCapture *self,
      GstMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;

  gst_message_parse_error (message, &error, &debug);
  g_message ("capture stopped: %s (%s)", error->message, debug);
  aus_capture_stop (self);
  g_signal_emit (self, signals[FAILED], 0, error);
}

static gboolean
bus_cb (GstBus     *bus,
        GstMessage *message,
        gpointer    user_data)
{
  g_autoptr (AusCapture) self = g_object_ref (user_data);
  double level;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    fail (self, message);
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_LATENCY)
    gst_bin_recalculate_latency (GST_BIN (self->pipeline));
  else if (aus_level_read (message, &level))
    g_signal_emit (self, signals[LEVEL], 0, level);

  return G_SOURCE_CONTINUE;
}

static void
watch_bus (AusCapture *self)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->bus_watch = gst_bus_create_watch (bus);
  g_source_set_callback (self->bus_watch, G_SOURCE_FUNC (bus_cb), self, NULL);
  g_source_attach (self->bus_watch, context);
}

static gboolean
link_source (AusCapture *self,
             GstElement *source)
{
  g_autoptr (GstElement) input = gst_bin_get_by_name (GST_BIN (self->pipeline), "input");

  return gst_bin_add (GST_BIN (self->pipeline), source) && gst_element_link (source, input);
}

static gboolean
link_self_view (AusCapture  *self,
                GError     **error)
{
  g_autoptr (GstElement) tee = gst_bin_get_by_name (GST_BIN (self->pipeline), "tee");

  self->picture = aus_frame_sink_new (SELF_VIEW_WIDTH, FALSE, error);

  if (self->picture == NULL)
    return FALSE;

  g_signal_connect_object (self->picture, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
  gst_bin_add (GST_BIN (self->pipeline), aus_frame_sink_get_element (self->picture));

  return gst_element_link (tee, aus_frame_sink_get_element (self->picture));
}

static gboolean
build (AusCapture  *self,
       GstElement  *source,
       GError     **error)
{
  g_autoptr (GstElement) output = NULL;

  self->pipeline = gst_parse_launch_full (descriptions[self->kind], NULL, GST_PARSE_FLAG_FATAL_ERRORS, error);

  if (self->pipeline == NULL)
    return FALSE;

  if (!link_source (self, source)) {
    g_set_error (error, GST_CORE_ERROR, GST_CORE_ERROR_NEGOTIATION, "the source does not fit");
    return FALSE;
  }

  if (self->kind == AUS_CAPTURE_VIDEO && !link_self_view (self, error))
    return FALSE;

  output = gst_bin_get_by_name (GST_BIN (self->pipeline), "output");
  gst_app_sink_set_callbacks (GST_APP_SINK (output),
                              &(GstAppSinkCallbacks) { .new_sample = encoded_cb },
                              self,
                              NULL);
  self->volume = gst_bin_get_by_name (GST_BIN (self->pipeline), "volume");
  aus_capture_set_muted (self, self->muted);
  aus_sound_tap_attach (self->tap, self->volume);
  aus_timeline_apply (self->pipeline, self->base_time);
  watch_bus (self);

  return TRUE;
}

static void
take_start_error (AusCapture  *self,
                  GError     **error)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);

  if (message != NULL)
    gst_message_parse_error (message, error, NULL);
  else
    g_set_error (error, GST_CORE_ERROR, GST_CORE_ERROR_STATE_CHANGE, "the source could not be opened");
}

static void
aus_capture_dispose (GObject *object)
{
  AusCapture *self = AUS_CAPTURE (object);

  aus_capture_stop (self);
  aus_outlets_clear (self->outlets);

  G_OBJECT_CLASS (aus_capture_parent_class)->dispose (object);
}

static void
aus_capture_finalize (GObject *object)
{
  AusCapture *self = AUS_CAPTURE (object);

  aus_outlets_free (self->outlets);
  g_main_context_unref (self->context);
  aus_rate_control_free (self->rate_control);

  G_OBJECT_CLASS (aus_capture_parent_class)->finalize (object);
}

static void
aus_capture_class_init (AusCaptureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aus_capture_dispose;
  object_class->finalize = aus_capture_finalize;

  signals[FRAME] = g_signal_new ("frame", AUS_TYPE_CAPTURE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, AUS_TYPE_FRAME);
  signals[LEVEL] = g_signal_new ("level", AUS_TYPE_CAPTURE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[FAILED] = g_signal_new ("failed", AUS_TYPE_CAPTURE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[RUNG] = g_signal_new ("rung", AUS_TYPE_CAPTURE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
aus_capture_init (AusCapture *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->outlets = aus_outlets_new ();
  self->rate_control = aus_rate_control_new ();
}

AusCapture *
aus_capture_new (AusCaptureKind kind,
                 GstClockTime   base_time)
{
  AusCapture *self = g_object_new (AUS_TYPE_CAPTURE, NULL);

  self->kind = kind;
  self->base_time = base_time;

  return self;
}

gboolean
aus_capture_start (AusCapture  *self,
                   GstElement  *source,
                   GError     **error)
{
  g_autoptr (GstElement) owned = gst_object_ref_sink (source);
  g_autoptr (GstElement) encoder = NULL;

  g_return_val_if_fail (self->pipeline == NULL, FALSE);

  if (!build (self, owned, error)) {
    aus_capture_stop (self);
    return FALSE;
  }

  encoder = gst_bin_get_by_name (GST_BIN (self->pipeline), "encoder");
  aus_rate_control_set_encoder (self->rate_control, encoder);
  aus_capture_follow_budget (self);

  if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE) {
    take_start_error (self, error);
    aus_capture_stop (self);
    return FALSE;
  }

  return TRUE;
}

void
aus_capture_stop (AusCapture *self)
{
  if (self->bus_watch != NULL) {
    g_source_destroy (self->bus_watch);
    g_clear_pointer (&self->bus_watch, g_source_unref);
  }

  aus_rate_control_set_encoder (self->rate_control, NULL);

  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);

  if (self->picture != NULL)
    aus_frame_sink_close (self->picture);

  g_clear_pointer (&self->volume, gst_object_unref);
  g_clear_object (&self->picture);
  g_clear_pointer (&self->pipeline, gst_object_unref);
}

void
aus_capture_get_size (AusCapture *self,
                      int        *width,
                      int        *height)
{
  g_autoptr (GstElement) tee = NULL;
  g_autoptr (GstPad) pad = NULL;
  g_autoptr (GstCaps) caps = NULL;
  GstVideoInfo info;

  *width = *height = 0;

  if (self->pipeline == NULL || self->kind != AUS_CAPTURE_VIDEO)
    return;

  tee = gst_bin_get_by_name (GST_BIN (self->pipeline), "tee");
  pad = gst_element_get_static_pad (tee, "sink");
  caps = gst_pad_get_current_caps (pad);

  if (caps != NULL && gst_video_info_from_caps (&info, caps)) {
    *width = GST_VIDEO_INFO_WIDTH (&info);
    *height = GST_VIDEO_INFO_HEIGHT (&info);
  }
}

void
aus_capture_set_muted (AusCapture *self,
                       gboolean    muted)
{
  self->muted = muted;

  if (self->volume != NULL)
    g_object_set (self->volume, "mute", muted, NULL);
}

void
aus_capture_set_tap (AusCapture  *self,
                     AusSoundTap *tap)
{
  self->tap = tap;
}

const AusRung *
aus_capture_get_rung (AusCapture *self)
{
  return aus_rate_control_get_rung (self->rate_control);
}

void
aus_capture_attach (AusCapture *self,
                    GstAppSrc  *outlet)
{
  /* What an earlier call went through is no measure for this one. */
  if (aus_outlets_add (self->outlets, outlet, AUS_BUDGET_START))
    aus_rate_control_begin (self->rate_control);

  aus_capture_follow_budget (self);
  aus_capture_request_key_frame (self);
}

void
aus_capture_detach (AusCapture *self,
                    GstAppSrc  *outlet)
{
  aus_outlets_remove (self->outlets, outlet);
  aus_capture_follow_budget (self);
}

guint
aus_capture_get_throughput (AusCapture *self)
{
  return aus_rate_control_get_throughput (self->rate_control);
}

void
aus_capture_set_budget (AusCapture *self,
                        GstAppSrc  *outlet,
                        guint       budget)
{
  aus_outlets_set_budget (self->outlets, outlet, budget);
  aus_capture_follow_budget (self);
}

void
aus_capture_request_key_frame (AusCapture *self)
{
  if (self->kind != AUS_CAPTURE_VIDEO)
    return;

  aus_rate_control_request_key_frame (self->rate_control);
}
