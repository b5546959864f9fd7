#include "aus-local-media.h"
#include "aus-speaker.h"
#include "aus-test-await.h"
#include "aus-test-devices.h"
#include "aus-timeline.h"
#include "aus-tone.h"

typedef struct
{
  AusLocalMedia *media;
  guint          frames;
  char          *lost;
  char          *taken;
  guint          n_replaced;
} Fixture;

static void
frame_cb (AusLocalMedia *media,
          AusFrame      *frame,
          Fixture       *fixture)
{
  fixture->frames++;
}

static void
replaced_cb (AusLocalMedia  *media,
             const char     *lost,
             AusMediaDevice *device,
             Fixture        *fixture)
{
  g_free (fixture->lost);
  g_free (fixture->taken);
  fixture->lost = g_strdup (lost);
  fixture->taken = g_strdup (device ? aus_media_device_get_name (device) : NULL);
  fixture->n_replaced++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->media = aus_local_media_new (AUS_MEDIA_SOURCE_DEVICES);
  g_signal_connect (fixture->media, "frame", G_CALLBACK (frame_cb), fixture);
  g_signal_connect (fixture->media, "replaced", G_CALLBACK (replaced_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->media));
  test_devices_clear ();
  g_free (fixture->lost);
  g_free (fixture->taken);
}

static void
start (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (aus_local_media_start (fixture->media, &error));
  g_assert_no_error (error);
}

static void
plug_all (void)
{
  test_devices_plug (AUS_DEVICE_CAMERA, "Webcam", 0);
  test_devices_plug (AUS_DEVICE_CAMERA, "Laptop", 0);
  test_devices_plug (AUS_DEVICE_MICROPHONE, "Headset", 0);
  test_devices_plug (AUS_DEVICE_MICROPHONE, "Built-in", 0);
  test_devices_plug (AUS_DEVICE_SPEAKER, "Headset out", 0);
  test_devices_plug (AUS_DEVICE_SPEAKER, "Loudspeaker", 0);
}

static AusDeviceList *
list (Fixture       *fixture,
      AusDeviceKind  kind)
{
  return aus_local_media_get_devices (fixture->media, kind);
}

static const char *
in_use (Fixture       *fixture,
        AusDeviceKind  kind)
{
  AusMediaDevice *device = aus_device_list_get_device (list (fixture, kind));

  return device ? aus_media_device_get_name (device) : NULL;
}

/* What was chosen is used, now and the next time. */
static void
test_choice (Fixture       *fixture,
             gconstpointer  data)
{
  plug_all ();
  aus_device_list_set_chosen (list (fixture, AUS_DEVICE_MICROPHONE), "Built-in");
  start (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list (fixture, AUS_DEVICE_CAMERA))), ==, 2);
  g_assert_cmpstr (in_use (fixture, AUS_DEVICE_MICROPHONE), ==, "Built-in");
  g_assert_true (test_devices_is_open ("Built-in"));
  g_assert_false (test_devices_is_open ("Headset"));
  test_await (fixture->frames > 3);

  aus_device_list_set_chosen (list (fixture, AUS_DEVICE_CAMERA), "Laptop");
  g_assert_true (test_devices_is_open ("Laptop"));
  g_assert_false (test_devices_is_open ("Webcam"));
  aus_device_list_set_chosen (list (fixture, AUS_DEVICE_CAMERA), "Webcam");
  g_assert_true (test_devices_is_open ("Webcam"));
  g_assert_false (test_devices_is_open ("Laptop"));
  fixture->frames = 0;
  test_await (fixture->frames > 3);
  g_assert_cmpuint (fixture->n_replaced, ==, 0);

  /* One that is not there is no reason to be without. */
  aus_device_list_set_chosen (list (fixture, AUS_DEVICE_CAMERA), "Elsewhere");
  g_assert_cmpstr (in_use (fixture, AUS_DEVICE_CAMERA), ==, "Webcam");
  aus_local_media_stop (fixture->media);
  g_assert_false (test_devices_is_open ("Webcam"));
}

static void
test_unplug (Fixture       *fixture,
             gconstpointer  data)
{
  plug_all ();
  aus_device_list_set_chosen (list (fixture, AUS_DEVICE_MICROPHONE), "Headset");
  aus_device_list_set_chosen (list (fixture, AUS_DEVICE_CAMERA), "Webcam");
  start (fixture);
  test_devices_unplug ("Headset");
  test_await (fixture->n_replaced == 1);
  g_assert_cmpstr (fixture->lost, ==, "Headset");
  g_assert_cmpstr (fixture->taken, ==, "Built-in");
  g_assert_true (test_devices_is_open ("Built-in"));
  g_assert_true (aus_local_media_get_has_microphone (fixture->media));
  g_assert_null (aus_local_media_get_problem (fixture->media));

  test_devices_break ("Webcam");
  test_await (fixture->n_replaced == 2);
  g_assert_cmpstr (fixture->taken, ==, "Laptop");
  fixture->frames = 0;
  test_await (fixture->frames > 3);

  test_devices_unplug ("Laptop");
  test_await (fixture->n_replaced == 3);
  g_assert_null (fixture->taken);
  g_assert_false (aus_local_media_get_has_camera (fixture->media));
  g_assert_nonnull (aus_local_media_get_problem (fixture->media));

  /* It was chosen, and is plugged in again. */
  test_devices_plug (AUS_DEVICE_MICROPHONE, "Headset", 0);
  test_await (g_strcmp0 (in_use (fixture, AUS_DEVICE_MICROPHONE), "Headset") == 0);
  g_assert_true (test_devices_is_open ("Headset"));
  test_devices_plug (AUS_DEVICE_CAMERA, "Laptop", 0);
  test_await (aus_local_media_get_has_camera (fixture->media));
  g_assert_null (aus_local_media_get_problem (fixture->media));
}

static void
test_faults (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct
  {
    int           error;
    AusMediaFault fault;
  } cases[] = {
    { GST_RESOURCE_ERROR_BUSY, AUS_MEDIA_FAULT_BUSY },
    { GST_RESOURCE_ERROR_OPEN_READ_WRITE, AUS_MEDIA_FAULT_BUSY },
    { GST_RESOURCE_ERROR_NOT_AUTHORIZED, AUS_MEDIA_FAULT_DENIED },
  };

  start (fixture);
  g_assert_cmpint (aus_local_media_get_fault (fixture->media, AUS_DEVICE_CAMERA), ==, AUS_MEDIA_FAULT_MISSING);
  g_assert_cmpint (aus_local_media_get_fault (fixture->media, AUS_DEVICE_MICROPHONE), ==, AUS_MEDIA_FAULT_MISSING);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    test_devices_plug (AUS_DEVICE_CAMERA, "Refusing", cases[i].error);
    test_await (aus_local_media_get_fault (fixture->media, AUS_DEVICE_CAMERA) == cases[i].fault);
    g_assert_false (aus_local_media_get_has_camera (fixture->media));
    aus_local_media_retry (fixture->media);
    g_assert_cmpint (aus_local_media_get_fault (fixture->media, AUS_DEVICE_CAMERA), ==, cases[i].fault);
    test_devices_clear ();
    test_await (g_list_model_get_n_items (G_LIST_MODEL (list (fixture, AUS_DEVICE_CAMERA))) == 0);
    aus_local_media_retry (fixture->media);
    g_assert_cmpint (aus_local_media_get_fault (fixture->media, AUS_DEVICE_CAMERA), ==, AUS_MEDIA_FAULT_MISSING);
  }
}

/* Who looks at it and who calls with it share it. */
static void
test_two_users (Fixture       *fixture,
                gconstpointer  data)
{
  plug_all ();
  start (fixture);
  start (fixture);
  aus_local_media_stop (fixture->media);
  g_assert_true (aus_local_media_get_has_camera (fixture->media));
  aus_local_media_stop (fixture->media);
  g_assert_false (aus_local_media_get_has_camera (fixture->media));
}

static void
ended_cb (AusTone  *tone,
          gboolean  played,
          int      *outcome)
{
  *outcome = played;
}

static void
test_tone (Fixture       *fixture,
           gconstpointer  data)
{
  AusTone *tone = aus_tone_new (fixture->media);
  int outcome = -1;

  plug_all ();
  aus_device_list_set_chosen (list (fixture, AUS_DEVICE_SPEAKER), "Loudspeaker");
  start (fixture);
  g_signal_connect (tone, "ended", G_CALLBACK (ended_cb), &outcome);
  aus_tone_play (tone);
  test_await (outcome >= 0);
  g_assert_true (outcome);
  g_assert_cmpint (test_devices_count ("Loudspeaker"), ==, 10);
  g_assert_cmpint (test_devices_count ("Headset out"), ==, 0);
  g_assert_finalize_object (tone);
}

/* The others in a call come out of another device, as soon as theirs is pulled out. */
static void
test_speaker (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (AusSpeaker) speaker = NULL;

  plug_all ();
  start (fixture);
  speaker = aus_speaker_new (aus_timeline_new (), aus_local_media_get_hearing (fixture->media),
                             list (fixture, AUS_DEVICE_SPEAKER));
  g_assert_cmpstr (in_use (fixture, AUS_DEVICE_SPEAKER), ==, "Headset out");
  test_await (test_devices_is_open ("Headset out"));
  test_devices_unplug ("Headset out");
  test_await (fixture->n_replaced == 1);
  g_assert_cmpstr (fixture->taken, ==, "Loudspeaker");
  test_await (test_devices_is_open ("Loudspeaker"));
  aus_speaker_close (speaker);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void      (*test) (Fixture       *fixture,
                       gconstpointer  data);
  } cases[] = {
    { "/devices/choice", test_choice },
    { "/devices/unplug", test_unplug },
    { "/devices/faults", test_faults },
    { "/devices/two-users", test_two_users },
    { "/devices/tone", test_tone },
    { "/devices/speaker", test_speaker },
  };

  g_test_init (&argc, &argv, NULL);
  test_devices_register ();
  test_await_tick ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Fixture, NULL, set_up, cases[i].test, tear_down);

  return g_test_run ();
}
