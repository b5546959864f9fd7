#include "aus-app-clinic.h"

#include "aus-call-memory.h"
#include "aus-device-acts.h"
#include "aus-device-check.h"
#include "aus-device-row.h"
#include "aus-record-list.h"
#include "aus-room-window.h"
#include "aus-test-devices.h"
#include "aus-video-view.h"

#include <gst/gst.h>

/* What is seen and heard before a call, with devices that come and go. */

typedef struct
{
  AppClinic      clinic;
  GSettings     *settings;
  AusLocalMedia *media;
  GtkWidget     *check;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  program)
{
  app_clinic_set_up (&fixture->clinic, program);
  fixture->settings = g_settings_new (AUS_APP_ID);
  fixture->media = aus_local_media_new (AUS_MEDIA_SOURCE_DEVICES);
  aus_call_memory_keep_devices (fixture->settings, fixture->media);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  program)
{
  if (fixture->check != NULL)
    app_test_destroy (GTK_WINDOW (fixture->check));

  g_assert_finalize_object (fixture->media);
  test_devices_clear ();

  for (AusDeviceKind kind = 0; kind < AUS_N_DEVICE_KINDS; kind++)
    g_settings_reset (fixture->settings, ((const char *[]) { "camera", "microphone", "speaker" })[kind]);

  g_object_unref (fixture->settings);
  app_clinic_tear_down (&fixture->clinic, program);
}

static void
plug_all (void)
{
  test_devices_plug (AUS_DEVICE_CAMERA, "Webcam", 0);
  test_devices_plug (AUS_DEVICE_CAMERA, "Laptop", 0);
  test_devices_plug (AUS_DEVICE_MICROPHONE, "Headset", 0);
  test_devices_plug (AUS_DEVICE_MICROPHONE, "Built-in Microphone", 0);
  test_devices_plug (AUS_DEVICE_SPEAKER, "Headphones", 0);
  test_devices_plug (AUS_DEVICE_SPEAKER, "Loudspeaker", 0);
}

static void
open_check (Fixture    *fixture,
            const char *visit_id)
{
  fixture->check = GTK_WIDGET (aus_device_check_new (NULL, fixture->clinic.client, fixture->media, visit_id));
  gtk_window_present (GTK_WINDOW (fixture->check));
}

static gboolean
says (Fixture    *fixture,
      const char *text)
{
  return app_test_find_label (fixture->check, text) != NULL;
}

/* The row of a title: its list is what people choose from. */
static AdwComboRow *
find_row (Fixture    *fixture,
          const char *title)
{
  return ADW_COMBO_ROW (gtk_widget_get_ancestor (app_test_find_label (fixture->check, title), AUS_TYPE_DEVICE_ROW));
}

static char *
get_selected (AdwComboRow *row)
{
  GtkStringObject *item = adw_combo_row_get_selected_item (row);

  return item ? g_strdup (gtk_string_object_get_string (item)) : NULL;
}

static gboolean
is_selected (AdwComboRow *row,
             const char  *name)
{
  g_autofree char *selected = get_selected (row);

  return g_strcmp0 (selected, name) == 0;
}

static void
test_all_works (Fixture       *fixture,
                gconstpointer  program)
{
  plug_all ();
  open_check (fixture, NULL);
  app_test_wait_for (says (fixture, "This is how others see you"));
  app_test_wait_for (says (fixture, "You can be heard"));
  g_assert_true (aus_video_view_has_frame (AUS_VIDEO_VIEW (app_test_find_type (fixture->check, AUS_TYPE_VIDEO_VIEW))));
  g_assert_null (app_test_find_button (fixture->check, "_Try Again"));
  app_test_click (fixture->check, "_Play");
  app_test_wait_for (says (fixture, "Did you hear it?"));
  g_assert_cmpint (test_devices_count ("Headphones"), >, 0);
  app_test_paint (GTK_WINDOW (fixture->check), "device-check");
  app_test_click (fixture->check, "_No");
  g_assert_true (says (fixture, "Turn up the volume, or choose another speaker."));
  app_test_click (fixture->check, "_Play");
  app_test_wait_for (says (fixture, "Did you hear it?"));
  app_test_click (fixture->check, "_Yes");
  g_assert_true (says (fixture, "The speaker works"));
}

/* What is chosen is used at once and the next time; what is unplugged meanwhile changes no choice. */
static void
test_choice (Fixture       *fixture,
             gconstpointer  program)
{
  AdwComboRow *row;
  g_autofree char *kept = NULL;
  g_autofree char *still = NULL;

  plug_all ();
  open_check (fixture, NULL);
  row = find_row (fixture, "Microphone");
  g_assert_true (is_selected (row, "Headset"));
  adw_combo_row_set_selected (row, 1);
  kept = g_settings_get_string (fixture->settings, "microphone");
  g_assert_cmpstr (kept, ==, "Built-in Microphone");
  g_assert_true (test_devices_is_open ("Built-in Microphone"));
  g_assert_false (test_devices_is_open ("Headset"));

  test_devices_unplug ("Built-in Microphone");
  app_test_wait_for (is_selected (row, "Headset"));
  still = g_settings_get_string (fixture->settings, "microphone");
  g_assert_cmpstr (still, ==, "Built-in Microphone");
  test_devices_plug (AUS_DEVICE_MICROPHONE, "Built-in Microphone", 0);
  app_test_wait_for (is_selected (row, "Built-in Microphone"));
}

static void
test_faults (Fixture       *fixture,
             gconstpointer  program)
{
  static const struct
  {
    int         error;
    const char *words;
  } cases[] = {
    { GST_RESOURCE_ERROR_BUSY,
      "The camera cannot be opened; another program may be using it. Close the other program, then try again." },
    { GST_RESOURCE_ERROR_NOT_AUTHORIZED,
      "This program may not use the camera. Allow it in the system’s settings, under Privacy. Then try again." },
  };
  g_autofree char *visit_id = app_clinic_find_scheduled (&fixture->clinic);

  open_check (fixture, visit_id);
  g_assert_true (says (fixture, "No camera was found. Plug one in. Calls also work with sound only.\n"
                                "No microphone was found. Plug one in. Without it you can write in the chat."));
  g_assert_nonnull (app_test_find_button (fixture->check, "Te_xt Only"));
  app_test_paint (GTK_WINDOW (fixture->check), "device-check-none");
  test_devices_plug (AUS_DEVICE_MICROPHONE, "Headset", 0);
  app_test_wait_for (app_test_find_button (fixture->check, "_Sound Only") != NULL);
  g_assert_null (app_test_find_button (fixture->check, "Te_xt Only"));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    test_devices_plug (AUS_DEVICE_CAMERA, "Refusing", cases[i].error);
    app_test_wait_for (says (fixture, cases[i].words));
    test_devices_unplug ("Refusing");
    app_test_wait_for (g_list_model_get_n_items (adw_combo_row_get_model (find_row (fixture, "Camera"))) == 0);
  }

  /* It is freed in the meantime. */
  test_devices_plug (AUS_DEVICE_CAMERA, "Webcam", 0);
  app_test_click (fixture->check, "_Try Again");
  app_test_wait_for (says (fixture, "This is how others see you"));
  g_assert_null (app_test_find_button (fixture->check, "_Try Again"));
}

/* From the room, before the patient is let in; and in the call, where another device takes over. */
static void
test_room (Fixture       *fixture,
           gconstpointer  program)
{
  g_autofree char *visit_id = app_clinic_find_scheduled (&fixture->clinic);
  const AusRoomSetup setup = {
    .visit = aus_record_list_find (AUS_RECORD_LIST (aus_client_get_consultations (fixture->clinic.client)), visit_id),
    .media_source = AUS_MEDIA_SOURCE_DEVICES, .draft_dir = fixture->clinic.folder, .settings = fixture->settings,
  };
  AusRoomWindow *room = aus_room_window_new (NULL, fixture->clinic.client, &setup);
  GtkWidget *widget = GTK_WIDGET (room);
  GtkWindow *check = NULL;

  plug_all ();
  gtk_window_present (GTK_WINDOW (room));
  app_test_wait_for (app_test_find_button (widget, "_Check Camera and Sound") != NULL);
  app_test_paint (GTK_WINDOW (room), "room-before");
  gtk_widget_activate_action (app_test_find_button (widget, "_Check Camera and Sound"), "devices.check", NULL);

  for (GList *l = gtk_window_list_toplevels (); l != NULL; l = g_list_delete_link (l, l))
    if (AUS_IS_DEVICE_CHECK (l->data))
      check = l->data;

  g_assert_nonnull (check);
  g_assert_true (test_devices_is_open ("Webcam"));
  gtk_window_destroy (check);
  g_assert_false (test_devices_is_open ("Webcam"));

  app_test_click (widget, "Start");
  app_test_wait_for (aus_room_window_is_in_call (room));
  g_assert_true (test_devices_is_open ("Headset"));
  test_devices_unplug ("Headset");
  app_test_wait_for (app_test_find_label (widget, "“Headset” was lost. Now in use: Built-in Microphone") != NULL);
  g_assert_true (test_devices_is_open ("Built-in Microphone"));
  app_test_paint (GTK_WINDOW (room), "room-replaced");
  test_devices_unplug ("Webcam");
  app_test_wait_for (test_devices_is_open ("Laptop"));

  g_object_add_weak_pointer (G_OBJECT (room), (gpointer *) &room);
  gtk_window_close (GTK_WINDOW (room));
  app_test_wait_for (room == NULL);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void      (*test) (Fixture       *fixture,
                       gconstpointer  program);
  } cases[] = {
    { "/device-check/all-works", test_all_works },
    { "/device-check/choice", test_choice },
    { "/device-check/faults", test_faults },
    { "/device-check/room", test_room },
  };

  app_test_init (&argc, &argv);
  test_devices_register ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Fixture, argv[1], set_up, cases[i].test, tear_down);

  return g_test_run ();
}
