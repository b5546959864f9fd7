#include "aus-sound-tap.h"

struct _AusSoundTap
{
  GMutex           mutex;
  AusSoundTapFunc  func;
  gpointer         user_data;
};

AusSoundTap *
aus_sound_tap_new (void)
{
  AusSoundTap *self = g_new0 (AusSoundTap, 1);

  g_mutex_init (&self->mutex);

  return self;
}

void
aus_sound_tap_free (AusSoundTap *self)
{
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
aus_sound_tap_listen (AusSoundTap     *self,
                      AusSoundTapFunc  func,
                      gpointer         user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->func = func;
  self->user_data = user_data;
}

void
aus_sound_tap_push (AusSoundTap   *self,
                    gconstpointer  source,
                    GstSample     *sample)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->func != NULL)
    self->func (source, sample, self->user_data);
}

static GstPadProbeReturn
probe_cb (GstPad          *pad,
          GstPadProbeInfo *info,
          gpointer         user_data)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  g_autoptr (GstSample) sample = gst_sample_new (GST_PAD_PROBE_INFO_BUFFER (info), caps, NULL, NULL);

  aus_sound_tap_push (user_data, pad, sample);

  return GST_PAD_PROBE_OK;
}

void
aus_sound_tap_attach (AusSoundTap *self,
                      GstElement  *element)
{
  g_autoptr (GstPad) pad = NULL;

  if (self == NULL || element == NULL)
    return;

  pad = gst_element_get_static_pad (element, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, probe_cb, self, NULL);
}
