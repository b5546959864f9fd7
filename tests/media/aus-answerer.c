#include "aus-answerer.h"

#include <gst/app/app.h>
#include <gst/gst.h>
#include <gst/sdp/sdp.h>
#include <gst/video/video.h>
#include <nice/agent.h>

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

struct _AusAnswerer
{
  AusAnswererFunc  func;
  gpointer         user_data;
  gint64           epoch;
  GstElement      *pipeline;
  GstElement      *webrtc;

  GMutex           mutex;
  guint            frames;
  guint            brightness;
  guint            contrast;
  guint            samples;
  int              peak;
  gboolean         loses;
  gboolean         is_deaf;
  guint            asked;
};

typedef struct
{
  AusAnswerer *answerer;
  JsonObject  *frame;
} Sending;

static const char *const sending[] = {
  "videotestsrc is-live=true pattern=smpte ! video/x-raw,format=I420,width=320,height=240,framerate=25/1 "
  "! vp8enc deadline=1 cpu-used=16 keyframe-max-dist=3000 ! rtpvp8pay pt=96 picture-id-mode=15-bit "
  "! capsfilter caps=application/x-rtp,ssrc=(uint)1111,media=video,encoding-name=VP8,clock-rate=90000,"
  "payload=96",
  "audiotestsrc is-live=true wave=sine ! audio/x-raw,rate=48000,channels=1 ! opusenc ! rtpopuspay pt=111 "
  "! capsfilter caps=application/x-rtp,ssrc=(uint)2222,media=audio,encoding-name=OPUS,clock-rate=48000,"
  "payload=111",
};
static const char video_chain[] =
  "rtpvp8depay ! vp8dec ! videoconvert ! video/x-raw,format=GRAY8 ! appsink name=sink sync=false async=false";
static const char sound_chain[] =
  "rtpopusdepay ! opusdec ! audioconvert ! audio/x-raw,format=S16LE,channels=1 "
  "! appsink name=sink sync=false async=false";

static gboolean
send_cb (gpointer data)
{
  Sending *item = data;

  if (item->answerer->pipeline != NULL)
    item->answerer->func (g_steal_pointer (&item->frame), item->answerer->user_data);

  return G_SOURCE_REMOVE;
}

static void
sending_free (gpointer data)
{
  Sending *item = data;

  g_clear_pointer (&item->frame, json_object_unref);
  g_atomic_rc_box_release (item->answerer);
  g_free (item);
}

/* Takes @frame; it is handed over on the main thread. */
static void
send_frame (AusAnswerer *self,
            JsonObject  *frame)
{
  Sending *item = g_new (Sending, 1);

  *item = (Sending) { g_atomic_rc_box_acquire (self), frame };
  json_object_set_string_member (frame, "type", "signal");
  json_object_set_string_member (frame, "from", "patient");
  json_object_set_int_member (frame, "epoch", self->epoch);
  g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT, send_cb, item, sending_free);
}

static void
measure_picture (AusAnswerer      *self,
                 const GstMapInfo *map)
{
  guint64 sum = 0;
  guint8 least = 255, most = 0;

  for (gsize i = 0; i < map->size; i++) {
    sum += map->data[i];
    least = MIN (least, map->data[i]);
    most = MAX (most, map->data[i]);
  }

  self->frames++;
  self->brightness = sum / MAX (map->size, 1);
  self->contrast = most - least;
}

static void
measure_sound (AusAnswerer      *self,
               const GstMapInfo *map)
{
  const gint16 *samples = (const gint16 *) map->data;

  for (gsize i = 0; i < map->size / 2; i++)
    self->peak = MAX (self->peak, ABS (samples[i]));

  self->samples += map->size / 2;
}

static GstFlowReturn
sample_cb (GstAppSink *sink,
           gpointer    user_data)
{
  AusAnswerer *self = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  GstMapInfo map;

  if (sample == NULL)
    return GST_FLOW_EOS;

  if (!gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ))
    return GST_FLOW_ERROR;

  g_mutex_lock (&self->mutex);

  if (gst_structure_has_name (gst_caps_get_structure (gst_sample_get_caps (sample), 0), "video/x-raw"))
    measure_picture (self, &map);
  else
    measure_sound (self, &map);

  g_mutex_unlock (&self->mutex);
  gst_buffer_unmap (gst_sample_get_buffer (sample), &map);

  return GST_FLOW_OK;
}

static void
pad_added_cb (GstElement  *webrtc,
              GstPad      *pad,
              AusAnswerer *self)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstPad) input = NULL;
  const char *medium, *chain;
  GstElement *bin;

  if (GST_PAD_DIRECTION (pad) != GST_PAD_SRC)
    return;

  medium = gst_structure_get_string (gst_caps_get_structure (caps, 0), "media");
  chain = g_str_equal (medium, "video") ? video_chain : sound_chain;
  bin = gst_parse_bin_from_description (chain, TRUE, NULL);
  sink = gst_bin_get_by_name (GST_BIN (bin), "sink");
  gst_app_sink_set_callbacks (GST_APP_SINK (sink),
                              &(GstAppSinkCallbacks) { .new_sample = sample_cb },
                              self,
                              NULL);
  gst_bin_add (GST_BIN (self->pipeline), bin);
  gst_element_sync_state_with_parent (bin);
  input = gst_element_get_static_pad (bin, "sink");
  g_assert_cmpint (gst_pad_link (pad, input), ==, GST_PAD_LINK_OK);
}

static void
candidate_cb (GstElement  *webrtc,
              guint        media_index,
              const char  *text,
              AusAnswerer *self)
{
  JsonObject *frame = json_object_new ();
  JsonObject *candidate = json_object_new ();

  json_object_set_string_member (candidate, "candidate", text);
  json_object_set_int_member (candidate, "sdpMLineIndex", media_index);
  json_object_set_null_member (candidate, "sdpMid");
  json_object_set_object_member (frame, "candidate", candidate);
  send_frame (self, frame);
}

static GstPromise *
new_promise (AusAnswerer          *self,
             GstPromiseChangeFunc  func)
{
  return gst_promise_new_with_change_func (func, g_atomic_rc_box_acquire (self), g_atomic_rc_box_release);
}

/* Sends the description that the promise holds as @name, and takes it as one's own. */
static void
created (GstPromise  *promise,
         AusAnswerer *self,
         const char  *name)
{
  g_autoptr (GstWebRTCSessionDescription) description = NULL;
  g_autofree char *text = NULL;
  JsonObject *frame, *object;

  if (gst_promise_wait (promise) != GST_PROMISE_RESULT_REPLIED)
    return;

  gst_structure_get (gst_promise_get_reply (promise),
                     name, GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &description,
                     NULL);

  if (description == NULL)
    return;

  text = gst_sdp_message_as_text (description->sdp);
  g_signal_emit_by_name (self->webrtc, "set-local-description", description, NULL);
  frame = json_object_new ();
  object = json_object_new ();
  json_object_set_string_member (object, "type", name);
  json_object_set_string_member (object, "sdp", text);
  json_object_set_object_member (frame, "description", object);
  send_frame (self, frame);
}

static void
answer_created_cb (GstPromise *promise,
                   gpointer    user_data)
{
  created (promise, user_data, "answer");
  gst_promise_unref (promise);
}

static void
offer_created_cb (GstPromise *promise,
                  gpointer    user_data)
{
  created (promise, user_data, "offer");
  gst_promise_unref (promise);
}

static void
offer_set_cb (GstPromise *promise,
              gpointer    user_data)
{
  AusAnswerer *self = user_data;

  if (gst_promise_wait (promise) == GST_PROMISE_RESULT_REPLIED)
    g_signal_emit_by_name (self->webrtc, "create-answer", NULL, new_promise (self, answer_created_cb));

  gst_promise_unref (promise);
}

static void
use_loopback (AusAnswerer *self)
{
  g_autoptr (GObject) ice = NULL;
  g_autoptr (GObject) agent = NULL;
  NiceAddress address;

  g_object_get (self->webrtc, "ice-agent", &ice, NULL);
  g_object_get (ice, "agent", &agent, NULL);
  g_object_set (agent, "upnp", FALSE, NULL);
  nice_address_init (&address);
  nice_address_set_from_string (&address, "127.0.0.1");
  nice_agent_add_local_address (NICE_AGENT (agent), &address);
}

static void
describe (AusAnswerer *self,
          JsonObject  *object)
{
  gboolean is_offer = g_str_equal (json_object_get_string_member (object, "type"), "offer");
  const char *text = json_object_get_string_member (object, "sdp");
  g_autoptr (GstWebRTCSessionDescription) description = NULL;
  GstSDPMessage *sdp;

  g_assert_cmpint (gst_sdp_message_new_from_text (text, &sdp), ==, GST_SDP_OK);
  description =
    gst_webrtc_session_description_new (is_offer ? GST_WEBRTC_SDP_TYPE_OFFER : GST_WEBRTC_SDP_TYPE_ANSWER,
                                        sdp);
  g_signal_emit_by_name (self->webrtc, "set-remote-description", description,
                         is_offer ? new_promise (self, offer_set_cb) : NULL);
}

/* Between the camera and the wire: a picture may be lost, and key frames be asked for in vain. */
static GstPadProbeReturn
sending_cb (GstPad          *pad,
            GstPadProbeInfo *info,
            gpointer         user_data)
{
  AusAnswerer *self = user_data;
  const gboolean is_event = (info->type & GST_PAD_PROBE_TYPE_EVENT_UPSTREAM) != 0;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (!is_event && self->loses) {
    self->loses = FALSE;
    return GST_PAD_PROBE_DROP;
  }

  if (!is_event || !gst_video_event_is_force_key_unit (GST_PAD_PROBE_INFO_EVENT (info)))
    return GST_PAD_PROBE_OK;

  self->asked++;

  return self->is_deaf ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
}

static void
send_media (AusAnswerer *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (sending); i++) {
    GstElement *bin = gst_parse_bin_from_description (sending[i], TRUE, NULL);
    g_autoptr (GstPad) pad = gst_element_get_static_pad (bin, "src");

    gst_bin_add (GST_BIN (self->pipeline), bin);
    g_assert_true (gst_element_link_pads (bin, "src", self->webrtc, "sink_%u"));

    if (i == 0)
      gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST
                         | GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, sending_cb, self, NULL);
  }
}

AusAnswerer *
aus_answerer_new (gboolean        sends,
                  AusAnswererFunc func,
                  gpointer        user_data)
{
  AusAnswerer *self = g_atomic_rc_box_new0 (AusAnswerer);

  gst_init (NULL, NULL);
  self->func = func;
  self->user_data = user_data;
  g_mutex_init (&self->mutex);
  self->pipeline = gst_pipeline_new (NULL);
  self->webrtc = gst_element_factory_make ("webrtcbin", NULL);
  g_object_set (self->webrtc, "latency", 50, NULL);
  gst_util_set_object_arg (G_OBJECT (self->webrtc), "bundle-policy", "max-bundle");
  gst_bin_add (GST_BIN (self->pipeline), gst_object_ref (self->webrtc));

  if (sends)
    send_media (self);

  use_loopback (self);
  g_signal_connect (self->webrtc, "pad-added", G_CALLBACK (pad_added_cb), self);
  g_signal_connect (self->webrtc, "on-ice-candidate", G_CALLBACK (candidate_cb), self);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);

  return self;
}

void
aus_answerer_free (AusAnswerer *self)
{
  aus_answerer_vanish (self);
  g_clear_pointer (&self->webrtc, gst_object_unref);
  g_clear_pointer (&self->pipeline, gst_object_unref);
  g_atomic_rc_box_release (self);
}

void
aus_answerer_handle (AusAnswerer *self,
                     JsonObject  *frame)
{
  self->epoch = json_object_get_int_member (frame, "epoch");

  if (json_object_has_member (frame, "description")) {
    describe (self, json_object_get_object_member (frame, "description"));
  } else {
    JsonObject *candidate = json_object_get_object_member (frame, "candidate");

    g_signal_emit_by_name (self->webrtc, "add-ice-candidate",
                           (guint) json_object_get_int_member (candidate, "sdpMLineIndex"),
                           json_object_get_string_member (candidate, "candidate"));
  }
}

void
aus_answerer_vanish (AusAnswerer *self)
{
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
}

void
aus_answerer_offer (AusAnswerer *self)
{
  g_signal_emit_by_name (self->webrtc, "create-offer", NULL, new_promise (self, offer_created_cb));
}

void
aus_answerer_lose_picture (AusAnswerer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->loses = self->is_deaf = TRUE;
  self->asked = 0;
}

void
aus_answerer_listen (AusAnswerer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->is_deaf = FALSE;
}

guint
aus_answerer_get_asked (AusAnswerer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->asked;
}

guint
aus_answerer_get_frames (AusAnswerer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->frames;
}

guint
aus_answerer_get_brightness (AusAnswerer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->brightness;
}

guint
aus_answerer_get_contrast (AusAnswerer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->contrast;
}

guint
aus_answerer_take_sound (AusAnswerer *self,
                         int         *peak)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint samples = self->samples;

  *peak = self->peak;
  self->samples = 0;
  self->peak = 0;

  return samples;
}
