#include "aus-app-test.h"

#include <glib/gi18n.h>

#include "aus-banner.h"
#include "aus-booking-page.h"
#include "aus-complete-dialog.h"
#include "aus-consultation-form.h"
#include "aus-door-page.h"
#include "aus-error.h"
#include "aus-film-refusal.h"
#include "aus-message.h"
#include "aus-message-row.h"
#include "aus-sign-in-page.h"
#include "aus-today-view.h"
#include "aus-waiting-view.h"

/* Every page is drawn once, wide and narrow, in all languages; GTK's complaints are fatal. */

static GListModel *
make_visits (void)
{
  const struct { const char *name; AusStatus status; int minutes; } rows[] = {
    { "Anna Krüger", AUS_STATUS_WAITING, 2 },
    { "Mohammed Al-Rashid", AUS_STATUS_IN_PROGRESS, -12 },
    { "Grażyna Wiśniewska-Kowalczyk", AUS_STATUS_SCHEDULED, -4 },
    { "Jonas Bauer", AUS_STATUS_SCHEDULED, 40 },
    { "Lena Vogt", AUS_STATUS_COMPLETED, -90 },
    { "Peter Sommer", AUS_STATUS_NO_SHOW, -60 },
    { "Ida Lindqvist", AUS_STATUS_CANCELLED, 90 },
  };
  GListStore *store = g_list_store_new (AUS_TYPE_CONSULTATION);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (AusConsultation) visit = app_test_visit (rows[i].name, rows[i].status, rows[i].minutes);

    g_list_store_append (store, visit);
  }

  return G_LIST_MODEL (store);
}

static GtkWidget *
make_today (void)
{
  g_autoptr (GListModel) visits = make_visits ();

  return g_object_new (AUS_TYPE_TODAY_VIEW, "model", visits, "loaded", TRUE, NULL);
}

static GtkWidget *
make_today_empty (void)
{
  g_autoptr (GListStore) visits = g_list_store_new (AUS_TYPE_CONSULTATION);

  return g_object_new (AUS_TYPE_TODAY_VIEW, "model", visits, "loaded", TRUE, NULL);
}

static GtkWidget *
make_waiting (void)
{
  g_autoptr (GListModel) visits = make_visits ();

  return g_object_new (AUS_TYPE_WAITING_VIEW, "model", visits, NULL);
}

static GtkWidget *
make_waiting_empty (void)
{
  g_autoptr (GListStore) visits = g_list_store_new (AUS_TYPE_CONSULTATION);

  return g_object_new (AUS_TYPE_WAITING_VIEW, "model", visits, NULL);
}

static GtkWidget *
make_sign_in (void)
{
  GtkWidget *page = g_object_new (AUS_TYPE_SIGN_IN_PAGE, NULL);

  aus_sign_in_page_propose (AUS_SIGN_IN_PAGE (page), "praxis-kaya.example", "kaya@praxis-kaya.example");

  return page;
}

static GtkWidget *
make_bookings (void)
{
  g_autoptr (GListStore) bookings = g_list_store_new (AUS_TYPE_BOOKING);
  g_autoptr (AusBooking) one = app_test_booking ("Anna Krüger", 30);
  g_autoptr (AusBooking) two = app_test_booking ("Jonas Bauer", 24 * 60);

  g_list_store_append (bookings, one);
  g_list_store_append (bookings, two);

  return g_object_new (AUS_TYPE_BOOKING_PAGE, "model", bookings, NULL);
}

static GtkWidget *
make_form (void)
{
  g_autoptr (GListStore) patients = g_list_store_new (AUS_TYPE_PATIENT);
  g_autoptr (GListStore) doctors = g_list_store_new (AUS_TYPE_USER);
  g_autoptr (AusPatient) patient = app_test_patient ("Anna", "Krüger", "1956-04-23");
  g_autoptr (AusUser) doctor = app_test_doctor ("Kaya");
  GtkWidget *form = g_object_new (AUS_TYPE_CONSULTATION_FORM, NULL);

  g_list_store_append (patients, patient);
  g_list_store_append (doctors, doctor);
  aus_consultation_form_attach (AUS_CONSULTATION_FORM (form), G_LIST_MODEL (patients), G_LIST_MODEL (doctors),
                                doctor);

  return form;
}

/* With what was typed wrongly. */
static GtkWidget *
make_new_patient (void)
{
  GtkWidget *form = make_form ();
  g_autoptr (GError) error = NULL;

  gtk_editable_set_text (GTK_EDITABLE (app_test_find_type (form, GTK_TYPE_SEARCH_ENTRY)), "Mohammed Al-Rashid");
  app_test_settle ();
  app_test_click (form, _("New Patient"));
  aus_error_add_field (&error, "family_name", "Enter the family name.");
  aus_error_add_field (&error, "born", "Write the date of birth as 1956-04-23: year, month, day.");
  aus_consultation_form_show_error (AUS_CONSULTATION_FORM (form), error);

  return form;
}

static GtkWidget *
make_door (void)
{
  GtkWidget *page = g_object_new (AUS_TYPE_DOOR_PAGE, NULL);

  aus_door_page_show (AUS_DOOR_PAGE (page), "Anna Krüger, Tuesday, 3 November, 14:30, with Dr. Elif Kaya",
                      "https://praxis-kaya.example/d/8k2f4c5xk7q9m3n6p2r8s4t7v5w9y3z6");

  return page;
}

static GtkWidget *
make_chat (void)
{
  const struct { const char *text; AusMessageType type; gboolean mine; } lines[] = {
    { "Anna Krüger joined the waiting room", AUS_MESSAGE_TYPE_SYSTEM, FALSE },
    { "Good morning. I have the letter from the hospital here, shall I hold it up to the camera?",
      AUS_MESSAGE_TYPE_TEXT, FALSE },
    { "Yes please.", AUS_MESSAGE_TYPE_TEXT, TRUE },
    { "Letter from the hospital, pages 1 to 12.pdf", AUS_MESSAGE_TYPE_FILE, FALSE },
  };
  GtkWidget *list = gtk_list_box_new ();

  gtk_widget_add_css_class (list, "chat");

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
    g_autoptr (AusMessage) message =
      g_object_new (AUS_TYPE_MESSAGE, "message", lines[i].text, "message-type", lines[i].type, "sender-name",
                    "Anna Krüger", "timestamp", now, NULL);

    if (lines[i].type == AUS_MESSAGE_TYPE_FILE)
      g_object_set (message, "file-id", "01", "file-name", lines[i].text, "file-type", "application/pdf", "file-size",
                    G_GINT64_CONSTANT (345678), NULL);

    gtk_list_box_append (GTK_LIST_BOX (list), aus_message_row_new (NULL, message, lines[i].mine));
  }

  return list;
}

static GtkWidget *
make_banner (void)
{
  GtkWidget *banner = g_object_new (AUS_TYPE_BANNER, "valign", GTK_ALIGN_START, NULL);

  aus_banner_show (AUS_BANNER (banner), "No connection to the server. Showing visits as of 08:52.",
                   "Try Again",
                   "win.retry");

  return banner;
}

/* Why a recording stays on this computer. */
static GtkWidget *
make_kept (void)
{
  const struct { GQuark domain; int code; const char *what; } reasons[] = {
    { AUS_ERROR, AUS_ERROR_NOT_FOUND, N_("A recording could not be sent and stays on this computer. %s") },
    { AUS_ERROR, AUS_ERROR_TOO_LARGE, N_("A recording could not be sent and stays on this computer. %s") },
    { G_IO_ERROR, G_IO_ERROR_NO_SPACE, N_("The recording cannot be finished. %s") },
    { G_IO_ERROR, G_IO_ERROR_FAILED, N_("The recording cannot be read. %s") },
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++) {
    g_autoptr (GError) error = g_error_new_literal (reasons[i].domain, reasons[i].code, "");
    const char *why = reasons[i].domain == AUS_ERROR ? aus_film_refusal_explain (error)
                                                     : aus_film_refusal_explain_local (error);
    GString *words = g_string_new (_(reasons[i].what));
    GtkWidget *banner = g_object_new (AUS_TYPE_BANNER, NULL);

    g_string_replace (words, "%s", why, 1);
    aus_banner_show (AUS_BANNER (banner), words->str, _("Try Again"), "window.close");
    gtk_box_append (GTK_BOX (box), banner);
    g_string_free (words, TRUE);
  }

  return box;
}

static const struct
{
  const char  *name;
  GtkWidget *(*make) (void);
} screens[] = {
  { "today", make_today },
  { "today-empty", make_today_empty },
  { "waiting", make_waiting },
  { "waiting-empty", make_waiting_empty },
  { "sign-in", make_sign_in },
  { "bookings", make_bookings },
  { "form", make_form },
  { "new-patient", make_new_patient },
  { "door", make_door },
  { "chat", make_chat },
  { "banner", make_banner },
  { "kept", make_kept },
};

static void
test_screen (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  static const char *const languages[] = { "ar", "de", "en" };

  for (guint j = 0; j < G_N_ELEMENTS (languages); j++) {
    GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "default-width", 760, "default-height", 720, NULL);

    app_test_speak (languages[j]);
    adw_window_set_content (ADW_WINDOW (window), screens[i].make ());
    app_test_paint_widths (GTK_WINDOW (window), screens[i].name);
    app_test_destroy (GTK_WINDOW (window));
  }
}

static void
test_complete_dialog (void)
{
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());
  GtkWidget *dialog = aus_complete_dialog_new (parent, "Anna Krüger", "Cough for three weeks.\nNo fever.");

  app_test_paint (GTK_WINDOW (dialog), "complete");
  g_assert_nonnull (app_test_find_label (dialog, "6 words"));
  app_test_destroy (GTK_WINDOW (dialog));
  app_test_destroy (parent);
}

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (screens); i++) {
    g_autofree char *path = g_strconcat ("/screens/", screens[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_screen);
  }
  g_test_add_func ("/screens/complete", test_complete_dialog);

  return g_test_run ();
}
