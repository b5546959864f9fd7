#include "aus-app-test.h"

#include "aus-booking-page.h"
#include "aus-client.h"
#include "aus-consultation-form.h"
#include "aus-json.h"
#include "aus-patient-picker.h"
#include "aus-sign-in-page.h"
#include "aus-time-row.h"

typedef struct
{
  GListStore *patients;
  GListStore *doctors;
  AusUser    *doctor;
  AusPatient *anna;
  GtkWindow  *window;
  GtkWidget  *form;
} Form;

static void
form_set_up (Form          *form,
             gconstpointer  data)
{
  g_autoptr (AusUser) other = app_test_doctor ("Aalto");

  form->patients = g_list_store_new (AUS_TYPE_PATIENT);
  form->doctors = g_list_store_new (AUS_TYPE_USER);
  form->doctor = app_test_doctor ("Kaya");
  form->anna = app_test_patient ("Anna", "Krüger", "1956-04-23");
  g_list_store_append (form->doctors, other);
  g_list_store_append (form->doctors, form->doctor);
  g_list_store_append (form->patients, form->anna);

  form->form = g_object_new (AUS_TYPE_CONSULTATION_FORM, NULL);
  aus_consultation_form_attach (AUS_CONSULTATION_FORM (form->form), G_LIST_MODEL (form->patients),
                                G_LIST_MODEL (form->doctors), form->doctor);
  form->window = GTK_WINDOW (g_object_new (ADW_TYPE_WINDOW, "default-height", 700, "content", form->form,
                                           NULL));
  gtk_window_present (form->window);
  app_test_settle ();
}

static void
form_tear_down (Form          *form,
                gconstpointer  data)
{
  app_test_destroy (form->window);
  g_list_store_remove_all (form->patients);
  g_assert_finalize_object (form->anna);
  g_assert_finalize_object (form->patients);
  g_list_store_remove_all (form->doctors);
  g_assert_finalize_object (form->doctor);
  g_assert_finalize_object (form->doctors);
}

static AusPatientPicker *
picker_of (Form *form)
{
  return AUS_PATIENT_PICKER (app_test_find_type (form->form, AUS_TYPE_PATIENT_PICKER));
}

static void
test_needs_patient (Form          *form,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (aus_consultation_form_check (AUS_CONSULTATION_FORM (form->form), &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
  g_assert_nonnull (app_test_find_label (form->form, "Choose a patient, or take down a new one."));
}

static void
test_known_patient (Form          *form,
                    gconstpointer  data)
{
  GtkWidget *search = app_test_find_type (form->form, GTK_TYPE_SEARCH_ENTRY);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = NULL;

  gtk_editable_set_text (GTK_EDITABLE (search), "1956");
  app_test_wait_for (app_test_find_label (form->form, "Anna Krüger") != NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "krug an");
  app_test_settle ();
  g_signal_emit_by_name (search, "activate");
  g_assert_true (aus_patient_picker_get_patient (picker_of (form)) == form->anna);

  g_assert_true (aus_consultation_form_check (AUS_CONSULTATION_FORM (form->form), &error));
  g_assert_no_error (error);
  g_assert_null (aus_consultation_form_new_patient (AUS_CONSULTATION_FORM (form->form)));
  body = aus_consultation_form_to_json (AUS_CONSULTATION_FORM (form->form));
  g_assert_cmpstr (aus_json_get_text (body, "patient_id"), ==, form->anna->id);
  g_assert_cmpstr (aus_json_get_text (body, "doctor_id"), ==, form->doctor->id);
  g_assert_cmpstr (aus_json_get_text (body, "video_provider"), ==, "builtin");
  g_assert_cmpstr (aus_json_get_text (body, "time_zone"), ==, "Europe/Berlin");
  g_assert_cmpint (aus_json_get_integer (body, "duration_minutes", 0), ==, 20);
  g_assert_true (g_str_has_suffix (aus_json_get_text (body, "scheduled_start"), ":00Z"));
}

static void
test_new_patient (Form          *form,
                  gconstpointer  data)
{
  GtkWidget *search = app_test_find_type (form->form, GTK_TYPE_SEARCH_ENTRY);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) patient = NULL;
  g_autoptr (JsonObject) body = NULL;
  AusPatientForm *fields;

  gtk_editable_set_text (GTK_EDITABLE (search), "Mohammed Al-Rashid");
  app_test_settle ();
  app_test_click (form->form, "New Patient");
  fields = aus_patient_picker_get_form (picker_of (form));
  g_assert_nonnull (fields);
  g_assert_true (aus_consultation_form_check (AUS_CONSULTATION_FORM (form->form), &error));

  patient = aus_consultation_form_new_patient (AUS_CONSULTATION_FORM (form->form));
  g_assert_cmpstr (aus_json_get_text (json_node_get_object (patient), "given_name"), ==, "Mohammed");
  g_assert_cmpstr (aus_json_get_text (json_node_get_object (patient), "family_name"), ==, "Al-Rashid");
  g_assert_false (json_object_has_member (json_node_get_object (patient), "born"));
  body = aus_consultation_form_to_json (AUS_CONSULTATION_FORM (form->form));
  g_assert_cmpstr (aus_json_get_text (body, "patient_id"), ==, aus_patient_form_get_id (fields));

  aus_patient_form_propose (fields, "");
  g_assert_false (aus_consultation_form_check (AUS_CONSULTATION_FORM (form->form), &error));
  g_assert_nonnull (app_test_find_label (form->form, "Enter the given name."));
  g_assert_nonnull (app_test_find_label (form->form, "Enter the family name."));
}

static void
test_patient_faults (Form          *form,
                     gconstpointer  data)
{
  static const char *const hint = "Write the date of birth as 1956-04-23: year, month, day.";
  GtkWidget *search = app_test_find_type (form->form, GTK_TYPE_SEARCH_ENTRY);
  GtkWidget *born;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) patient = NULL;

  gtk_editable_set_text (GTK_EDITABLE (search), "Ada Vogt");
  app_test_settle ();
  app_test_click (form->form, "New Patient");
  born = gtk_widget_get_ancestor (app_test_find_label (form->form, "Date of Birth, as 1956-04-23"),
                                  ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (born), "23.4.1956");
  g_assert_false (aus_consultation_form_check (AUS_CONSULTATION_FORM (form->form), &error));
  g_assert_nonnull (app_test_find_label (form->form, hint));
  gtk_editable_set_text (GTK_EDITABLE (born), " 1956-04-23 ");
  g_assert_null (app_test_find_label (form->form, hint));
  patient = aus_consultation_form_new_patient (AUS_CONSULTATION_FORM (form->form));
  g_assert_cmpstr (aus_json_get_text (json_node_get_object (patient), "born"), ==, "1956-04-23");

  g_clear_error (&error);
  aus_error_add_field (&error, "email", "Wrong: email");
  aus_consultation_form_show_error (AUS_CONSULTATION_FORM (form->form), error);
  g_assert_nonnull (app_test_find_label (form->form, "Wrong: email"));
  g_assert_false (gtk_widget_has_css_class (born, "error"));
}

static void
test_server_faults (Form          *form,
                    gconstpointer  data)
{
  static const char *const names[] = { "patient_id", "doctor_id", "scheduled_start", "duration_minutes",
                                       "reason",
                                       "something_new" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = g_strconcat ("Wrong: ", names[i], NULL);

    aus_error_add_field (&error, names[i], "%s", text);
    aus_consultation_form_show_error (AUS_CONSULTATION_FORM (form->form), error);
    g_assert_nonnull (app_test_find_label (form->form, text));
  }

  g_assert_null (app_test_find_label (form->form, "Wrong: reason"));
}

static void
test_next_quarter (Form          *form,
                   gconstpointer  data)
{
  AusTimeRow *row = AUS_TIME_ROW (app_test_find_type (form->form, AUS_TYPE_TIME_ROW));
  g_autofree char *time = aus_time_row_get_time (row);
  g_autofree char *minutes = g_strdup (time + 3);

  g_assert_cmpint (atoi (minutes) % 15, ==, 0);
  aus_time_row_set_time (row, 9, 5);
  g_free (time);
  time = aus_time_row_get_time (row);
  g_assert_cmpstr (time, ==, "09:05");
}

static void
test_bookings (void)
{
  g_autoptr (GListStore) bookings = g_list_store_new (AUS_TYPE_BOOKING);
  g_autoptr (AusBooking) open = app_test_booking ("Anna Krüger", 30);
  g_autoptr (AusBooking) done = app_test_booking ("Jonas Bauer", 30);
  g_autoptr (AusBooking) past = app_test_booking ("Lena Vogt", -2 * 24 * 60);
  GtkWidget *page = g_object_new (AUS_TYPE_BOOKING_PAGE, "model", bookings, NULL);
  GtkWindow *window = GTK_WINDOW (g_object_new (ADW_TYPE_WINDOW, "content", page, NULL));

  g_object_set (done, "consultation-id", "0190163d-8694-739b-aea5-966c26f8ad91", NULL);
  g_list_store_append (bookings, done);
  g_list_store_append (bookings, past);
  g_assert_false (aus_booking_page_has_bookings (AUS_BOOKING_PAGE (page)));
  g_assert_null (aus_booking_page_get_selected (AUS_BOOKING_PAGE (page)));

  g_list_store_append (bookings, open);
  g_assert_true (aus_booking_page_has_bookings (AUS_BOOKING_PAGE (page)));
  gtk_list_box_select_row (GTK_LIST_BOX (app_test_find_type (page, GTK_TYPE_LIST_BOX)),
                           gtk_list_box_get_row_at_index (
                             GTK_LIST_BOX (app_test_find_type (page, GTK_TYPE_LIST_BOX)), 0));
  g_assert_true (aus_booking_page_get_selected (AUS_BOOKING_PAGE (page)) == open);
  app_test_destroy (window);
}

static void
test_sign_in_checks (void)
{
  g_autofree char *cache = g_dir_make_tmp ("ausculta-XXXXXX", NULL);
  AusClient *client = aus_client_new (cache);
  GtkWidget *page = g_object_new (AUS_TYPE_SIGN_IN_PAGE, "client", client, NULL);
  GtkWindow *window = GTK_WINDOW (g_object_new (ADW_TYPE_WINDOW, "content", page, NULL));
  GtkWidget *password;

  gtk_window_present (window);
  app_test_click (page, "Sign In");
  g_assert_nonnull (app_test_find_label (page, "Enter the address of your clinic’s server."));
  g_assert_nonnull (app_test_find_label (page, "Enter your e-mail address."));
  g_assert_nonnull (app_test_find_label (page, "Enter your password."));

  /* Nobody listens there. */
  aus_sign_in_page_propose (AUS_SIGN_IN_PAGE (page), "http://127.0.0.1:1", "kaya@clinic.example");
  password = app_test_find_type (page, ADW_TYPE_PASSWORD_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (password), "wrong");
  app_test_click (page, "Sign In");
  g_assert_null (app_test_find_label (page, "Enter your password."));
  g_assert_false (gtk_widget_is_sensitive (app_test_find_button (page, "Sign In")));
  app_test_wait_for (gtk_widget_is_sensitive (app_test_find_button (page, "Sign In")));
  g_assert_cmpint (aus_client_get_state (client), ==, AUS_CLIENT_STATE_SIGNED_OUT);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (password)), ==, "wrong");

  app_test_destroy (window);
  g_assert_finalize_object (client);
}

#define ADD(path, function) \
  g_test_add (path, Form, NULL, form_set_up, function, form_tear_down)

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);

  ADD ("/forms/needs-patient", test_needs_patient);
  ADD ("/forms/known-patient", test_known_patient);
  ADD ("/forms/new-patient", test_new_patient);
  ADD ("/forms/patient-faults", test_patient_faults);
  ADD ("/forms/server-faults", test_server_faults);
  ADD ("/forms/next-quarter", test_next_quarter);
  g_test_add_func ("/forms/bookings", test_bookings);
  g_test_add_func ("/forms/sign-in-checks", test_sign_in_checks);

  return g_test_run ();
}
