#include "aus-app-test.h"

#include <libintl.h>
#include <locale.h>

#include "aus-uuid.h"

#define NARROW 360

/* A wait that nothing else wakes still ends in time. */
static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
app_test_init (int    *argc,
               char ***argv)
{
  g_autoptr (GtkCssProvider) style = NULL;
  GdkDisplay *display;

  gtk_test_init (argc, argv, NULL);
  adw_init ();
  display = gdk_display_get_default ();
  style = gtk_css_provider_new ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE,
                "gtk-decoration-layout", ":close", NULL);

  /* What an application would do by itself. */
  gtk_css_provider_load_from_resource (style, "/org/ausculta/Ausculta/style.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display), "/org/ausculta/Ausculta/icons");
  g_timeout_add (200, tick_cb, NULL);
}

void
app_test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
app_test_speak (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  /* GTK's tests are in C, which no translation is looked up for. */
  g_assert_nonnull (setlocale (LC_ALL, "C.UTF-8"));
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("AUSCULTA_TRANSLATIONS"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  gtk_widget_set_default_direction (g_str_equal (language, "ar") ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
}

static GDateTime *
from_now (int minutes)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_add_minutes (now, minutes);
}

AusConsultation *
app_test_visit (const char *patient_name,
                AusStatus   status,
                int         minutes_from_now)
{
  g_autofree char *id = aus_uuid_new ();
  g_autoptr (GDateTime) start = from_now (minutes_from_now);
  g_autoptr (GDateTime) since = from_now (-4);
  gboolean here = status == AUS_STATUS_WAITING || status == AUS_STATUS_IN_PROGRESS;

  return g_object_new (AUS_TYPE_CONSULTATION,
                       "id", id,
                       "patient-name", patient_name,
                       "doctor-name", "Dr. Elif Kaya",
                       "reason", "Persistent cough",
                       "status", status,
                       "scheduled-start", start,
                       "duration-planned", G_GINT64_CONSTANT (20),
                       "waiting-since", here ? since : NULL,
                       "patient-presence", here ? AUS_PRESENCE_HERE : AUS_PRESENCE_AWAY,
                       NULL);
}

AusPatient *
app_test_patient (const char *given_name,
                  const char *family_name,
                  const char *born)
{
  g_autofree char *id = aus_uuid_new ();

  return g_object_new (AUS_TYPE_PATIENT, "id", id, "given-name", given_name, "family-name", family_name,
                       "born", born, NULL);
}

AusBooking *
app_test_booking (const char *patient_name,
                  int         minutes_from_now)
{
  g_autofree char *id = aus_uuid_new ();
  g_autoptr (GDateTime) start = from_now (minutes_from_now);

  return g_object_new (AUS_TYPE_BOOKING, "id", id, "patient-name", patient_name, "doctor-name",
                       "Dr. Elif Kaya",
                       "starts-at", start, "status", AUS_BOOKING_STATUS_CONFIRMED, NULL);
}

AusUser *
app_test_doctor (const char *last_name)
{
  g_autofree char *id = aus_uuid_new ();
  g_autofree char *name = g_strconcat ("Dr. ", last_name, NULL);

  return g_object_new (AUS_TYPE_USER, "id", id, "title", "Dr.", "first-name", "", "last-name", last_name,
                       "name", name, "role", AUS_ROLE_DOCTOR, NULL);
}

static gboolean
has_type (GtkWidget     *widget,
          gconstpointer  data)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), GPOINTER_TO_SIZE (data));
}

static gboolean
is_label (GtkWidget     *widget,
          gconstpointer  data)
{
  return GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), data) == 0;
}

static gboolean
is_button (GtkWidget     *widget,
           gconstpointer  data)
{
  g_autofree char *fault = NULL;

  if (!GTK_IS_BUTTON (widget))
    return FALSE;

  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), data) == 0)
    return TRUE;

  fault = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, data);

  return fault == NULL;
}

static GtkWidget *
find (GtkWidget      *root,
      gboolean      (*matches) (GtkWidget *, gconstpointer),
      gconstpointer   data)
{
  if (!gtk_widget_get_visible (root))
    return NULL;

  if (matches (root, data))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = gtk_widget_get_child_visible (child) ? find (child, matches, data) : NULL;

    if (found != NULL)
      return found;
  }

  return NULL;
}

GtkWidget *
app_test_find_button (GtkWidget  *root,
                      const char *label)
{
  return find (root, is_button, label);
}

GtkWidget *
app_test_find_label (GtkWidget  *root,
                     const char *text)
{
  return find (root, is_label, text);
}

GtkWidget *
app_test_find_type (GtkWidget *root,
                    GType      type)
{
  return find (root, has_type, GSIZE_TO_POINTER (type));
}

void
app_test_click (GtkWidget  *root,
                const char *label)
{
  GtkWidget *button = app_test_find_button (root, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
after_paint_cb (gboolean *painted)
{
  *painted = TRUE;
}

static void
wait_for_paint (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gboolean painted = FALSE;
  gulong handler = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (after_paint_cb), &painted);

  gtk_widget_queue_draw (widget);
  app_test_wait_for (painted);
  g_signal_handler_disconnect (clock, handler);
}

static GdkTexture *
render (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);

  return node ? gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
                                             &GRAPHENE_RECT_INIT (0, 0, width, height)) : NULL;
}

void
app_test_paint (GtkWindow  *window,
                const char *name)
{
  const char *directory = g_getenv ("AUS_SCREENS");
  g_autoptr (GdkTexture) texture = NULL;

  gtk_window_present (window);
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (window)) && gtk_widget_get_width (GTK_WIDGET (window)) > 0);
  app_test_settle ();

  /* A window that was shown a moment ago may have had a frame with nothing in it. */
  while (texture == NULL) {
    wait_for_paint (GTK_WIDGET (window));
    texture = render (GTK_WIDGET (window));
  }

  if (directory != NULL) {
    g_autofree char *file = g_strconcat (name, ".png", NULL);
    g_autofree char *path = g_build_filename (directory, file, NULL);

    g_assert_true (gdk_texture_save_to_png (texture, path));
  }
}

/* Without a window manager, a window gets its size when it is shown. */
static void
resize (GtkWindow *window,
        int        width,
        int        height)
{
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  gtk_window_set_default_size (window, width, height);
  gtk_window_present (window);
  app_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (window)));
  /* What folds does so once it knows its width, and asks for another frame. */
  wait_for_paint (GTK_WIDGET (window));
}

void
app_test_paint_widths (GtkWindow  *window,
                       const char *name)
{
  const char *language = g_getenv ("LANGUAGE");
  const gboolean is_english = language == NULL || *language == '\0' || g_str_equal (language, "en");
  g_autofree char *wide = g_strconcat (name, is_english ? NULL : "-", language, NULL);
  g_autofree char *narrow = g_strconcat (wide, "-360", NULL);
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  app_test_paint (window, wide);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <=, width);
  resize (window, NARROW, 640);
  app_test_paint (window, narrow);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), <=, NARROW);
  resize (window, width, height);
}

void
app_test_save (GtkWidget  *widget,
               const char *path)
{
  g_autoptr (GdkTexture) texture = NULL;

  wait_for_paint (widget);
  texture = render (widget);
  g_assert_nonnull (texture);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

guint
app_test_colour_at (GtkWidget *widget,
                    int        x,
                    int        y)
{
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guchar *pixels = NULL;
  const guchar *pixel;
  gsize stride;

  wait_for_paint (widget);
  texture = render (widget);
  g_assert_nonnull (texture);
  stride = 4 * (gsize) gdk_texture_get_width (texture);
  pixels = g_malloc (stride * gdk_texture_get_height (texture));
  gdk_texture_download (texture, pixels, stride);
  pixel = pixels + stride * y + 4 * x;

  /* Cairo's order on a little-endian machine: blue, green, red. */
  return (guint) pixel[2] << 16 | (guint) pixel[1] << 8 | pixel[0];
}

void
app_test_destroy (GtkWindow *window)
{
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (window);
  app_test_settle ();
  g_assert_null (window);
}
