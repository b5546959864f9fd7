#include "aus-local-media.h"

#define PATIENCE_S 10

typedef struct
{
  AusLocalMedia *media;
  guint          frames;
  guint          bright_frames;
  double         loudest;
  guint          notified;
} Fixture;

typedef gboolean (*Condition) (Fixture *fixture);

static gboolean
wake_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static gboolean
becomes_true (Fixture   *fixture,
              Condition  condition,
              guint      milliseconds)
{
  gboolean late = FALSE;
  guint alarm = g_timeout_add (milliseconds, wake_cb, &late);
  gboolean met;

  while (!(met = condition (fixture)) && !late)
    g_main_context_iteration (NULL, TRUE);

  if (!late)
    g_source_remove (alarm);

  return met;
}

#define await(fixture, condition) g_assert_true (becomes_true (fixture, condition, PATIENCE_S * 1000))

static void
frame_cb (AusLocalMedia *media,
          AusFrame      *frame,
          Fixture       *fixture)
{
  gsize size;
  const guint8 *pixels = g_bytes_get_data (frame->bytes, &size);
  guint64 sum = 0;

  g_assert_cmpint (frame->width, ==, 480);
  g_assert_cmpint (frame->height, ==, 270);
  g_assert_cmpuint (frame->stride, >=, 480 * 4);

  for (gsize i = 0; i < size; i += 4)
    sum += pixels[i] + pixels[i + 1] + pixels[i + 2];

  fixture->frames++;

  if (sum / (size / 4) > 60)
    fixture->bright_frames++;
}

static void
level_cb (AusLocalMedia *media,
          GParamSpec    *pspec,
          Fixture       *fixture)
{
  fixture->loudest = MAX (fixture->loudest, aus_local_media_get_level (media));
}

static void
notify_cb (AusLocalMedia *media,
           GParamSpec    *pspec,
           Fixture       *fixture)
{
  fixture->notified++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  source)
{
  g_autoptr (GError) error = NULL;

  fixture->media = aus_local_media_new (GPOINTER_TO_INT (source));
  g_signal_connect (fixture->media, "frame", G_CALLBACK (frame_cb), fixture);
  g_signal_connect (fixture->media, "notify::level", G_CALLBACK (level_cb), fixture);
  g_signal_connect (fixture->media, "notify::has-camera", G_CALLBACK (notify_cb), fixture);
  g_assert_true (aus_local_media_start (fixture->media, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  source)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->media), (gpointer *) &fixture->media);
  g_object_unref (fixture->media);
  g_assert_null (fixture->media);
}

static gboolean
sees (Fixture *fixture)
{
  return fixture->bright_frames >= 10;
}

static gboolean
hears (Fixture *fixture)
{
  return fixture->loudest > 0.3;
}

static gboolean
sees_dark (Fixture *fixture)
{
  return fixture->frames > fixture->bright_frames;
}

static gboolean
is_still (Fixture *fixture)
{
  return aus_local_media_get_level (fixture->media) == 0;
}

static gboolean
never (Fixture *fixture)
{
  return FALSE;
}

static void
test_self_view (Fixture       *fixture,
                gconstpointer  source)
{
  g_assert_true (aus_local_media_get_has_camera (fixture->media));
  g_assert_true (aus_local_media_get_has_microphone (fixture->media));
  g_assert_null (aus_local_media_get_problem (fixture->media));
  g_assert_cmpuint (fixture->notified, ==, 1);
  await (fixture, sees);
  await (fixture, hears);
}

static void
test_mute (Fixture       *fixture,
           gconstpointer  source)
{
  await (fixture, hears);
  aus_local_media_set_muted (fixture->media, TRUE);
  g_assert_true (aus_local_media_get_muted (fixture->media));
  await (fixture, is_still);
  fixture->loudest = 0;
  g_assert_false (becomes_true (fixture, hears, 600));
  aus_local_media_set_muted (fixture->media, FALSE);
  await (fixture, hears);
}

static void
test_camera_off (Fixture       *fixture,
                 gconstpointer  source)
{
  guint frames;

  await (fixture, sees);
  aus_local_media_set_camera_on (fixture->media, FALSE);
  fixture->frames = fixture->bright_frames = 0;
  await (fixture, sees_dark);
  g_assert_cmpuint (fixture->bright_frames, ==, 0);
  g_assert_false (becomes_true (fixture, never, 700));
  frames = fixture->frames;
  g_assert_false (becomes_true (fixture, never, 500));
  g_assert_cmpuint (fixture->frames, ==, frames);
  g_assert_true (aus_local_media_get_has_camera (fixture->media));

  aus_local_media_set_camera_on (fixture->media, TRUE);
  await (fixture, sees);
}

static void
test_stop_and_start (Fixture       *fixture,
                     gconstpointer  source)
{
  g_autoptr (GError) error = NULL;
  guint frames;

  await (fixture, sees);
  aus_local_media_stop (fixture->media);
  g_assert_false (aus_local_media_get_has_camera (fixture->media));
  g_assert_false (aus_local_media_get_has_microphone (fixture->media));
  g_assert_cmpfloat (aus_local_media_get_level (fixture->media), ==, 0);
  frames = fixture->frames;
  g_assert_false (becomes_true (fixture, never, 300));
  g_assert_cmpuint (fixture->frames, ==, frames);

  aus_local_media_set_camera_on (fixture->media, FALSE);
  g_assert_true (aus_local_media_start (fixture->media, &error));
  g_assert_no_error (error);
  g_assert_true (aus_local_media_get_has_camera (fixture->media));
  g_assert_false (becomes_true (fixture, never, 300));
  g_assert_cmpuint (fixture->frames, ==, frames);

  fixture->bright_frames = 0;
  aus_local_media_set_camera_on (fixture->media, TRUE);
  await (fixture, sees);
}

static void
test_nothing (Fixture       *fixture,
              gconstpointer  source)
{
  g_assert_false (aus_local_media_get_has_camera (fixture->media));
  g_assert_false (aus_local_media_get_has_microphone (fixture->media));
  g_assert_nonnull (aus_local_media_get_problem (fixture->media));
  aus_local_media_set_muted (fixture->media, TRUE);
  aus_local_media_set_camera_on (fixture->media, FALSE);
  aus_local_media_set_camera_on (fixture->media, TRUE);
  g_assert_false (becomes_true (fixture, never, 200));
  g_assert_cmpuint (fixture->frames, ==, 0);
}

/* Whatever there is or is not on this machine, starting does no harm and is told. */
static void
test_devices (Fixture       *fixture,
              gconstpointer  source)
{
  gboolean complete = aus_local_media_get_has_camera (fixture->media)
                      && aus_local_media_get_has_microphone (fixture->media);

  g_assert_cmpint (aus_local_media_get_problem (fixture->media) == NULL, ==, complete);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char      *path;
    AusMediaSource   source;
    void           (*test) (Fixture       *fixture,
                            gconstpointer  source);
  } cases[] = {
    { "/local-media/self-view", AUS_MEDIA_SOURCE_TEST, test_self_view },
    { "/local-media/mute", AUS_MEDIA_SOURCE_TEST, test_mute },
    { "/local-media/camera-off", AUS_MEDIA_SOURCE_TEST, test_camera_off },
    { "/local-media/stop-and-start", AUS_MEDIA_SOURCE_TEST, test_stop_and_start },
    { "/local-media/nothing", AUS_MEDIA_SOURCE_NONE, test_nothing },
    { "/local-media/devices", AUS_MEDIA_SOURCE_DEVICES, test_devices },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Fixture, GINT_TO_POINTER (cases[i].source), set_up, cases[i].test, tear_down);

  return g_test_run ();
}
