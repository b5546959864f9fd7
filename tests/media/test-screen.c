#include "aus-portal.h"
#include "aus-screen.h"
#include "aus-test-await.h"
#include "aus-test-portal.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

/* A screen instead of the camera's picture: what is seen of it, and what is said with a desktop's portal. */

#define SESSION AUS_PORTAL_PATH "/session/1_0/test"

static const char interfaces[] =
  "<node><interface name='org.freedesktop.portal.ScreenCast'>"
  "<method name='CreateSession'><arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
  "<method name='SelectSources'><arg type='o' direction='in'/><arg type='a{sv}' direction='in'/>"
  "<arg type='o' direction='out'/></method>"
  "<method name='Start'><arg type='o' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
  "<method name='OpenPipeWireRemote'><arg type='o' direction='in'/><arg type='a{sv}' direction='in'/>"
  "<arg type='h' direction='out'/></method>"
  "</interface><interface name='org.freedesktop.portal.Session'><method name='Close'/></interface></node>";

typedef struct
{
  TestPortal     portal;
  const char    *refused;
  const char    *held;
  GPtrArray     *requests;
  GString       *said;
  AusLocalMedia *media;
  AusScreen     *screen;
  GAsyncResult  *result;
  int            height;
} Fixture;

static GVariant *
make_results (const char *method)
{
  GVariantDict results;

  g_variant_dict_init (&results, NULL);

  if (g_str_equal (method, "CreateSession"))
    g_variant_dict_insert (&results, "session_handle", "s", SESSION);
  else if (g_str_equal (method, "Start"))
    g_variant_dict_insert_value (&results, "streams", g_variant_new_parsed ("[(uint32 42, @a{sv} {})]"));

  return g_variant_dict_end (&results);
}

static void
answer (Fixture               *fixture,
        const char            *sender,
        const char            *method,
        GVariant              *options,
        GDBusMethodInvocation *invocation)
{
  g_autofree char *request = test_portal_accept (sender, options, invocation);

  if (g_strcmp0 (method, fixture->held) == 0) {
    g_ptr_array_add (fixture->requests, g_steal_pointer (&request));
    return;
  }

  test_portal_respond (&fixture->portal, request, g_strcmp0 (method, fixture->refused) == 0 ? 1 : 0,
                       make_results (method));
}

/* A descriptor, though no PipeWire's. */
static void
hand_out (GDBusMethodInvocation *invocation)
{
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  g_assert_cmpint (g_unix_fd_list_append (fds, ends[0], NULL), ==, 0);
  close (ends[0]);
  close (ends[1]);
  g_dbus_method_invocation_return_value_with_unix_fd_list (invocation, g_variant_new ("(h)", 0), fds);
}

static void
method_cb (GDBusConnection       *bus,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation,
           gpointer               user_data)
{
  Fixture *fixture = user_data;
  const gsize n_parameters = g_variant_n_children (parameters);
  g_autoptr (GVariant) options = n_parameters > 0 ? g_variant_get_child_value (parameters, n_parameters - 1) : NULL;
  guint types;

  g_string_append_printf (fixture->said, "%s ", method);

  if (g_str_equal (method, "Close")) {
    g_assert_cmpstr (path, ==, SESSION);
    g_dbus_method_invocation_return_value (invocation, NULL);
  } else if (g_str_equal (method, "OpenPipeWireRemote")) {
    hand_out (invocation);
  } else {
    if (g_str_equal (method, "SelectSources")) {
      g_assert_true (g_variant_lookup (options, "types", "u", &types));
      g_assert_cmpuint (types, ==, 3);
    }

    answer (fixture, sender, method, options, invocation);
  }
}

static void
open_portal (Fixture *fixture)
{
  test_portal_open (&fixture->portal, interfaces);
  test_portal_export (&fixture->portal, 0, AUS_PORTAL_PATH, method_cb, fixture);
  test_portal_export (&fixture->portal, 1, SESSION, method_cb, fixture);
}

static void
frame_cb (AusLocalMedia *media,
          AusFrame      *frame,
          Fixture       *fixture)
{
  fixture->height = frame->height;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  source)
{
  g_autoptr (GError) error = NULL;

  fixture->said = g_string_new (NULL);
  fixture->requests = g_ptr_array_new_with_free_func (g_free);
  fixture->media = aus_local_media_new (GPOINTER_TO_INT (source));
  fixture->screen = aus_screen_new (fixture->media);
  g_signal_connect (fixture->media, "frame", G_CALLBACK (frame_cb), fixture);
  g_assert_true (aus_local_media_start (fixture->media, &error));
  g_assert_no_error (error);

  if (GPOINTER_TO_INT (source) == AUS_MEDIA_SOURCE_DEVICES)
    open_portal (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  source)
{
  g_assert_finalize_object (fixture->screen);
  g_assert_finalize_object (fixture->media);
  g_string_free (fixture->said, TRUE);
  g_ptr_array_unref (fixture->requests);

  if (fixture->portal.daemon != NULL)
    test_portal_close (&fixture->portal);
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  ((Fixture *) user_data)->result = g_object_ref (result);
}

static gboolean
begin (Fixture  *fixture,
       GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_screen_begin_async (fixture->screen, fixture->portal.ours, NULL, begun_cb, fixture);
  test_await (fixture->result != NULL);
  result = g_steal_pointer (&fixture->result);

  return aus_screen_begin_finish (fixture->screen, result, error);
}

/* Its proportions are others than the camera's. */
static void
test_picture (Fixture       *fixture,
              gconstpointer  source)
{
  g_autoptr (GError) error = NULL;

  test_await (fixture->height == 270);
  g_assert_true (begin (fixture, &error));
  g_assert_no_error (error);
  g_assert_true (aus_local_media_get_sharing (fixture->media));
  test_await (fixture->height == 300);

  /* The camera is not looked at meanwhile. */
  aus_local_media_set_camera_on (fixture->media, FALSE);
  aus_local_media_set_camera_on (fixture->media, TRUE);
  fixture->height = 0;
  test_await (fixture->height == 300);
  aus_local_media_unshare (fixture->media);
  g_assert_false (aus_local_media_get_sharing (fixture->media));
  test_await (fixture->height == 270);

  /* It ends with the call. */
  g_assert_true (begin (fixture, &error));
  aus_local_media_stop (fixture->media);
  g_assert_false (aus_local_media_get_sharing (fixture->media));
}

/* Sound only is no screen either: the later choice ends the other. */
static void
test_sound_only (Fixture       *fixture,
                 gconstpointer  source)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (begin (fixture, &error));
  test_await (fixture->height == 300);
  aus_local_media_set_sound_only (fixture->media, TRUE);
  g_assert_false (aus_local_media_get_sharing (fixture->media));
  g_assert_false (aus_local_media_get_camera_on (fixture->media));

  g_assert_true (begin (fixture, &error));
  g_assert_true (aus_local_media_get_sharing (fixture->media));
  g_assert_false (aus_local_media_get_sound_only (fixture->media));
  fixture->height = 0;
  test_await (fixture->height == 300);
  aus_local_media_unshare (fixture->media);
  test_await (fixture->height == 270);
}

/* All is said as it must be; but what is handed out is no PipeWire's, and so the camera stays. */
static void
test_portal (Fixture       *fixture,
             gconstpointer  source)
{
  g_autoptr (GError) error = NULL;

  if (!begin (fixture, &error)) {
    g_assert_nonnull (error);
    g_assert_false (aus_local_media_get_sharing (fixture->media));
  } else {
    /* PipeWire's element tells only later. */
    test_await (!aus_local_media_get_sharing (fixture->media));
  }

  test_await (g_str_has_suffix (fixture->said->str, "Close "));
  g_assert_cmpstr (fixture->said->str, ==, "CreateSession SelectSources Start OpenPipeWireRemote Close ");
}

static void
test_refusal (Fixture       *fixture,
              gconstpointer  source)
{
  g_autoptr (GError) error = NULL;

  fixture->refused = "Start";
  g_assert_false (begin (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  test_await (g_str_has_suffix (fixture->said->str, "Close "));
  g_assert_cmpstr (fixture->said->str, ==, "CreateSession SelectSources Start Close ");
  g_assert_false (aus_local_media_get_sharing (fixture->media));
}

static void
test_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
begin_quietly (Fixture       *fixture,
               GAsyncResult **result)
{
  aus_screen_begin_async (fixture->screen, fixture->portal.ours, NULL, test_result_cb, result);
}

static void
assert_ended (Fixture      *fixture,
              GAsyncResult *result,
              int           code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (aus_screen_begin_finish (fixture->screen, result, &error));
  g_assert_error (error, G_IO_ERROR, code);
}

/* Somebody asks again while the desktop still asks: the first question ends, and its failure ends nothing else. */
static void
test_twice (Fixture       *fixture,
            gconstpointer  source)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;

  fixture->held = "Start";
  begin_quietly (fixture, &first);
  test_await (fixture->requests->len == 1);
  begin_quietly (fixture, &second);
  test_await (fixture->requests->len == 2);
  test_portal_respond (&fixture->portal, g_ptr_array_index (fixture->requests, 0), 2, make_results ("Start"));
  test_await (first != NULL);
  assert_ended (fixture, first, G_IO_ERROR_FAILED);
  g_assert_null (second);

  /* The other goes on to its end, which is as in test_portal(). */
  test_portal_respond (&fixture->portal, g_ptr_array_index (fixture->requests, 1), 0, make_results ("Start"));
  test_await (second != NULL && !aus_local_media_get_sharing (fixture->media));
  test_await (g_str_has_suffix (fixture->said->str, "OpenPipeWireRemote Close "));
  g_assert_cmpstr (fixture->said->str, ==, "CreateSession SelectSources Start Close CreateSession SelectSources Start "
                                           "OpenPipeWireRemote Close ");
}

/* The same before there is a session: it is closed as soon as it is known. */
static void
test_twice_at_once (Fixture       *fixture,
                    gconstpointer  source)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;

  fixture->refused = "Start";
  begin_quietly (fixture, &first);
  begin_quietly (fixture, &second);
  test_await (first != NULL && second != NULL);
  assert_ended (fixture, first, G_IO_ERROR_CANCELLED);
  assert_ended (fixture, second, G_IO_ERROR_PERMISSION_DENIED);
  test_await (g_str_has_suffix (fixture->said->str, "Start Close "));
}

/* The desktop ends the session in the middle of asking, and answers all the same. */
static void
test_closed (Fixture       *fixture,
             gconstpointer  source)
{
  g_autoptr (GAsyncResult) result = NULL;

  fixture->held = "SelectSources";
  begin_quietly (fixture, &result);
  test_await (fixture->requests->len == 1);
  g_dbus_connection_emit_signal (fixture->portal.desktop, NULL, SESSION, "org.freedesktop.portal.Session", "Closed",
                                 g_variant_new ("(a{sv})", NULL), NULL);
  test_portal_respond (&fixture->portal, g_ptr_array_index (fixture->requests, 0), 0, make_results ("SelectSources"));
  test_await (result != NULL);
  assert_ended (fixture, result, G_IO_ERROR_CANCELLED);
}

static void
test_no_portal (Fixture       *fixture,
                gconstpointer  source)
{
  g_autoptr (GError) error = NULL;

  test_portal_vanish (&fixture->portal);
  g_assert_false (begin (fixture, &error));
  g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char     *path;
    AusMediaSource  source;
    void          (*test) (Fixture       *fixture,
                           gconstpointer  source);
  } cases[] = {
    { "/screen/picture", AUS_MEDIA_SOURCE_TEST, test_picture },
    { "/screen/sound-only", AUS_MEDIA_SOURCE_TEST, test_sound_only },
    { "/screen/portal", AUS_MEDIA_SOURCE_DEVICES, test_portal },
    { "/screen/refusal", AUS_MEDIA_SOURCE_DEVICES, test_refusal },
    { "/screen/twice", AUS_MEDIA_SOURCE_DEVICES, test_twice },
    { "/screen/twice-at-once", AUS_MEDIA_SOURCE_DEVICES, test_twice_at_once },
    { "/screen/closed", AUS_MEDIA_SOURCE_DEVICES, test_closed },
    { "/screen/no-portal", AUS_MEDIA_SOURCE_DEVICES, test_no_portal },
  };

  g_test_init (&argc, &argv, NULL);
  test_await_tick ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Fixture, GINT_TO_POINTER (cases[i].source), set_up, cases[i].test, tear_down);

  return g_test_run ();
}
