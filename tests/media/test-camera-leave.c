#include "aus-local-media-private.h"
#include "aus-portal.h"
#include "aus-test-await.h"
#include "aus-test-devices.h"
#include "aus-test-portal.h"

/* In a sandbox the desktop is asked before a camera is opened. */

static const char interfaces[] =
  "<node><interface name='org.freedesktop.portal.Camera'>"
  "<method name='AccessCamera'><arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
  "</interface><interface name='org.freedesktop.portal.Request'><method name='Close'/></interface></node>";

enum
{
  GRANT,
  REFUSE,
};

typedef struct
{
  TestPortal     portal;
  AusLocalMedia *media;
  gboolean       locked;
  char          *request;
  guint          n_asked;
  guint          n_closed;
  guint          n_replaced;
} Fixture;

static void
request_cb (GDBusConnection       *bus,
            const char            *sender,
            const char            *path,
            const char            *interface,
            const char            *method,
            GVariant              *parameters,
            GDBusMethodInvocation *invocation,
            gpointer               user_data)
{
  ((Fixture *) user_data)->n_closed++;
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
camera_cb (GDBusConnection       *bus,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation,
           gpointer               user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 0);

  fixture->n_asked++;

  if (fixture->locked) {
    g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.portal.Error.NotAllowed", "Locked down");
    return;
  }

  g_free (fixture->request);
  fixture->request = test_portal_accept (sender, options, invocation);
  test_portal_export (&fixture->portal, 1, fixture->request, request_cb, fixture);
}

static void
replaced_cb (AusLocalMedia  *media,
             const char     *lost,
             AusMediaDevice *device,
             Fixture        *fixture)
{
  fixture->n_replaced++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  test_portal_open (&fixture->portal, interfaces);
  test_portal_export (&fixture->portal, 0, AUS_PORTAL_PATH, camera_cb, fixture);
  test_devices_plug (AUS_DEVICE_CAMERA, "Webcam", 0);
  test_devices_plug (AUS_DEVICE_MICROPHONE, "Headset", 0);
  fixture->media = aus_local_media_new (AUS_MEDIA_SOURCE_DEVICES);
  aus_local_media_seek_leave (fixture->media, fixture->portal.ours);
  g_signal_connect (fixture->media, "replaced", G_CALLBACK (replaced_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->media != NULL)
    g_assert_finalize_object (fixture->media);

  test_devices_clear ();
  test_portal_close (&fixture->portal);
  g_free (fixture->request);
}

static void
start (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (aus_local_media_start (fixture->media, &error));
  g_assert_no_error (error);
}

static void
answer (Fixture *fixture,
        guint    response)
{
  test_portal_respond (&fixture->portal, fixture->request, response, g_variant_new ("a{sv}", NULL));
}

static AusMediaFault
camera_fault (Fixture *fixture)
{
  return aus_local_media_get_fault (fixture->media, AUS_DEVICE_CAMERA);
}

/* Sound does not wait for it, and one answer is enough for as long as it runs. */
static void
test_granted (Fixture       *fixture,
              gconstpointer  data)
{
  start (fixture);
  test_await (fixture->n_asked == 1);
  g_assert_false (test_devices_is_open ("Webcam"));
  g_assert_true (test_devices_is_open ("Headset"));
  g_assert_cmpint (camera_fault (fixture), ==, AUS_MEDIA_FAULT_NONE);
  answer (fixture, GRANT);
  test_await (test_devices_is_open ("Webcam"));
  g_assert_true (aus_local_media_get_has_camera (fixture->media));
  g_assert_null (aus_local_media_get_problem (fixture->media));

  aus_local_media_set_camera_on (fixture->media, FALSE);
  g_assert_false (test_devices_is_open ("Webcam"));
  aus_local_media_set_camera_on (fixture->media, TRUE);
  g_assert_true (test_devices_is_open ("Webcam"));
  g_assert_cmpuint (fixture->n_asked, ==, 1);

  aus_local_media_stop (fixture->media);
  start (fixture);
  test_await (fixture->n_asked == 2);
  g_assert_false (test_devices_is_open ("Webcam"));
}

/* It is told like any other camera that may not be used, and is no fault of the device. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  AusDeviceList *cameras = aus_local_media_get_devices (fixture->media, AUS_DEVICE_CAMERA);

  start (fixture);
  test_await (fixture->n_asked == 1);
  answer (fixture, REFUSE);
  test_await (camera_fault (fixture) == AUS_MEDIA_FAULT_DENIED);
  g_assert_false (test_devices_is_open ("Webcam"));
  g_assert_true (test_devices_is_open ("Headset"));
  g_assert_false (aus_local_media_get_has_camera (fixture->media));
  g_assert_cmpstr (aus_local_media_get_problem (fixture->media), ==, "This program may not use the camera");

  aus_device_list_set_chosen (cameras, "Laptop");
  test_devices_plug (AUS_DEVICE_CAMERA, "Laptop", 0);
  test_await (g_list_model_get_n_items (G_LIST_MODEL (cameras)) == 2);
  g_assert_cmpint (camera_fault (fixture), ==, AUS_MEDIA_FAULT_DENIED);
  g_assert_false (test_devices_is_open ("Laptop"));
  g_assert_cmpuint (fixture->n_asked, ==, 1);

  aus_local_media_retry (fixture->media);
  test_await (fixture->n_asked == 2);
  answer (fixture, GRANT);
  test_await (test_devices_is_open ("Laptop"));
  g_assert_true (aus_local_media_get_has_camera (fixture->media));
  g_assert_null (aus_local_media_get_problem (fixture->media));
  g_assert_cmpuint (fixture->n_replaced, ==, 0);
}

/* The desktop's settings may forbid it without asking. */
static void
test_locked (Fixture       *fixture,
             gconstpointer  data)
{
  fixture->locked = TRUE;
  start (fixture);
  test_await (camera_fault (fixture) == AUS_MEDIA_FAULT_DENIED);
  g_assert_false (test_devices_is_open ("Webcam"));
}

static void
test_no_portal (Fixture       *fixture,
                gconstpointer  data)
{
  test_portal_vanish (&fixture->portal);
  start (fixture);
  test_await (test_devices_is_open ("Webcam"));
  g_assert_cmpuint (fixture->n_asked, ==, 0);
}

/* Who has switched it off meanwhile did not mean it. */
static void
test_off (Fixture       *fixture,
          gconstpointer  data)
{
  start (fixture);
  test_await (fixture->n_asked == 1);
  aus_local_media_set_camera_on (fixture->media, FALSE);
  answer (fixture, GRANT);
  aus_local_media_set_camera_on (fixture->media, TRUE);
  test_await (test_devices_is_open ("Webcam"));
  g_assert_cmpuint (fixture->n_asked, ==, 1);
}

/* Nobody is left with a question whose answer is for nobody. */
static void
test_closed (Fixture       *fixture,
             gconstpointer  data)
{
  start (fixture);
  test_await (fixture->n_asked == 1);
  aus_local_media_stop (fixture->media);
  test_await (fixture->n_closed == 1);
  answer (fixture, GRANT);

  start (fixture);
  test_await (fixture->n_asked == 2);
  g_assert_finalize_object (g_steal_pointer (&fixture->media));
  test_await (fixture->n_closed == 2);
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
    { "/camera-leave/granted", test_granted },
    { "/camera-leave/refused", test_refused },
    { "/camera-leave/locked", test_locked },
    { "/camera-leave/no-portal", test_no_portal },
    { "/camera-leave/off", test_off },
    { "/camera-leave/closed", test_closed },
  };

  g_test_init (&argc, &argv, NULL);
  test_devices_register ();
  test_await_tick ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Fixture, NULL, set_up, cases[i].test, tear_down);

  return g_test_run ();
}
