#include "aus-app-test.h"

#include "aus-item-watcher.h"
#include "aus-today-view.h"
#include "aus-visit-list.h"
#include "aus-visit-row.h"
#include "aus-visit-text.h"
#include "aus-waiting-view.h"

typedef struct
{
  GListStore *visits;
  GtkWindow  *window;
  GtkWidget  *today;
  GtkWidget  *waiting;
} Views;

static void
views_set_up (Views         *views,
              gconstpointer  data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  views->visits = g_list_store_new (AUS_TYPE_CONSULTATION);
  views->today = g_object_new (AUS_TYPE_TODAY_VIEW, "model", views->visits, NULL);
  views->waiting = g_object_new (AUS_TYPE_WAITING_VIEW, "model", views->visits, NULL);
  gtk_box_append (GTK_BOX (box), views->today);
  gtk_box_append (GTK_BOX (box), views->waiting);
  views->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (views->window, box);
  gtk_window_present (views->window);
}

static void
views_tear_down (Views         *views,
                 gconstpointer  data)
{
  app_test_destroy (views->window);
  g_assert_finalize_object (views->visits);
}

static AusConsultation *
add (Views      *views,
     const char *name,
     AusStatus   status,
     int         minutes)
{
  g_autoptr (AusConsultation) visit = app_test_visit (name, status, minutes);

  g_list_store_append (views->visits, visit);
  app_test_settle ();

  return visit;
}

static void
find_lists (GtkWidget  *widget,
            GPtrArray  *lists)
{
  if (AUS_IS_VISIT_LIST (widget))
    g_ptr_array_add (lists, widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    find_lists (child, lists);
}

static guint
count (GtkWidget       *view,
       AusVisitSection  section)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new ();

  find_lists (view, lists);

  for (guint i = 0; i < lists->len; i++) {
    AusVisitSection its;

    g_object_get (g_ptr_array_index (lists, i), "section", &its, NULL);
    if (its == section)
      return aus_visit_list_get_n_visits (g_ptr_array_index (lists, i));
  }

  g_assert_not_reached ();
}

static void
test_sections (Views         *views,
               gconstpointer  data)
{
  AusConsultation *anna = add (views, "Anna Krüger", AUS_STATUS_SCHEDULED, 0);

  add (views, "Jonas Bauer", AUS_STATUS_COMPLETED, 0);
  add (views, "Lena Vogt", AUS_STATUS_SCHEDULED, 3 * 24 * 60);
  add (views, "Old Visit", AUS_STATUS_IN_PROGRESS, -2 * 24 * 60);

  g_assert_cmpuint (count (views->today, AUS_VISIT_SECTION_NOW), ==, 1);
  g_assert_cmpuint (count (views->today, AUS_VISIT_SECTION_LATER), ==, 1);
  g_assert_cmpuint (count (views->today, AUS_VISIT_SECTION_DONE), ==, 1);

  /* The record stays the same object, so the list itself says nothing. */
  g_object_set (anna, "status", AUS_STATUS_WAITING, NULL);
  app_test_settle ();

  g_assert_cmpuint (count (views->today, AUS_VISIT_SECTION_NOW), ==, 2);
  g_assert_cmpuint (count (views->today, AUS_VISIT_SECTION_LATER), ==, 0);
  g_assert_true (aus_waiting_view_get_next (AUS_WAITING_VIEW (views->waiting)) == anna);
  g_assert_nonnull (app_test_find_button (views->waiting, "Admit"));
}

/* At three minutes to midnight, by the clock on the wall. */
static void
test_midnight (void)
{
  static const struct { int minutes; gboolean is_shown; } starts[] = {
    { -60, TRUE }, { 2, TRUE }, { 10, TRUE }, { 170, TRUE }, { 200, FALSE }, { 24 * 60, FALSE },
  };
  g_autoptr (GDateTime) now = g_date_time_new_local (2026, 11, 30, 23, 57, 0);

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++) {
    g_autoptr (GDateTime) start = g_date_time_add_minutes (now, starts[i].minutes);
    g_autoptr (AusConsultation) visit =
      g_object_new (AUS_TYPE_CONSULTATION, "status", AUS_STATUS_SCHEDULED, "scheduled-start", start, NULL);

    g_assert_true (aus_visit_section_has (AUS_VISIT_SECTION_LATER, visit, now) == starts[i].is_shown);
    g_assert_false (aus_visit_section_has (AUS_VISIT_SECTION_DONE, visit, now));
  }
}

static void
test_waiting_order (Views         *views,
                    gconstpointer  data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) long_ago = g_date_time_add_minutes (now, -30);
  AusConsultation *first;

  add (views, "Anna Krüger", AUS_STATUS_WAITING, -20);
  first = add (views, "Jonas Bauer", AUS_STATUS_WAITING, 10);
  g_object_set (first, "waiting-since", long_ago, NULL);
  app_test_settle ();

  g_assert_true (aus_waiting_view_get_next (AUS_WAITING_VIEW (views->waiting)) == first);
}

static void
test_empty (Views         *views,
            gconstpointer  data)
{
  g_assert_nonnull (app_test_find_type (views->today, GTK_TYPE_SPINNER));
  g_object_set (views->today, "loaded", TRUE, NULL);
  g_assert_nonnull (app_test_find_button (views->today, "New Consultation"));
  g_assert_nonnull (app_test_find_label (views->waiting, "No more visits are planned for today."));

  add (views, "Anna Krüger", AUS_STATUS_SCHEDULED, 0);
  g_assert_null (app_test_find_label (views->waiting, "No more visits are planned for today."));
}

static void
test_search (Views         *views,
             gconstpointer  data)
{
  add (views, "Anna Krüger", AUS_STATUS_WAITING, 0);
  add (views, "Jonas Bauer", AUS_STATUS_WAITING, 0);
  g_object_set (views->today, "search", "krü", NULL);
  app_test_settle ();
  g_assert_cmpuint (count (views->today, AUS_VISIT_SECTION_NOW), ==, 1);
  g_assert_cmpuint (count (views->waiting, AUS_VISIT_SECTION_WAITING), ==, 2);

  g_object_set (views->today, "search", "nobody", NULL);
  app_test_settle ();
  g_assert_nonnull (app_test_find_label (views->today, "No Results"));
}

static void
test_age (Views         *views,
          gconstpointer  data)
{
  g_autoptr (GDateTime) time = g_date_time_new_local (2026, 11, 2, 8, 52, 0);

  add (views, "Anna Krüger", AUS_STATUS_WAITING, 0);
  g_assert_null (app_test_find_label (views->today, "as of 08:52"));
  g_object_set (views->today, "as-of", time, NULL);
  g_assert_nonnull (app_test_find_label (views->today, "as of 08:52"));
}

static void
test_row_names (Views         *views,
                gconstpointer  data)
{
  g_autoptr (GDateTime) start = g_date_time_new_local (2026, 11, 2, 10, 0, 0);
  AusConsultation *visit = add (views, "Anna Krüger", AUS_STATUS_WAITING, 0);
  GtkWidget *row = app_test_find_type (views->waiting, AUS_TYPE_VISIT_ROW);

  g_object_set (visit, "scheduled-start", start, NULL);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "10:00, Anna Krüger, waiting");
  g_object_set (visit, "patient-presence", AUS_PRESENCE_ASLEEP, NULL);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "10:00, Anna Krüger, waiting, Phone asleep");
}

/* A record as the server may send it, with nothing in it that could be left out. */
static void
test_null_texts (Views         *views,
                 gconstpointer  data)
{
  for (AusStatus status = AUS_STATUS_SCHEDULED; status <= AUS_STATUS_NO_SHOW; status++) {
    g_autoptr (AusConsultation) visit = g_object_new (AUS_TYPE_CONSULTATION, "status", status, NULL);

    g_list_store_append (views->visits, visit);
  }

  app_test_settle ();
  g_assert_cmpuint (count (views->waiting, AUS_VISIT_SECTION_WAITING), ==, 1);
}

static void
count_cb (guint *n)
{
  *n += 1;
}

static void
test_watcher_coalesces (void)
{
  AusItemWatcher *watcher = aus_item_watcher_new ();
  g_autoptr (GListStore) visits = g_list_store_new (AUS_TYPE_CONSULTATION);
  g_autoptr (AusConsultation) visit = app_test_visit ("Anna Krüger", AUS_STATUS_SCHEDULED, 0);
  guint n = 0;

  g_signal_connect_swapped (watcher, "changed", G_CALLBACK (count_cb), &n);
  aus_item_watcher_set_model (watcher, G_LIST_MODEL (visits));
  g_list_store_append (visits, visit);
  app_test_settle ();
  g_assert_cmpuint (n, ==, 1);

  g_object_set (visit, "status", AUS_STATUS_WAITING, "reason", "Cough", NULL);
  app_test_settle ();
  g_assert_cmpuint (n, ==, 2);

  g_list_store_remove_all (visits);
  app_test_settle ();
  g_object_set (visit, "status", AUS_STATUS_COMPLETED, NULL);
  app_test_settle ();
  g_assert_cmpuint (n, ==, 3);
  g_assert_finalize_object (watcher);
}

static void
test_words (void)
{
  static const struct { AusStatus status; int minutes; const char *words; } rows[] = {
    { AUS_STATUS_SCHEDULED, 30, "Scheduled" },
    { AUS_STATUS_SCHEDULED, -1, "Scheduled" },
    { AUS_STATUS_SCHEDULED, -5, "Late 5 min" },
    { AUS_STATUS_WAITING, -5, "Waiting 4 min" },
    { AUS_STATUS_IN_PROGRESS, -5, "In progress" },
    { AUS_STATUS_COMPLETED, -5, "Completed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (AusConsultation) visit = app_test_visit ("Anna", rows[i].status, rows[i].minutes);
    g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
    g_autofree char *words = aus_visit_state_text (visit, now);

    g_assert_cmpstr (words, ==, rows[i].words);
  }
}

#define ADD(path, function) \
  g_test_add (path, Views, NULL, views_set_up, function, views_tear_down)

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);

  ADD ("/visits/sections", test_sections);
  g_test_add_func ("/visits/midnight", test_midnight);
  ADD ("/visits/waiting-order", test_waiting_order);
  ADD ("/visits/empty", test_empty);
  ADD ("/visits/search", test_search);
  ADD ("/visits/age", test_age);
  ADD ("/visits/row-names", test_row_names);
  ADD ("/visits/null-texts", test_null_texts);
  g_test_add_func ("/visits/watcher", test_watcher_coalesces);
  g_test_add_func ("/visits/words", test_words);

  return g_test_run ();
}
