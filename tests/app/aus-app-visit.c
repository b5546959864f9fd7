#include "aus-app-visit.h"

#include "aus-json.h"
#include "aus-record-list.h"

JsonObject *
app_visit_call (AppVisit   *visit,
                const char *method,
                const char *path,
                const char *body)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = NULL;

  aus_client_send_async (visit->app.client, method, path, body ? json_from_string (body, NULL) : NULL, NULL,
                         app_clinic_result_cb, &result);
  app_test_wait_for (result != NULL);
  answer = aus_client_send_finish (visit->app.client, result, &error);
  g_assert_no_error (error);

  return JSON_NODE_HOLDS_OBJECT (answer) ? json_object_ref (json_node_get_object (answer)) : NULL;
}

char *
app_visit_make_path (AppVisit   *visit,
                     const char *action)
{
  return g_strdup_printf ("consultations/%s/%s/", visit->visit->id, action);
}

void
app_visit_patient_does (AppVisit   *visit,
                        const char *action,
                        const char *body)
{
  g_autofree char *path = app_visit_make_path (visit, action);
  g_autofree char *uri = g_strdup_printf ("%s/telemedicine/api/%s", visit->app.uri, path);
  g_autofree char *authorization = g_strconcat ("Door ", visit->door, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", uri);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (GBytes) answer = NULL;

  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", authorization);
  answer = soup_session_send_and_read (visit->session, message, NULL, NULL);
  g_assert_nonnull (answer);
  g_assert_cmpuint (soup_message_get_status (message) / 100, ==, 2);
}

void
app_visit_patient_says (AppVisit *visit,
                        gboolean  given)
{
  g_autofree char *body = g_strdup_printf ("{\"kind\": \"recording\", \"given\": %s, \"text_version\": \"2026-11\", "
                                           "\"language\": \"en\"}", given ? "true" : "false");

  app_visit_patient_does (visit, "consents", body);
}

/* The token at the end of a link. */
static char *
open_door (AppVisit *visit)
{
  g_autofree char *path = app_visit_make_path (visit, "doors");
  g_autoptr (JsonObject) door = app_visit_call (visit, "POST", path, "{\"role\": \"patient\"}");
  const char *url = aus_json_get_text (door, "url");

  g_assert_nonnull (url);

  return g_strdup (strstr (url, "/d/") + 3);
}

void
app_visit_find (AppVisit *visit)
{
  g_autofree char *id = app_clinic_find_scheduled (&visit->app);

  visit->visit = g_object_ref (aus_record_list_find (
    AUS_RECORD_LIST (aus_client_get_consultations (visit->app.client)), id));
  visit->session = soup_session_new ();
  visit->door = open_door (visit);
}

void
app_visit_set_up (AppVisit      *visit,
                  gconstpointer  program)
{
  app_clinic_set_up (&visit->app, program);
  app_visit_find (visit);
}

void
app_visit_enter_room (AppVisit    *visit,
                      AusFilmDesk *films)
{
  const AusRoomSetup setup = { visit->visit, AUS_MEDIA_SOURCE_TEST, visit->app.folder, .films = films };

  visit->room = aus_room_window_new (NULL, visit->app.client, &setup);
  gtk_window_present (GTK_WINDOW (visit->room));
}

void
app_visit_open_room (AppVisit    *visit,
                     AusFilmDesk *films)
{
  app_visit_enter_room (visit, films);
  app_test_wait_for (app_test_find_button (GTK_WIDGET (visit->room), "Start") != NULL);
  app_visit_patient_does (visit, "join_waiting", "{}");
}

void
app_visit_close_room (AppVisit *visit)
{
  g_object_add_weak_pointer (G_OBJECT (visit->room), (gpointer *) &visit->room);
  gtk_window_close (GTK_WINDOW (visit->room));
  app_test_wait_for (visit->room == NULL);
}

void
app_visit_tear_down (AppVisit      *visit,
                     gconstpointer  program)
{
  if (visit->room != NULL)
    app_visit_close_room (visit);

  g_object_unref (visit->session);
  g_object_unref (visit->visit);
  app_clinic_tear_down (&visit->app, program);
  g_free (visit->door);
}
