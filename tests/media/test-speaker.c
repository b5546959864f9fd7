#include "aus-speaker.h"

#include "aus-timeline.h"

#include <gst/base/gstbasesink.h>
#include <stdlib.h>

/* What is played comes to an ear of our own: the sink that the system is made to prefer. */

#define N_SAMPLES 4800
#define LOUD 16000

typedef struct
{
  GstBaseSink  parent_instance;
} Ear;

/* What was heard is told by the class, for the speaker makes its ear by itself. */
typedef struct
{
  GstBaseSinkClass parent_class;

  int              heard;
} EarClass;

GType ear_get_type (void);

G_DEFINE_TYPE (Ear, ear, GST_TYPE_BASE_SINK)

static GstFlowReturn
ear_render (GstBaseSink *sink,
            GstBuffer   *buffer)
{
  GstMapInfo map;
  const gint16 *samples;
  int peak = 0;

  gst_buffer_map (buffer, &map, GST_MAP_READ);
  samples = (const gint16 *) map.data;

  for (gsize i = 0; i < map.size / sizeof *samples; i++)
    peak = MAX (peak, abs (samples[i]));

  gst_buffer_unmap (buffer, &map);
  g_atomic_int_set (&((EarClass *) G_OBJECT_GET_CLASS (sink))->heard, peak);

  return GST_FLOW_OK;
}

static void
ear_class_init (EarClass *klass)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string ("audio/x-raw,format=S16LE,layout=interleaved");

  klass->parent_class.render = ear_render;
  klass->heard = -1;
  gst_element_class_add_pad_template (GST_ELEMENT_CLASS (klass),
                                      gst_pad_template_new ("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
  gst_element_class_set_static_metadata (GST_ELEMENT_CLASS (klass), "Ear", "Sink/Audio", "Hears", "Ausculta");
}

static void
ear_init (Ear *self)
{
  gst_base_sink_set_sync (GST_BASE_SINK (self), FALSE);
}

static void
play (AusSpeaker *speaker)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string ("audio/x-raw,format=S16LE,rate=48000,channels=1,layout=interleaved");
  gint16 *samples = g_new (gint16, N_SAMPLES);
  g_autoptr (GstBuffer) buffer = gst_buffer_new_wrapped (samples, N_SAMPLES * sizeof *samples);
  g_autoptr (GstSample) sample = gst_sample_new (buffer, caps, NULL, NULL);

  for (guint i = 0; i < N_SAMPLES; i++)
    samples[i] = i % 2 ? LOUD : -LOUD;

  aus_speaker_play (speaker, sample);
}

/* Plays until something is heard. Returns: how loud it was */
static int
hear (AusSpeaker *speaker)
{
  EarClass *ear = g_type_class_peek (ear_get_type ());
  gint64 limit = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;

  g_atomic_int_set (&ear->heard, -1);
  play (speaker);

  while (g_atomic_int_get (&ear->heard) < 0) {
    g_assert_cmpint (g_get_monotonic_time (), <, limit);
    g_main_context_iteration (NULL, FALSE);
    g_thread_yield ();
  }

  return g_atomic_int_get (&ear->heard);
}

static void
test_volume (void)
{
  static const struct
  {
    double volume;
    int    peak;
  } cases[] = { { 1, LOUD }, { 0.5, LOUD / 8 }, { 0, 0 }, { 0.8, LOUD * 512 / 1000 }, { 1, LOUD } };
  g_autoptr (AusHearing) hearing = aus_hearing_new ();
  g_autoptr (AusDeviceList) devices = aus_device_list_new (AUS_DEVICE_SPEAKER);
  AusSpeaker *speaker;

  aus_hearing_set_volume (hearing, 0.5);
  speaker = aus_speaker_new (aus_timeline_new (), hearing, devices);
  g_assert_cmpint (ABS (hear (speaker) - LOUD / 8), <=, 16);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    aus_hearing_set_volume (hearing, cases[i].volume);
    g_assert_cmpint (ABS (hear (speaker) - cases[i].peak), <=, 16);
  }

  aus_speaker_close (speaker);
  g_assert_finalize_object (speaker);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  gst_element_register (NULL, "ausear", GST_RANK_PRIMARY + 1000, ear_get_type ());
  g_test_add_func ("/speaker/volume", test_volume);

  return g_test_run ();
}
