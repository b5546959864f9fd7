#include "aus-account-steps.h"
#include "aus-app-provider.h"

#include "aus-preferences.h"

#include <libsoup/soup.h>
#include <string.h>

/* What the server says of providers, in an app that speaks German. Against the real server, whose path is the first
 * argument. */

#define ZOOM "/telemedicine/api/video-providers/zoom/"

typedef struct
{
  AppClinic       clinic;
  SoupServer     *zoom;
  char           *zoom_uri;
  char           *token;
  AusPreferences *preferences;
  GtkWidget      *root;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  program)
{
  fixture->zoom = app_provider_start (0, app_provider_refuse_cb);
  fixture->zoom_uri = app_provider_get_uri (fixture->zoom);

  fixture->clinic.role = "admin";
  app_clinic_set_up (&fixture->clinic, program);
  fixture->token = app_clinic_sign_in_elsewhere (&fixture->clinic);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  program)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->preferences), (gpointer *) &fixture->preferences);
  gtk_window_destroy (GTK_WINDOW (fixture->preferences));
  app_test_wait_for (fixture->preferences == NULL);
  app_clinic_tear_down (&fixture->clinic, program);
  soup_server_disconnect (fixture->zoom);
  g_clear_object (&fixture->zoom);
  g_free (fixture->zoom_uri);
  g_free (fixture->token);
}

static void
set_zoom (Fixture    *fixture,
          const char *server)
{
  g_autofree char *body =
    g_strdup_printf ("{\"settings\":{\"account_id\":\"account\",\"client_id\":\"client\",\"client_secret\":\"secret\","
                     "\"server\":\"%s\"}}", server);
  g_autofree char *answer = app_clinic_call (&fixture->clinic, fixture->token, "PUT", ZOOM, body);

  g_assert_nonnull (strstr (answer, "\"available\":true"));
}

static void
open_settings (Fixture *fixture)
{
  fixture->preferences = aus_preferences_new (NULL, fixture->clinic.client);
  fixture->root = GTK_WIDGET (fixture->preferences);
  gtk_window_present (GTK_WINDOW (fixture->root));
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (fixture->root), "video");
  app_test_wait_for (account_find_row (fixture->root, "Zoom") != NULL);
}

static const char *
get_subtitle (Fixture    *fixture,
              const char *title)
{
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (account_find_row (fixture->root, title)));
}

static void
open_zoom (Fixture *fixture)
{
  account_activate (fixture->root, "Zoom");
  app_test_wait_for (account_find_row (fixture->root, "Konto-ID") != NULL);
}

/* The list, the state of a provider, what a test found, and what is wrong with a field. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  static const char refused[] = "Zoom kennt diese Client-ID mit diesem Client-Secret nicht.";
  g_autofree char *state = g_strdup_printf ("Die Zugangsdaten werden abgelehnt: \u2068%s\u2069", refused);

  set_zoom (fixture, fixture->zoom_uri);
  open_settings (fixture);
  g_assert_nonnull (account_find_row (fixture->root, "Eingebauter Anruf"));
  g_assert_cmpstr (get_subtitle (fixture, "Google Meet"), ==, "Mit der Praxis ist kein Konto verbunden.");
  open_zoom (fixture);
  app_test_click (fixture->root, "Prüfen");
  account_wait_for_label (fixture->root, refused);
  app_test_wait_for (account_find_row (fixture->root, "Mit Störung") != NULL);
  g_assert_cmpstr (get_subtitle (fixture, "Mit Störung"), ==, state);
  app_test_paint (GTK_WINDOW (fixture->root), "provider-german");

  account_type (fixture->root, "Leitung aller Meetings", "no address");
  app_test_click (fixture->root, "Speichern");
  account_wait_for_label (fixture->root, "Muss eine E-Mail-Adresse sein.");
}

/* Sentences within sentences. */
static void
test_unreachable (Fixture       *fixture,
                  gconstpointer  data)
{
  set_zoom (fixture, "http://127.0.0.1:1");
  open_settings (fixture);
  open_zoom (fixture);
  app_test_click (fixture->root, "Prüfen");
  account_wait_for_label (fixture->root, "\u2068Zoom\u2069: \u2068Nicht erreichbar: \u2068unter dieser Adresse "
                                         "antwortet nichts.\u2069\u2069");
}

/* The last error of a job. */
static void
test_failed_job (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *id = app_clinic_find_scheduled (&fixture->clinic);
  g_autofree char *path = g_strdup_printf ("/telemedicine/api/consultations/%s/switch_provider/", id);
  g_autofree char *answer = NULL;

  set_zoom (fixture, fixture->zoom_uri);
  answer = app_clinic_call (&fixture->clinic, fixture->token, "POST", path, "{\"video_provider\":\"zoom\"}");

  for (;;) {
    g_autofree char *jobs = app_clinic_call (&fixture->clinic, fixture->token, "GET",
                                             "/telemedicine/api/jobs/?kind=meeting_create&state=failed,dead", NULL);

    if (strstr (jobs, "\"count\":0") == NULL)
      break;
  }

  open_settings (fixture);
  app_test_wait_for (account_find_row (fixture->root, "Das Meeting konnte nicht angelegt werden") != NULL);
  g_assert_nonnull (strstr (get_subtitle (fixture, "Das Meeting konnte nicht angelegt werden"),
                            "Zoom kennt diese Client-ID mit diesem Client-Secret nicht."));
}

#define ADD(path, function) \
  g_test_add (path, Fixture, argv[1], set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  app_test_speak ("de");

  ADD ("/server-words/refused", test_refused);
  ADD ("/server-words/unreachable", test_unreachable);
  ADD ("/server-words/failed-job", test_failed_job);

  return g_test_run ();
}
