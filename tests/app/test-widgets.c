#include "aus-app-test.h"

#include "aus-banner.h"
#include "aus-door-page.h"
#include "aus-field-faults.h"
#include "aus-message-row.h"
#include "aus-message.h"
#include "aus-participant.h"
#include "aus-people-pane.h"
#include "aus-person-row.h"
#include "aus-video-view.h"
#include "aus-wrap-layout.h"

static GtkWindow *
show (GtkWidget *child)
{
  GtkWindow *window = GTK_WINDOW (g_object_new (ADW_TYPE_WINDOW, "default-width", 400, "default-height", 300,
                                                NULL));

  adw_window_set_content (ADW_WINDOW (window), child);
  app_test_paint (window, "widget");

  return window;
}

/* The left half red, the right half blue. */
static AusFrame *
make_frame (int width,
            int height)
{
  guint32 *pixels = g_new (guint32, width * height);

  for (int i = 0; i < width * height; i++)
    pixels[i] = i % width < width / 2 ? 0xffff0000u : 0xff0000ffu;

  return aus_frame_new (g_bytes_new_take (pixels, 4 * (gsize) width * height), width, height,
                        4 * (gsize) width, 0);
}

static void
test_video_view (void)
{
  GtkWidget *view = g_object_new (AUS_TYPE_VIDEO_VIEW, "hexpand", TRUE, "vexpand", TRUE, NULL);
  GtkWindow *window = show (view);
  g_autoptr (AusFrame) frame = make_frame (64, 16);
  int width = gtk_widget_get_width (view), middle = gtk_widget_get_height (view) / 2;

  g_assert_false (aus_video_view_has_frame (AUS_VIDEO_VIEW (view)));
  aus_video_view_set_frame (AUS_VIDEO_VIEW (view), frame);
  g_assert_true (aus_video_view_has_frame (AUS_VIDEO_VIEW (view)));
  app_test_settle ();
  g_assert_cmphex (app_test_colour_at (view, 4, middle), ==, 0xff0000);
  g_assert_cmphex (app_test_colour_at (view, width - 4, middle), ==, 0x0000ff);
  /* Four times as wide as high: nothing above and below. */
  g_assert_cmphex (app_test_colour_at (view, 4, 4), ==, 0);

  g_object_set (view, "mirrored", TRUE, "cover", TRUE, NULL);
  app_test_settle ();
  g_assert_cmphex (app_test_colour_at (view, 4, middle), ==, 0x0000ff);
  g_assert_cmphex (app_test_colour_at (view, 4, 4), ==, 0x0000ff);

  aus_video_view_set_frame (AUS_VIDEO_VIEW (view), NULL);
  g_assert_false (aus_video_view_has_frame (AUS_VIDEO_VIEW (view)));
  app_test_destroy (window);
}

static void
test_banner (void)
{
  GtkWidget *banner = g_object_new (AUS_TYPE_BANNER, NULL);
  GtkWindow *window = show (banner);

  g_assert_false (aus_banner_is_shown (AUS_BANNER (banner)));
  aus_banner_show (AUS_BANNER (banner), "No connection.", "Try Again", "win.retry");
  app_test_settle ();
  g_assert_true (aus_banner_is_shown (AUS_BANNER (banner)));
  g_assert_cmpstr (aus_banner_get_title (AUS_BANNER (banner)), ==, "No connection.");
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (app_test_find_button (banner,
                                                                                         "Try Again"))), ==,
                   "win.retry");

  aus_banner_show (AUS_BANNER (banner), "Reconnecting…", NULL, NULL);
  g_assert_null (app_test_find_button (banner, "Try Again"));
  aus_banner_hide (AUS_BANNER (banner));
  g_assert_false (aus_banner_is_shown (AUS_BANNER (banner)));
  app_test_destroy (window);
}

/* Long words and a long button are below each other, where both would be narrow beside each other. */
static void
test_narrow_banner (void)
{
  static const char words[] = "Eine Aufzeichnung konnte nicht gesendet werden und bleibt auf diesem Computer. Der "
                              "Server nimmt sie von Ihnen nicht an.";
  GtkWidget *banner = g_object_new (AUS_TYPE_BANNER, "valign", GTK_ALIGN_START, NULL);
  GtkWindow *window = show (banner);
  const int spare = 2 * 12;

  aus_banner_show (AUS_BANNER (banner), words, "Erneut versuchen", "window.close");
  app_test_paint (window, "widget-banner");
  g_assert_cmpint (gtk_widget_get_width (app_test_find_label (banner, words)), ==,
                   gtk_widget_get_width (banner) - spare);
  app_test_destroy (window);
}

static void
test_faults (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *born = gtk_entry_new (), *born_fault = gtk_label_new (NULL), *general = gtk_label_new (NULL);
  const AusFaultRow rows[] = { { "born", born, GTK_LABEL (born_fault) } };
  g_autoptr (GError) error = NULL;
  GtkWindow *window;

  gtk_box_append (GTK_BOX (box), born);
  gtk_box_append (GTK_BOX (box), born_fault);
  gtk_box_append (GTK_BOX (box), general);
  window = show (box);

  aus_error_add_field (&error, "born", "No such day.");
  aus_error_add_field (&error, "shoe_size", "Too large.");
  aus_fault_rows_show (rows, 1, GTK_LABEL (general), error);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (born_fault)), ==, "No such day.");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (general)), ==, "Too large.");
  g_assert_true (gtk_widget_has_css_class (born, "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (born), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (window), born));

  aus_fault_rows_clear (rows, 1);
  g_assert_false (gtk_widget_get_visible (born_fault));
  g_assert_false (gtk_widget_has_css_class (born, "error"));
  app_test_destroy (window);
}

static void
test_message_row (void)
{
  g_autoptr (AusMessage) message = g_object_new (AUS_TYPE_MESSAGE, "message", "Good <b>morning</b>", NULL);
  g_autoptr (AusMessage) empty = g_object_new (AUS_TYPE_MESSAGE, NULL);
  GtkWidget *list = gtk_list_box_new ();
  GtkWindow *window;

  gtk_list_box_append (GTK_LIST_BOX (list), aus_message_row_new (NULL, message, TRUE));
  gtk_list_box_append (GTK_LIST_BOX (list), aus_message_row_new (NULL, empty, FALSE));
  window = show (list);
  g_assert_nonnull (app_test_find_label (list, "Good <b>morning</b>"));
  app_test_destroy (window);
}

static void
test_people (void)
{
  GListStore *people = g_list_store_new (AUS_TYPE_PARTICIPANT);
  g_autoptr (AusParticipant) anna =
    g_object_new (AUS_TYPE_PARTICIPANT, "name", "Anna & Co", "role", AUS_PARTICIPANT_ROLE_PATIENT, "presence",
                  AUS_PRESENCE_HERE, NULL);
  GtkWidget *pane = g_object_new (AUS_TYPE_PEOPLE_PANE, "model", people, NULL);
  GtkWindow *window = show (pane);
  GtkWidget *row;

  g_assert_nonnull (app_test_find_label (pane, "Nobody Here Yet"));
  g_list_store_append (people, anna);
  row = app_test_find_type (pane, AUS_TYPE_PERSON_ROW);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Anna & Co, Patient, Here");
  g_object_set (anna, "presence", AUS_PRESENCE_LOST, NULL);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Anna & Co, Patient, Connection lost");
  app_test_destroy (window);
  g_assert_finalize_object (people);
}

static void
text_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_door_copies (void)
{
  GtkWidget *page = g_object_new (AUS_TYPE_DOOR_PAGE, NULL);
  GtkWindow *window = show (page);
  g_autofree char *copied = NULL;

  aus_door_page_show (AUS_DOOR_PAGE (page), "Anna & Co, 10:00", "https://clinic.example/d/abc");
  app_test_click (page, "Copy");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (page), NULL, text_read_cb, &copied);
  app_test_wait_for (copied != NULL);
  g_assert_cmpstr (copied, ==, "https://clinic.example/d/abc");

  aus_door_page_show (AUS_DOOR_PAGE (page), "Anna", NULL);
  g_assert_null (app_test_find_button (page, "Copy"));
  app_test_destroy (window);
}

static void
get_bounds (GtkWidget       *child,
            graphene_rect_t *bounds)
{
  g_assert_true (gtk_widget_compute_bounds (child, gtk_widget_get_parent (child), bounds));
}

/* Words keep their room: what is to be pressed goes below them sooner than that they are squeezed. */
static void
test_wrap (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *words = gtk_label_new ("Nobody knows");
  GtkWidget *button = gtk_button_new_with_label ("Do Not Record Me");
  GtkWindow *window;
  graphene_rect_t first, second;

  gtk_widget_set_layout_manager (box, g_object_new (AUS_TYPE_WRAP_LAYOUT, NULL));
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), button);
  window = show (box);
  get_bounds (words, &first);
  get_bounds (button, &second);
  g_assert_cmpfloat (second.origin.x, >=, first.origin.x + first.size.width);
  g_assert_cmpfloat (second.origin.y, ==, first.origin.y);

  gtk_widget_set_direction (box, GTK_TEXT_DIR_RTL);
  app_test_paint (window, "wrap-rtl");
  get_bounds (words, &first);
  get_bounds (button, &second);
  g_assert_cmpfloat (first.origin.x, >=, second.origin.x + second.size.width);

  gtk_button_set_label (GTK_BUTTON (button), "Somebody Who Is Here Does Not Want That");
  gtk_label_set_label (GTK_LABEL (words), "You are free to say no, and may stop it at any time.");
  app_test_paint (window, "wrap");
  get_bounds (words, &first);
  get_bounds (button, &second);
  g_assert_cmpfloat (second.origin.y, >=, first.origin.y + first.size.height);
  g_assert_cmpfloat (first.size.width, ==, gtk_widget_get_width (box));
  app_test_destroy (window);
}

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);

  g_test_add_func ("/widgets/video-view", test_video_view);
  g_test_add_func ("/widgets/banner", test_banner);
  g_test_add_func ("/widgets/narrow-banner", test_narrow_banner);
  g_test_add_func ("/widgets/faults", test_faults);
  g_test_add_func ("/widgets/message-row", test_message_row);
  g_test_add_func ("/widgets/people", test_people);
  g_test_add_func ("/widgets/door-copies", test_door_copies);
  g_test_add_func ("/widgets/wrap", test_wrap);

  return g_test_run ();
}
