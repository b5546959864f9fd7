#include "aus-rate-control.h"

#define ROUNDS 4000
#define LOW 100000
#define HIGH 900000

typedef struct
{
  AusRateControl *control;
  guint           budget;
} Steering;

static int
get_bitrate (GstElement *encoder)
{
  int bitrate;

  g_object_get (encoder, "target-bitrate", &bitrate, NULL);

  return bitrate;
}

static gpointer
steer (gpointer data)
{
  Steering *self = data;

  for (guint i = 0; i < 50; i++)
    aus_rate_control_follow (self->control, self->budget);

  return NULL;
}

/* Two ways are measured on threads of their own. What the encoder was told last is what counts, so whoever asks for it
 * again has it. */
static void
test_steering (void)
{
  g_autoptr (GstElement) encoder = gst_object_ref_sink (gst_element_factory_make ("vp8enc", NULL));
  g_autoptr (AusRateControl) control = aus_rate_control_new ();
  Steering low = { control, LOW }, high = { control, HIGH };

  aus_rate_control_set_encoder (control, encoder);

  for (guint i = 0; i < ROUNDS; i++) {
    GThread *other = g_thread_new ("low", steer, &low);

    steer (&high);
    g_thread_join (other);
    aus_rate_control_follow (control, i % 2 ? LOW : HIGH);
    g_assert_cmpint (get_bitrate (encoder), ==, i % 2 ? LOW : HIGH);
  }
}

static void
test_limits (void)
{
  g_autoptr (GstElement) encoder = gst_object_ref_sink (gst_element_factory_make ("vp8enc", NULL));
  g_autoptr (AusRateControl) control = aus_rate_control_new ();

  g_assert_null (aus_rate_control_get_rung (control));
  g_assert_false (aus_rate_control_follow (control, HIGH));
  aus_rate_control_set_encoder (control, encoder);
  g_assert_true (aus_rate_control_follow (control, HIGH));
  g_assert_nonnull (aus_rate_control_get_rung (control));
  g_assert_false (aus_rate_control_follow (control, HIGH));
  aus_rate_control_follow (control, 1);
  g_assert_cmpint (get_bitrate (encoder), ==, 20000);
  aus_rate_control_follow (control, G_MAXUINT);
  g_assert_cmpint (get_bitrate (encoder), ==, 1800000);
}

/* Pictures are wanted again after nobody had any: the best are tried, though the way bore less before. Else they become
 * better by single rungs. */
static void
test_begin (void)
{
  g_autoptr (AusRateControl) control = aus_rate_control_new ();

  aus_rate_control_add (control, HIGH);
  aus_rate_control_follow (control, LOW);
  g_assert_cmpstr (aus_rate_control_get_rung (control)->name, ==, "small and slow");
  aus_rate_control_follow (control, HIGH);
  g_assert_cmpstr (aus_rate_control_get_rung (control)->name, ==, "small and slow");
  aus_rate_control_begin (control);
  aus_rate_control_follow (control, HIGH);
  g_assert_cmpstr (aus_rate_control_get_rung (control)->name, ==, "full");
}

static GstPadProbeReturn
count_cb (GstPad          *pad,
          GstPadProbeInfo *info,
          gpointer         n_events)
{
  ++*(guint *) n_events;

  return GST_PAD_PROBE_DROP;
}

/* An encoder that is changed, as by another camera, knows nothing of what the one before was told. */
static void
test_another_encoder (void)
{
  g_autoptr (AusRateControl) control = aus_rate_control_new ();

  for (guint i = 0; i < 2; i++) {
    g_autoptr (GstElement) encoder = gst_object_ref_sink (gst_element_factory_make ("vp8enc", NULL));

    aus_rate_control_set_encoder (control, encoder);
    aus_rate_control_follow (control, HIGH);
    g_assert_cmpint (get_bitrate (encoder), ==, HIGH);
  }
}

static void
test_key_frames (void)
{
  g_autoptr (GstElement) pipeline =
    gst_object_ref_sink (gst_parse_launch ("fakesrc ! identity name=encoder ! fakesink", NULL));
  g_autoptr (GstElement) encoder = gst_bin_get_by_name (GST_BIN (pipeline), "encoder");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (encoder, "src");
  g_autoptr (AusRateControl) control = aus_rate_control_new ();
  const gint64 start = g_get_monotonic_time ();
  guint n_events = 0;

  gst_element_set_state (pipeline, GST_STATE_READY);
  gst_pad_set_active (pad, TRUE);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, count_cb, &n_events, NULL);

  /* Before there is an encoder it is kept in mind. */
  aus_rate_control_request_key_frame (control);
  aus_rate_control_set_encoder (control, encoder);
  aus_rate_control_serve (control);
  g_assert_cmpuint (n_events, ==, 1);

  for (guint i = 0; i < 10; i++)
    aus_rate_control_request_key_frame (control);

  while (n_events < 2)
    aus_rate_control_serve (control);

  g_assert_cmpint (g_get_monotonic_time () - start, >=, 400 * G_TIME_SPAN_MILLISECOND);
  aus_rate_control_serve (control);
  g_assert_cmpuint (n_events, ==, 2);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

int
main (int   argc,
      char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rate-control/steering", test_steering);
  g_test_add_func ("/rate-control/limits", test_limits);
  g_test_add_func ("/rate-control/another-encoder", test_another_encoder);
  g_test_add_func ("/rate-control/begin", test_begin);
  g_test_add_func ("/rate-control/key-frames", test_key_frames);

  return g_test_run ();
}
