#include "aus-account-steps.h"

#include "aus-date-row.h"
#include "aus-duplicate-page.h"
#include "aus-json.h"
#include "aus-new-consultation.h"

/* Reception takes down a new patient and makes a visit, against the real server, whose path is the first argument. */

#define BORN "Date of Birth, as 1956-04-23"
#define QUESTION "Is It One of These?"

typedef struct
{
  AppClinic   clinic;
  AusPatient *known;
  char       *token;
  GtkWidget  *parent;
  GtkWidget  *window;
} Fixture;

static void
open_form (Fixture *fixture)
{
  fixture->window = aus_new_consultation_new (GTK_WINDOW (fixture->parent), fixture->clinic.client);
  gtk_window_present (GTK_WINDOW (fixture->window));
  adw_view_stack_set_visible_child_name (
    ADW_VIEW_STACK (app_test_find_type (fixture->window, ADW_TYPE_VIEW_STACK)), "custom");
  app_test_settle ();
}

static void
set_up (Fixture       *fixture,
        gconstpointer  program)
{
  GListModel *patients;

  fixture->clinic.role = "receptionist";
  app_clinic_set_up (&fixture->clinic, program);
  fixture->token = app_clinic_sign_in_elsewhere (&fixture->clinic);
  patients = aus_client_get_patients (fixture->clinic.client);
  app_test_wait_for (g_list_model_get_n_items (patients) > 0);
  fixture->known = g_list_model_get_item (patients, 0);
  fixture->parent = g_object_new (ADW_TYPE_WINDOW, NULL);
  gtk_window_present (GTK_WINDOW (fixture->parent));
  open_form (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  program)
{
  app_test_destroy (GTK_WINDOW (fixture->window));
  app_test_destroy (GTK_WINDOW (fixture->parent));
  g_clear_object (&fixture->known);
  g_clear_pointer (&fixture->token, g_free);
  app_clinic_tear_down (&fixture->clinic, program);
}

/* Of the same birthday and family name as the one who is known. */
static void
take_down_twin (Fixture *fixture)
{
  g_autofree char *name = g_strconcat ("Twin ", fixture->known->family_name, NULL);

  gtk_editable_set_text (GTK_EDITABLE (app_test_find_type (fixture->window, GTK_TYPE_SEARCH_ENTRY)), name);
  app_test_settle ();
  app_test_click (fixture->window, "New Patient");
  account_type (fixture->window, "Given Name", "Twin");
  account_type (fixture->window, "Family Name", fixture->known->family_name);
  account_type (fixture->window, BORN, fixture->known->born);
}

/* Returns: (transfer full): a list, which has so many unless @count is negative */
static JsonObject *
list (Fixture    *fixture,
      const char *query,
      gint64      count)
{
  g_autofree char *path = g_strconcat ("/telemedicine/api/", query, NULL);
  g_autofree char *text = app_clinic_call (&fixture->clinic, fixture->token, "GET", path, NULL);
  JsonObject *answer = aus_json_parse_object (text, -1, NULL);

  if (count >= 0)
    g_assert_cmpint (aus_json_get_integer (answer, "count", -1), ==, count);

  return answer;
}

static gint64
count_visits_of_known (Fixture *fixture)
{
  g_autofree char *query = g_strconcat ("consultations/?patient_id=", fixture->known->id, NULL);
  g_autoptr (JsonObject) visits = list (fixture, query, -1);

  return aus_json_get_integer (visits, "count", -1);
}

static void
set_days_from_now (Fixture *fixture,
                   int      days)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) day = g_date_time_add_days (now, days);

  aus_date_row_set_date (AUS_DATE_ROW (app_test_find_type (fixture->window, AUS_TYPE_DATE_ROW)), day);
}

static void
create (Fixture *fixture)
{
  gtk_widget_activate_action (fixture->window, "consultation.create", NULL);
}

static void
await_question (Fixture *fixture)
{
  g_autofree char *name = g_strdup_printf ("%s %s", fixture->known->given_name, fixture->known->family_name);

  app_test_wait_for (app_test_find_label (fixture->window, QUESTION) != NULL);
  app_test_settle ();
  g_assert_nonnull (account_find_row (fixture->window, name));
}

static void
await_door (Fixture *fixture)
{
  app_test_wait_for (app_test_find_label (fixture->window, "Consultation Created") != NULL);
}

static void
test_another (Fixture       *fixture,
              gconstpointer  program)
{
  g_autoptr (JsonObject) before = list (fixture, "patients/?search=Twin", 0);
  g_autoptr (JsonObject) after = NULL;

  take_down_twin (fixture);
  set_days_from_now (fixture, 40);
  create (fixture);
  await_question (fixture);
  app_test_click (fixture->window, "No, Make a New Record");
  await_door (fixture);
  after = list (fixture, "patients/?search=Twin", 1);
}

static void
test_this_one (Fixture       *fixture,
               gconstpointer  program)
{
  const gint64 before = count_visits_of_known (fixture);
  g_autofree char *name = g_strdup_printf ("%s %s", fixture->known->given_name, fixture->known->family_name);
  g_autoptr (JsonObject) twins = NULL;

  take_down_twin (fixture);
  set_days_from_now (fixture, 40);
  create (fixture);
  await_question (fixture);
  account_activate (fixture->window, name);
  await_door (fixture);
  g_assert_cmpint (count_visits_of_known (fixture), ==, before + 1);
  twins = list (fixture, "patients/?search=Twin", 0);
}

/* What was typed is still there, and nothing was made. */
static void
test_back (Fixture       *fixture,
           gconstpointer  program)
{
  g_autoptr (JsonObject) twins = NULL;

  take_down_twin (fixture);
  create (fixture);
  await_question (fixture);
  app_test_click (fixture->window, "Back");
  g_assert_null (app_test_find_label (fixture->window, QUESTION));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (account_find_row (fixture->window, "Given Name"))), ==, "Twin");
  g_assert_true (gtk_widget_is_sensitive (account_find_row (fixture->window, "Given Name")));
  twins = list (fixture, "patients/?search=Twin", 0);
}

/* The visit is refused for its reason, when the patient is made already. */
static void
test_corrected (Fixture       *fixture,
                gconstpointer  program)
{
  g_autofree char *too_long = g_strnfill (501, 'x');
  g_autoptr (JsonObject) patients = NULL;
  JsonObject *patient;

  gtk_editable_set_text (GTK_EDITABLE (app_test_find_type (fixture->window, GTK_TYPE_SEARCH_ENTRY)), "Zora Neu");
  app_test_settle ();
  app_test_click (fixture->window, "New Patient");
  account_type (fixture->window, "E-Mail", "wrong@neu.example");
  account_type (fixture->window, "Reason", too_long);
  set_days_from_now (fixture, 40);
  create (fixture);
  app_test_wait_for (gtk_widget_has_css_class (account_find_row (fixture->window, "Reason"), "error"));

  account_type (fixture->window, "Given Name", "Zara");
  account_type (fixture->window, "E-Mail", "right@neu.example");
  account_type (fixture->window, "Reason", "");
  create (fixture);
  await_door (fixture);
  patients = list (fixture, "patients/?search=Neu", 1);
  patient = json_array_get_object_element (json_object_get_array_member (patients, "results"), 0);
  g_assert_cmpstr (aus_json_get_text (patient, "name"), ==, "Zara Neu");
  g_assert_cmpstr (aus_json_get_text (patient, "email"), ==, "right@neu.example");
}

static void
paint_question (GPtrArray       *candidates,
                AdwColorScheme   scheme,
                const char      *name)
{
  GtkWidget *page = g_object_new (AUS_TYPE_DUPLICATE_PAGE, NULL);
  GtkWindow *window = GTK_WINDOW (g_object_new (ADW_TYPE_WINDOW, "default-width", 560, "default-height", 640, "content",
                                                page, NULL));

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
  aus_duplicate_page_show (AUS_DUPLICATE_PAGE (page), candidates);
  app_test_paint_widths (window, name);
  app_test_destroy (window);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

/* It fits a narrow window in every language. */
static void
test_looks (void)
{
  static const char *const languages[] = { "ar", "de", "en" };
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (candidates, app_test_patient ("", "Anna Müller-Groß", "1956-04-23"));
  g_ptr_array_add (candidates, app_test_patient ("", "Maximiliane Leutheusser-Schnarrenberger", ""));
  g_ptr_array_add (candidates, app_test_patient ("", "محمد الراشد", "2015-03-04"));

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++) {
    app_test_speak (languages[i]);
    paint_question (candidates, ADW_COLOR_SCHEME_DEFAULT, "duplicates");
    paint_question (candidates, ADW_COLOR_SCHEME_FORCE_DARK, "duplicates-dark");
  }
}

#define ADD(path, function) \
  g_test_add (path, Fixture, argv[1], set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);

  ADD ("/new-consultation/another", test_another);
  ADD ("/new-consultation/this-one", test_this_one);
  ADD ("/new-consultation/back", test_back);
  ADD ("/new-consultation/corrected", test_corrected);
  g_test_add_func ("/new-consultation/looks", test_looks);

  return g_test_run ();
}
