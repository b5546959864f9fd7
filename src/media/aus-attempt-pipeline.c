#include "aus-attempt-private.h"

#include "aus-ice.h"
#include "aus-timeline.h"

#include <glib/gi18n-lib.h>
#include <gst/video/video.h>

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#define JITTER_BUFFER_MS 100
#define KEY_FRAME_INTERVAL (400 * G_TIME_SPAN_MILLISECOND)

#define VIDEO_CAPS \
  "application/x-rtp,media=video,encoding-name=VP8,clock-rate=90000,payload=96," \
  "rtcp-fb-nack-pli=(boolean)true"
#define SOUND_CAPS \
  "application/x-rtp,media=audio,encoding-name=OPUS,clock-rate=48000,payload=111,encoding-params=(string)2," \
  "minptime=(string)10,useinbandfec=(string)1"

static const char video_outlet[] =
  "appsrc name=outlet is-live=true format=time max-buffers=60 max-bytes=0 leaky-type=downstream "
  "! rtpvp8pay pt=96 mtu=1200 picture-id-mode=15-bit ! " VIDEO_CAPS;
static const char sound_outlet[] =
  "appsrc name=outlet is-live=true format=time max-buffers=50 max-bytes=0 leaky-type=downstream "
  "! rtpopuspay pt=111 ! " SOUND_CAPS;
/* What follows a lost picture would be smeared: the last good one stays until there is a whole one. */
static const char video_inlet[] =
  "rtpvp8depay request-keyframe=true wait-for-keyframe=true ! vp8dec max-errors=-1";
static const char sound_inlet[] =
  "rtpopusdepay ! opusdec plc=true use-inband-fec=true ! audioconvert ! audioresample "
  "! audio/x-raw,format=S16LE,rate=48000 ! level interval=200000000 "
  "! appsink name=sound sync=false async=false enable-last-sample=false";

static GstPadProbeReturn
media_probe_cb (GstPad          *pad,
                GstPadProbeInfo *info,
                gpointer         user_data)
{
  AusAttempt *self = user_data;

  g_mutex_lock (&self->mutex);
  self->media_at = g_get_monotonic_time ();
  g_mutex_unlock (&self->mutex);

  return GST_PAD_PROBE_OK;
}

/* Our decoder asks the other side for key frames: seldom, and by PLI; “all headers” would make it a FIR. */
static GstPadProbeReturn
request_probe_cb (GstPad          *pad,
                  GstPadProbeInfo *info,
                  gpointer         user_data)
{
  AusAttempt *self = user_data;
  gint64 now = g_get_monotonic_time ();
  gboolean early;

  if (!gst_video_event_is_force_key_unit (GST_PAD_PROBE_INFO_EVENT (info)))
    return GST_PAD_PROBE_OK;

  g_mutex_lock (&self->mutex);
  early = now - self->key_frame_asked_at < KEY_FRAME_INTERVAL;

  if (!early)
    self->key_frame_asked_at = now;

  g_mutex_unlock (&self->mutex);

  if (early)
    return GST_PAD_PROBE_DROP;

  gst_event_unref (GST_PAD_PROBE_INFO_EVENT (info));
  GST_PAD_PROBE_INFO_DATA (info) =
    gst_video_event_new_upstream_force_key_unit (GST_CLOCK_TIME_NONE, FALSE, 0);

  return GST_PAD_PROBE_OK;
}

/* The other side asks for a key frame of ours. */
static GstPadProbeReturn
outlet_probe_cb (GstPad          *pad,
                 GstPadProbeInfo *info,
                 gpointer         user_data)
{
  AusAttempt *self = user_data;

  if (!gst_video_event_is_force_key_unit (GST_PAD_PROBE_INFO_EVENT (info)))
    return GST_PAD_PROBE_OK;

  aus_capture_request_key_frame (self->video);

  return GST_PAD_PROBE_DROP;
}

static void
add_probe (AusAttempt          *self,
           GstPad              *pad,
           GstPadProbeType      type,
           GstPadProbeCallback  callback)
{
  gst_pad_add_probe (pad, type, callback, g_object_ref (self), g_object_unref);
}

static void
hear (AusAttempt *self,
      GstSample  *sample)
{
  if (!g_atomic_int_get (&self->muted)) {
    g_atomic_int_inc (&self->n_heard);

    if (self->speaker != NULL)
      aus_speaker_play (self->speaker, sample);
  }

  aus_sound_tap_push (aus_local_media_get_tap (self->media), self, sample);
}

static GstFlowReturn
sound_cb (GstAppSink *sink,
          gpointer    user_data)
{
  AusAttempt *self = user_data;
  GstSample *sample = gst_app_sink_pull_sample (sink);

  if (sample == NULL)
    return GST_FLOW_EOS;

  /* It may come before it is known whose it is, and from somebody whose it must not be. */
  if (g_atomic_int_get (&self->trusted))
    hear (self, sample);

  gst_sample_unref (sample);

  return GST_FLOW_OK;
}

static void
speaker_failed_cb (AusLocalMedia *media)
{
  aus_local_media_report (media, _("The other side cannot be heard: this computer cannot play sound"));
}

static gboolean
build_inlet (AusAttempt   *self,
             const char   *description,
             GstElement  **inlet,
             GError      **error)
{
  GstElement *bin =
    gst_parse_bin_from_description_full (description, TRUE, NULL, GST_PARSE_FLAG_FATAL_ERRORS, error);

  if (bin == NULL)
    return FALSE;

  gst_bin_add (GST_BIN (self->pipeline), bin);
  *inlet = gst_object_ref (bin);

  return TRUE;
}

/* The inlets stand ready from the beginning, so that pads can be linked on any thread. */
static gboolean
build_inlets (AusAttempt  *self,
              GError     **error)
{
  g_autoptr (GstElement) sound = NULL;

  if (!build_inlet (self, video_inlet, &self->video_inlet, error)
      || !build_inlet (self, sound_inlet, &self->sound_inlet, error))
    return FALSE;

  self->picture = aus_frame_sink_new (0, TRUE, error);

  if (self->picture == NULL)
    return FALSE;

  gst_bin_add (GST_BIN (self->pipeline), aus_frame_sink_get_element (self->picture));
  gst_element_link (self->video_inlet, aus_frame_sink_get_element (self->picture));

  if (!aus_local_media_is_artificial (self->media)) {
    self->speaker = aus_speaker_new (aus_local_media_get_base_time (self->media),
                                     aus_local_media_get_hearing (self->media),
                                     aus_local_media_get_devices (self->media, AUS_DEVICE_SPEAKER));
    g_signal_connect_object (self->speaker, "failed",
                             G_CALLBACK (speaker_failed_cb), self->media, G_CONNECT_SWAPPED);
  }

  sound = gst_bin_get_by_name (GST_BIN (self->sound_inlet), "sound");
  gst_app_sink_set_callbacks (GST_APP_SINK (sound),
                              &(GstAppSinkCallbacks) { .new_sample = sound_cb },
                              g_object_ref (self),
                              g_object_unref);

  return TRUE;
}

/* Lost packets are asked for again in pictures only; Chromium refuses the offer otherwise. */
static void
set_repeats (GstWebRTCRTPTransceiver *transceiver,
             gboolean                 is_video)
{
  g_object_set (transceiver, "do-nack", is_video, NULL);
}

static void
only_receive (AusAttempt *self,
              const char *description,
              gboolean    is_video)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (description);
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;

  g_signal_emit_by_name (self->webrtc, "add-transceiver", GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, caps,
                         &transceiver);
  set_repeats (transceiver, is_video);
}

/* Links @bin to a new medium of webrtcbin. */
static void
link_outlet (AusAttempt *self,
             GstElement *bin,
             gboolean    is_video)
{
  g_autoptr (GstPad) output = gst_element_get_static_pad (bin, "src");
  g_autoptr (GstPad) input = gst_element_request_pad_simple (self->webrtc, "sink_%u");
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;

  g_object_get (input, "transceiver", &transceiver, NULL);
  set_repeats (transceiver, is_video);
  gst_pad_link (output, input);
}

static gboolean
build_outlet (AusAttempt  *self,
              const char  *chain,
              guint32      ssrc,
              GstAppSrc  **outlet,
              GError     **error)
{
  g_autofree char *description = g_strdup_printf ("%s,ssrc=(uint)%u ! queue", chain, ssrc);
  GstElement *bin =
    gst_parse_bin_from_description_full (description, TRUE, NULL, GST_PARSE_FLAG_FATAL_ERRORS, error);
  g_autoptr (GstElement) source = NULL;
  g_autoptr (GstPad) pad = NULL;

  if (bin == NULL)
    return FALSE;

  gst_bin_add (GST_BIN (self->pipeline), bin);
  link_outlet (self, bin, outlet == &self->video_outlet);
  source = gst_bin_get_by_name (GST_BIN (bin), "outlet");
  pad = gst_element_get_static_pad (source, "src");
  *outlet = GST_APP_SRC (g_steal_pointer (&source));

  if (outlet == &self->video_outlet)
    add_probe (self, pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, outlet_probe_cb);

  return TRUE;
}

static gboolean
build_outlets (AusAttempt  *self,
               GError     **error)
{
  g_set_object (&self->video, aus_local_media_get_video (self->media));
  g_set_object (&self->sound, aus_local_media_get_sound (self->media));

  self->video_ssrc = g_random_int ();

  if (self->video != NULL && !build_outlet (self, video_outlet, self->video_ssrc, &self->video_outlet, error))
    return FALSE;

  if (self->sound != NULL && !build_outlet (self, sound_outlet, g_random_int (), &self->sound_outlet, error))
    return FALSE;

  if (self->video == NULL)
    only_receive (self, VIDEO_CAPS, TRUE);

  if (self->sound == NULL)
    only_receive (self, SOUND_CAPS, FALSE);

  return TRUE;
}

static void
recalculate_latency_cb (AusAttempt *self,
                        gpointer    unused)
{
  gst_bin_recalculate_latency (GST_BIN (self->pipeline));
}

static void
discard (GstElement *webrtc,
         GstPad     *pad)
{
  g_autoptr (GstObject) pipeline = gst_object_get_parent (GST_OBJECT (webrtc));
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstPad) input = gst_element_get_static_pad (sink, "sink");

  g_object_set (sink, "async", FALSE, "sync", FALSE, NULL);
  gst_bin_add (GST_BIN (pipeline), sink);
  gst_element_sync_state_with_parent (sink);
  gst_pad_link (pad, input);
}

static void
pad_added_cb (GstElement *webrtc,
              GstPad     *pad,
              AusAttempt *self)
{
  g_autoptr (GstCaps) caps = NULL;
  g_autoptr (GstPad) input = NULL;
  const char *medium;

  if (GST_PAD_DIRECTION (pad) != GST_PAD_SRC)
    return;

  caps = gst_pad_get_current_caps (pad);
  medium = caps != NULL ? gst_structure_get_string (gst_caps_get_structure (caps, 0), "media") : NULL;

  if (g_strcmp0 (medium, "video") == 0)
    input = gst_element_get_static_pad (self->video_inlet, "sink");
  else if (g_strcmp0 (medium, "audio") == 0)
    input = gst_element_get_static_pad (self->sound_inlet, "sink");

  if (input == NULL || gst_pad_is_linked (input)) {
    discard (webrtc, pad);
    return;
  }

  add_probe (self, pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, media_probe_cb);
  add_probe (self, pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, request_probe_cb);
  gst_pad_link (pad, input);
  aus_attempt_deliver (self, recalculate_latency_cb, NULL, NULL);
}

/* webrtcbin 1.22 sets every jitter buffer by the last medium, so pictures would not be asked for again. */
static void
jitter_buffer_cb (GstElement *rtpbin,
                  GstElement *jitter_buffer,
                  guint       session_id,
                  guint       ssrc,
                  AusAttempt *self)
{
  gboolean is_picture;

  g_mutex_lock (&self->mutex);
  is_picture = g_hash_table_contains (self->picture_ssrcs, GUINT_TO_POINTER (ssrc));
  g_mutex_unlock (&self->mutex);

  g_object_set (jitter_buffer, "do-retransmission", is_picture, NULL);
}

gboolean
aus_attempt_build (AusAttempt  *self,
                   GError     **error)
{
  g_autoptr (GstElement) rtpbin = NULL;

  self->pipeline = gst_pipeline_new (NULL);
  aus_timeline_apply (self->pipeline, aus_local_media_get_base_time (self->media));
  self->webrtc = gst_element_factory_make ("webrtcbin", NULL);

  if (self->webrtc == NULL) {
    g_set_error (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN, "GStreamer lacks webrtcbin");
    return FALSE;
  }

  gst_bin_add (GST_BIN (self->pipeline), gst_object_ref (self->webrtc));
  gst_util_set_object_arg (G_OBJECT (self->webrtc), "bundle-policy", "max-bundle");
  g_object_set (self->webrtc, "latency", JITTER_BUFFER_MS, NULL);
  self->tunnels = aus_ice_set_up (self->webrtc, self->ice, aus_local_media_is_artificial (self->media));
  aus_attempt_connect (self, self->webrtc, "pad-added", G_CALLBACK (pad_added_cb));
  rtpbin = gst_bin_get_by_name (GST_BIN (self->webrtc), "rtpbin");
  aus_attempt_connect (self, rtpbin, "new-jitterbuffer", G_CALLBACK (jitter_buffer_cb));

  return build_inlets (self, error) && build_outlets (self, error);
}

static void
attach_pictures (AusAttempt *self)
{
  aus_capture_attach (self->video, self->video_outlet);
  aus_attempt_pass_budget_on (self);
}

void
aus_attempt_attach (AusAttempt *self)
{
  if (self->attached)
    return;

  self->attached = TRUE;
  aus_attempt_listen_to_feedback (self);

  if (self->video_outlet != NULL && !self->is_sparing)
    attach_pictures (self);

  if (self->sound_outlet != NULL)
    aus_capture_attach (self->sound, self->sound_outlet);
}

void
aus_attempt_set_sparing (AusAttempt *self,
                         gboolean    is_sparing)
{
  self->is_sparing = is_sparing;

  if (self->video_outlet == NULL || !self->attached)
    return;

  if (is_sparing)
    aus_capture_detach (self->video, self->video_outlet);
  else
    attach_pictures (self);
}

void
aus_attempt_detach (AusAttempt *self)
{
  if (self->video_outlet != NULL)
    aus_capture_detach (self->video, self->video_outlet);

  if (self->sound_outlet != NULL)
    aus_capture_detach (self->sound, self->sound_outlet);
}
