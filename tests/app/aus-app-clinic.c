#include "aus-app-clinic.h"

#include "aus-json.h"

#include <libsoup/soup.h>
#include <string.h>

void
app_clinic_result_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static char *
read_line (GDataInputStream *lines)
{
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (line);

  return line;
}

void
app_clinic_sign_in (AppClinic  *clinic,
                    const char *otp)
{
  const AusCredentials credentials = { clinic->uri, clinic->email, clinic->password, otp };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  aus_client_sign_in_async (clinic->client, &credentials, NULL, app_clinic_result_cb, &result);
  app_test_wait_for (result != NULL);
  aus_client_sign_in_finish (clinic->client, result, &error);
  g_assert_no_error (error);
  app_test_wait_for (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_ONLINE &&
                     g_list_model_get_n_items (aus_client_get_consultations (clinic->client)) > 0);
}

void
app_clinic_sign_out (AppClinic *clinic)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_client_sign_out_async (clinic->client, NULL, app_clinic_result_cb, &result);
  app_test_wait_for (result != NULL);
  aus_client_sign_out_finish (clinic->client, result, NULL);
}

/* As the demo prints them, by role; of each the first. Returns: (transfer full) */
static GHashTable *
read_accounts (GDataInputStream *lines)
{
  GHashTable *accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);

  for (;;) {
    g_autofree char *line = read_line (lines);
    g_auto (GStrv) words = g_strsplit (line, " ", 4);

    if (!g_str_equal (words[0], "account"))
      return accounts;

    if (!g_hash_table_contains (accounts, words[1]))
      g_hash_table_insert (accounts, g_strdup (words[1]), g_strdupv (words));
  }
}

void
app_clinic_start (AppClinic           *clinic,
                  GSubprocessLauncher *launcher,
                  const char          *program)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *listening = NULL;
  g_autoptr (GHashTable) accounts = NULL;
  GStrv words;

  clinic->folder = g_dir_make_tmp ("ausculta-XXXXXX", &error);
  clinic->server = g_subprocess_launcher_spawn (launcher, &error, program, "--demo", "--listen", "127.0.0.1:0", NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (clinic->server));
  listening = read_line (lines);
  accounts = read_accounts (lines);
  words = g_hash_table_lookup (accounts, clinic->role ? clinic->role : "doctor");
  clinic->admin = g_strdupv (g_hash_table_lookup (accounts, "admin"));
  clinic->nurse = g_strdupv (g_hash_table_lookup (accounts, "nurse"));
  clinic->uri = g_strndup (listening + strlen ("Listening on "), strlen (listening) - strlen ("Listening on ") - 1);
  clinic->email = g_strdup (words[2]);
  clinic->password = g_strdup (words[3]);
  clinic->client = aus_client_new (clinic->folder);
}

void
app_clinic_set_up (AppClinic     *clinic,
                   gconstpointer  program)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);

  app_clinic_start (clinic, launcher, program);
  app_clinic_sign_in (clinic, NULL);
}

void
app_clinic_kill_server (AppClinic *clinic)
{
  g_subprocess_force_exit (clinic->server);
  g_assert_true (g_subprocess_wait (clinic->server, NULL, NULL));
}

void
app_clinic_tear_down (AppClinic     *clinic,
                      gconstpointer  program)
{
  app_clinic_kill_server (clinic);
  g_clear_object (&clinic->server);
  /* Requests that are under way keep it until they fail. */
  g_object_add_weak_pointer (G_OBJECT (clinic->client), (gpointer *) &clinic->client);
  g_object_unref (clinic->client);
  app_test_wait_for (clinic->client == NULL);
  g_clear_pointer (&clinic->folder, g_free);
  g_clear_pointer (&clinic->uri, g_free);
  g_clear_pointer (&clinic->email, g_free);
  g_clear_pointer (&clinic->password, g_free);
  g_clear_pointer (&clinic->admin, g_strfreev);
  g_clear_pointer (&clinic->nurse, g_strfreev);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  *(GBytes **) user_data = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  g_assert_no_error (error);
}

static guint
send (AppClinic   *clinic,
      const char  *token,
      const char  *method,
      const char  *path,
      const char  *body,
      GBytes     **answer)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *uri = g_strconcat (clinic->uri, path, NULL);
  g_autofree char *authorization = g_strconcat ("Token ", token, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  g_autoptr (GBytes) bytes = body ? g_bytes_new (body, strlen (body)) : NULL;

  if (token != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", authorization);

  if (bytes != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", bytes);

  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, answered_cb, answer);
  app_test_wait_for (*answer != NULL);

  return soup_message_get_status (message);
}

char *
app_clinic_call (AppClinic  *clinic,
                 const char *token,
                 const char *method,
                 const char *path,
                 const char *body)
{
  g_autoptr (GBytes) answer = NULL;

  g_assert_cmpuint (send (clinic, token, method, path, body, &answer), <, 300);

  return g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
}

guint
app_clinic_try (AppClinic  *clinic,
                const char *token,
                const char *method,
                const char *path)
{
  g_autoptr (GBytes) answer = NULL;

  return send (clinic, token, method, path, NULL, &answer);
}

static char *
sign_in (AppClinic  *clinic,
         const char *email,
         const char *password)
{
  g_autofree char *body = g_strdup_printf ("{\"email\":\"%s\",\"password\":\"%s\"}", email, password);
  g_autofree char *text = app_clinic_call (clinic, NULL, "POST", "/accounts/api/login/", body);
  g_autoptr (JsonObject) answer = aus_json_parse_object (text, -1, NULL);

  return g_strdup (aus_json_get_text (answer, "token"));
}

char *
app_clinic_sign_in_elsewhere (AppClinic *clinic)
{
  return sign_in (clinic, clinic->email, clinic->password);
}

char *
app_clinic_sign_in_admin (AppClinic *clinic)
{
  return sign_in (clinic, clinic->admin[2], clinic->admin[3]);
}

void
app_clinic_assign_nurse (AppClinic  *clinic,
                         const char *visit_id)
{
  g_autofree char *credentials =
    g_strdup_printf ("{\"email\":\"%s\",\"password\":\"%s\"}", clinic->nurse[2], clinic->nurse[3]);
  g_autofree char *text = app_clinic_call (clinic, NULL, "POST", "/accounts/api/login/", credentials);
  g_autoptr (JsonObject) answer = aus_json_parse_object (text, -1, NULL);
  g_autofree char *admin = app_clinic_sign_in_admin (clinic);
  g_autofree char *path = g_strdup_printf ("/telemedicine/api/consultations/%s/participants/", visit_id);
  g_autofree char *body =
    g_strdup_printf ("{\"user_id\":\"%s\"}",
                     aus_json_get_text (json_object_get_object_member (answer, "user"), "id"));
  g_autofree char *assigned = app_clinic_call (clinic, admin, "POST", path, body);
}

char *
app_clinic_find_scheduled (AppClinic *clinic)
{
  GListModel *visits = aus_client_get_consultations (clinic->client);

  for (guint i = 0; i < g_list_model_get_n_items (visits); i++) {
    g_autoptr (AusConsultation) visit = g_list_model_get_item (visits, i);

    if (visit->status == AUS_STATUS_SCHEDULED)
      return g_strdup (visit->id);
  }

  return NULL;
}
