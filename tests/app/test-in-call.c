#include "aus-app-visit.h"

#include "aus-answerer.h"
#include "aus-call-memory.h"
#include "aus-call-menu.h"
#include "aus-call-tile.h"
#include "aus-json.h"
#include "aus-record-list.h"
#include "aus-room-window.h"
#include "aus-signal.h"
#include "aus-window.h"

/* What a doctor does while a call goes on. */

static gboolean
read_state (AusRoomWindow *room,
            const char    *action)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (room), action);

  return g_variant_get_boolean (state);
}

static AusLocalMedia *
make_media (GSettings  *settings,
            const char *visit_id)
{
  AusLocalMedia *media = aus_local_media_new (AUS_MEDIA_SOURCE_NONE);

  aus_call_memory_keep (settings, media, visit_id);

  return media;
}

static void
test_memory (void)
{
  g_autoptr (GSettings) settings = g_settings_new (AUS_APP_ID);
  AusLocalMedia *media = make_media (settings, "first");

  g_assert_false (aus_local_media_get_muted (media));
  g_assert_true (aus_local_media_get_camera_on (media));
  aus_local_media_set_muted (media, TRUE);
  aus_local_media_set_camera_on (media, FALSE);
  g_assert_finalize_object (media);

  /* As after a crash. */
  media = make_media (settings, "first");
  g_assert_true (aus_local_media_get_muted (media));
  g_assert_false (aus_local_media_get_camera_on (media));
  aus_local_media_set_camera_on (media, TRUE);
  g_assert_finalize_object (media);

  media = make_media (settings, "first");
  g_assert_true (aus_local_media_get_muted (media));
  g_assert_true (aus_local_media_get_camera_on (media));
  g_assert_finalize_object (media);

  media = make_media (settings, "second");
  g_assert_false (aus_local_media_get_muted (media));
  g_assert_finalize_object (media);
  g_settings_reset (settings, "call");
}

/* It ends what is shared, and is itself ended by the next sharing. */
static void
check_sound_only (AusRoomWindow *room)
{
  GtkWidget *widget = GTK_WIDGET (room);
  GtkWidget *button = app_test_find_button (widget, "Full Screen");

  gtk_widget_activate_action (button, "win.sound-only", NULL);
  g_assert_null (app_test_find_label (widget, "You are sharing your screen"));
  g_assert_true (read_state (room, "sound-only"));
  app_test_paint (GTK_WINDOW (room), "sound-only");
  gtk_widget_activate_action (button, "share.start", NULL);
  app_test_wait_for (app_test_find_label (widget, "You are sharing your screen") != NULL);
  g_assert_false (read_state (room, "sound-only"));
}

/* What else is told meanwhile comes below, and covers nothing of it. */
static void
check_place (GtkWidget *room)
{
  GtkWidget *sharing = gtk_widget_get_parent (app_test_find_label (room, "You are sharing your screen"));
  GtkWidget *strain = gtk_widget_get_next_sibling (sharing);
  GtkWidget *quality = gtk_widget_get_prev_sibling (sharing);
  graphene_rect_t above, told, below;

  g_assert_nonnull (quality);
  /* As high as if it had more to say than fits one line. */
  gtk_widget_set_size_request (quality, -1, 80);
  gtk_widget_set_visible (strain, TRUE);
  app_test_paint (GTK_WINDOW (room), "sharing-weak");
  g_assert_true (gtk_widget_compute_bounds (quality, room, &above));
  g_assert_true (gtk_widget_compute_bounds (sharing, room, &told));
  g_assert_true (gtk_widget_compute_bounds (strain, room, &below));
  g_assert_cmpfloat (told.origin.y, >=, above.origin.y + above.size.height);
  g_assert_cmpfloat (below.size.height, >, 0);
  g_assert_cmpfloat (below.origin.y, >=, told.origin.y + told.size.height);
  gtk_widget_set_visible (strain, FALSE);
  gtk_widget_set_size_request (quality, -1, -1);
}

/* A screen is shown in the call, and no patient in other windows meanwhile. */
static void
test_sharing (AppClinic     *clinic,
              gconstpointer  program)
{
  g_autoptr (AdwApplication) application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_autoptr (GSettings) settings = g_settings_new (AUS_APP_ID);
  g_autofree char *id = app_clinic_find_scheduled (clinic);
  const AusRoomSetup setup = {
    .visit = aus_record_list_find (AUS_RECORD_LIST (aus_client_get_consultations (clinic->client)), id),
    .media_source = AUS_MEDIA_SOURCE_TEST, .draft_dir = clinic->folder, .settings = settings,
  };
  AusWindow *window;
  AusRoomWindow *room;
  GtkWidget *widget;

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  window = aus_window_new (GTK_APPLICATION (application), clinic->client, settings, AUS_MEDIA_SOURCE_NONE);
  aus_window_set_ready (window);
  gtk_window_present (GTK_WINDOW (window));
  room = aus_room_window_new (GTK_APPLICATION (application), clinic->client, &setup);
  widget = GTK_WIDGET (room);
  gtk_window_present (GTK_WINDOW (room));
  app_test_wait_for (app_test_find_button (widget, "Start") != NULL);
  app_test_click (widget, "Start");
  app_test_wait_for (setup.visit->status == AUS_STATUS_IN_PROGRESS && aus_room_window_is_in_call (room));
  g_assert_null (app_test_find_label (widget, "You are sharing your screen"));

  gtk_widget_activate_action (app_test_find_button (widget, "Full Screen"), "share.start", NULL);
  app_test_wait_for (app_test_find_label (widget, "You are sharing your screen") != NULL);
  g_assert_nonnull (app_test_find_label (GTK_WIDGET (window), "Hidden While You Share Your Screen"));
  app_test_paint (GTK_WINDOW (room), "sharing");
  app_test_paint (GTK_WINDOW (window), "sharing-hidden");
  g_assert_nonnull (app_test_find_label (GTK_WIDGET (window), "Hidden While You Share Your Screen"));
  check_place (widget);
  check_sound_only (room);
  gtk_widget_activate_action (app_test_find_button (widget, "Full Screen"), "share.stop", NULL);
  g_assert_null (app_test_find_label (widget, "You are sharing your screen"));
  g_assert_null (app_test_find_label (GTK_WIDGET (window), "Hidden While You Share Your Screen"));

  g_object_add_weak_pointer (G_OBJECT (room), (gpointer *) &room);
  gtk_window_close (GTK_WINDOW (room));
  app_test_wait_for (room == NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  app_test_settle ();
}

typedef struct
{
  AusRemote   *remote;
  AusAnswerer *answerer;
  gint64       epoch;
} OtherSide;

static void
reply_cb (JsonObject *frame,
          gpointer    user_data)
{
  OtherSide *other = user_data;
  AusPeer *peer = aus_remote_get_peer (other->remote);

  json_object_set_string_member (frame, "from", "7");

  if (peer != NULL)
    aus_peer_handle_signal (peer, frame);

  json_object_unref (frame);
}

static void
signal_cb (AusRemote  *remote,
           JsonObject *frame,
           OtherSide  *other)
{
  other->epoch = json_object_get_int_member (frame, "epoch");
  aus_answerer_handle (other->answerer, frame);
}

static void
tell_screen (OtherSide *other,
             gboolean   screen)
{
  g_autoptr (JsonObject) frame = aus_signal_new_screen ("us", other->epoch, screen);

  json_object_set_string_member (frame, "from", "7");
  g_assert_true (aus_peer_handle_signal (aus_remote_get_peer (other->remote), frame));
}

static void
check_spared_screen (GtkWidget     *tile,
                     OtherSide     *other,
                     AusLocalMedia *media)
{
  g_assert_null (app_test_find_button (tile, "Show Pictures"));
  aus_local_media_set_sound_only (media, TRUE);
  g_assert_nonnull (app_test_find_label (tile, "Anna Krüger shares a screen. You have switched to sound only."));
  app_test_paint (GTK_WINDOW (gtk_widget_get_root (tile)), "spared-screen");
  app_test_click (tile, "Show Pictures");
  g_assert_false (aus_local_media_get_sound_only (media));
  g_assert_null (app_test_find_button (tile, "Show Pictures"));

  aus_local_media_set_sound_only (media, TRUE);
  g_assert_nonnull (app_test_find_button (tile, "Show Pictures"));
  tell_screen (other, FALSE);
  g_assert_null (app_test_find_button (tile, "Show Pictures"));
}

/* Somebody else's screen is not sent to whoever wants sound only: they are told, and can have it. */
static void
test_spared_screen (void)
{
  g_autoptr (AusParticipant) participant = g_object_new (AUS_TYPE_PARTICIPANT, "id", "7", "name", "Anna Krüger", NULL);
  g_autoptr (AusRemote) remote = aus_remote_new (participant);
  g_autoptr (AusLocalMedia) media = aus_local_media_new (AUS_MEDIA_SOURCE_NONE);
  g_autoptr (GPropertyAction) action = g_property_action_new ("sound-only", media, "sound-only");
  g_autoptr (GError) error = NULL;
  AdwApplicationWindow *window = g_object_new (ADW_TYPE_APPLICATION_WINDOW, "default-width", 640,
                                               "default-height", 400, NULL);
  GtkWidget *tile = aus_call_tile_new (remote);
  OtherSide other = { .remote = remote };

  other.answerer = aus_answerer_new (TRUE, reply_cb, &other);
  adw_application_window_set_content (window, tile);
  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));
  g_assert_true (aus_local_media_start (media, &error));
  g_signal_connect (remote, "signal", G_CALLBACK (signal_cb), &other);
  aus_peer_call (aus_remote_connect (remote, media, NULL));
  app_test_wait_for (aus_remote_get_state (remote) == AUS_PEER_STATE_CONNECTED);
  tell_screen (&other, TRUE);
  check_spared_screen (tile, &other, media);

  aus_remote_disconnect (remote);
  aus_answerer_free (other.answerer);
  aus_local_media_stop (media);
  app_test_destroy (GTK_WINDOW (window));
}

static void
count_cb (AusPeer *peer,
          guint   *measured)
{
  ++*measured;
}

/* Returns: how much of the last seconds the pictures stood still, after they did so for a while */
static double
freeze (OtherSide *other)
{
  AusPeer *peer = aus_remote_get_peer (other->remote);
  AusPeerQuality quality;
  guint measured = 0;
  guint64 before;

  aus_answerer_lose_picture (other->answerer);
  app_test_wait_for (aus_answerer_get_asked (other->answerer) >= 4);
  before = aus_peer_get_frames_received (peer);
  aus_answerer_listen (other->answerer);
  app_test_wait_for (aus_peer_get_frames_received (peer) > before);
  g_signal_connect (peer, "quality", G_CALLBACK (count_cb), &measured);
  app_test_wait_for (measured > 0);
  g_signal_handlers_disconnect_by_data (peer, &measured);
  g_assert_true (aus_peer_get_quality (peer, &quality));

  return quality.frozen;
}

/* Whoever says that they show no picture has none that stands still. */
static void
test_dark (void)
{
  g_autoptr (AusParticipant) participant = g_object_new (AUS_TYPE_PARTICIPANT, "id", "7", "name", "Anna Krüger", NULL);
  g_autoptr (AusRemote) remote = aus_remote_new (participant);
  g_autoptr (AusLocalMedia) media = aus_local_media_new (AUS_MEDIA_SOURCE_NONE);
  g_autoptr (GError) error = NULL;
  OtherSide other = { .remote = remote };

  other.answerer = aus_answerer_new (TRUE, reply_cb, &other);
  g_assert_true (aus_local_media_start (media, &error));
  g_signal_connect (remote, "signal", G_CALLBACK (signal_cb), &other);
  aus_peer_call (aus_remote_connect (remote, media, NULL));
  app_test_wait_for (aus_remote_get_has_picture (remote));
  g_object_set (participant, "picture", AUS_PICTURE_OFF, NULL);
  g_assert_cmpfloat (freeze (&other), ==, 0);
  g_object_set (participant, "picture", AUS_PICTURE_ON, NULL);
  g_assert_cmpfloat (freeze (&other), >, 0);

  aus_remote_disconnect (remote);
  aus_answerer_free (other.answerer);
  aus_local_media_stop (media);
}

/* The camera is off with it, comes back with the pictures, and whoever switches it on wants pictures. */
static void
test_sound_only (void)
{
  g_autoptr (GSettings) settings = g_settings_new (AUS_APP_ID);
  AusLocalMedia *media = make_media (settings, "first");

  aus_local_media_set_sound_only (media, TRUE);
  g_assert_false (aus_local_media_get_camera_on (media));
  g_assert_finalize_object (media);

  media = make_media (settings, "first");
  g_assert_true (aus_local_media_get_sound_only (media));
  g_assert_false (aus_local_media_get_camera_on (media));
  aus_local_media_set_sound_only (media, FALSE);
  g_assert_true (aus_local_media_get_camera_on (media));
  aus_local_media_set_sound_only (media, TRUE);
  aus_local_media_set_camera_on (media, TRUE);
  g_assert_false (aus_local_media_get_sound_only (media));
  aus_local_media_set_camera_on (media, FALSE);
  aus_local_media_set_sound_only (media, TRUE);
  aus_local_media_set_sound_only (media, FALSE);
  g_assert_false (aus_local_media_get_camera_on (media));
  g_assert_finalize_object (media);

  media = make_media (settings, "second");
  g_assert_false (aus_local_media_get_sound_only (media));

  /* Whoever had switched the camera off is not seen afterwards, be it in another run. */
  aus_local_media_set_camera_on (media, FALSE);
  aus_local_media_set_sound_only (media, TRUE);
  g_assert_finalize_object (media);
  media = make_media (settings, "second");
  g_assert_true (aus_local_media_get_sound_only (media));
  aus_local_media_set_sound_only (media, FALSE);
  g_assert_false (aus_local_media_get_camera_on (media));
  g_assert_finalize_object (media);
  g_settings_reset (settings, "call");
}

/* The window's own share of the key, which comes ahead of all that is in it. Returns: whether it was taken */
static gboolean
press_escape (GtkWidget *window)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    const gboolean is_ahead = GTK_IS_SHORTCUT_CONTROLLER (controller)
                              && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE;

    for (guint k = 0; is_ahead && k < g_list_model_get_n_items (G_LIST_MODEL (controller)); k++) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), k);
      g_autofree char *keys = gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));

      if (g_str_equal (keys, "Escape"))
        taken |= gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, window, NULL);
    }
  }

  return taken;
}

/* There is no window manager here, so that it holds from when a window is shown. */
static void
fill_screen (GtkWidget *window)
{
  gtk_widget_set_visible (window, FALSE);
  gtk_widget_activate_action (window, "win.fullscreen", NULL);
  gtk_window_present (GTK_WINDOW (window));
  app_test_wait_for (gtk_window_is_fullscreen (GTK_WINDOW (window)));
}

static void
check_menu_first (GtkWidget *window)
{
  GtkMenuButton *menu = GTK_MENU_BUTTON (app_test_find_type (app_test_find_type (window, AUS_TYPE_CALL_MENU),
                                                             GTK_TYPE_MENU_BUTTON));

  gtk_menu_button_popup (menu);
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (menu))));
  g_assert_false (press_escape (window));
  gtk_menu_button_popdown (menu);
  gtk_widget_grab_focus (GTK_WIDGET (menu));
}

/* Full screen there is no header, and the usual key leads out. */
static void
test_full_screen (AppVisit      *visit,
                  gconstpointer  program)
{
  GtkWidget *window;

  app_visit_enter_room (visit, NULL);
  window = GTK_WIDGET (visit->room);
  app_test_wait_for (app_test_find_button (window, "Start") != NULL);
  app_test_click (window, "Start");
  app_test_wait_for (aus_room_window_is_in_call (visit->room));
  g_assert_false (press_escape (window));

  fill_screen (window);
  g_assert_null (app_test_find_type (window, ADW_TYPE_HEADER_BAR));
  app_test_paint (GTK_WINDOW (window), "full-screen");
  check_menu_first (window);
  gtk_widget_set_visible (window, FALSE);
  g_assert_true (press_escape (window));
  gtk_window_present (GTK_WINDOW (window));
  app_test_wait_for (!gtk_window_is_fullscreen (GTK_WINDOW (window)));
  g_assert_nonnull (app_test_find_type (window, ADW_TYPE_HEADER_BAR));
}

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_test_add_func ("/in-call/memory", test_memory);
  g_test_add ("/in-call/sharing", AppClinic, argv[1], app_clinic_set_up, test_sharing, app_clinic_tear_down);
  g_test_add ("/in-call/full-screen", AppVisit, argv[1], app_visit_set_up, test_full_screen, app_visit_tear_down);
  g_test_add_func ("/in-call/sound-only", test_sound_only);
  g_test_add_func ("/in-call/spared-screen", test_spared_screen);
  g_test_add_func ("/in-call/dark", test_dark);

  return g_test_run ();
}
