#include "aus-test-clinic.h"

#include "aus-client-private.h"
#include "aus-json.h"
#include "aus-test-wait.h"

#include <libsoup/soup.h>

void
aus_test_clinic_set_up (AusTestClinic *clinic,
                        gconstpointer  data)
{
  g_autofree char *keyring = NULL;

  clinic->server = aus_test_server_new ();
  clinic->folder = aus_test_make_folder ();
  clinic->client = aus_client_new (clinic->folder);
}

static void
drop_client (AusTestClinic *clinic)
{
  aus_client_disconnect (clinic->client);

  /* Calls under way hold on to it until they are told that they are over. */
  aus_test_wait_until (G_OBJECT (clinic->client)->ref_count == 1);
  g_assert_finalize_object (g_steal_pointer (&clinic->client));
}

void
aus_test_clinic_tear_down (AusTestClinic *clinic,
                           gconstpointer  data)
{
  aus_test_clinic_sign_out (clinic);
  drop_client (clinic);
  aus_test_server_free (clinic->server);
  aus_test_remove_folder (clinic->folder);
  g_free (clinic->folder);
}

void
aus_test_clinic_restart (AusTestClinic *clinic)
{
  drop_client (clinic);
  clinic->client = aus_client_new (clinic->folder);
}

gboolean
aus_test_clinic_try_with (AusTestClinic         *clinic,
                          const AusCredentials  *credentials,
                          GError               **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_client_sign_in_async (clinic->client, credentials, NULL, aus_test_result_cb, &result);

  return aus_client_sign_in_finish (clinic->client, aus_test_await (&result), error);
}

gboolean
aus_test_clinic_try (AusTestClinic  *clinic,
                     const char     *uri,
                     const char     *email,
                     const char     *password,
                     GError        **error)
{
  return aus_test_clinic_try_with (clinic, &(const AusCredentials) { uri, email, password }, error);
}

void
aus_test_clinic_sign_in (AusTestClinic        *clinic,
                         const AusTestAccount *account)
{
  g_autoptr (GError) error = NULL;

  aus_test_clinic_try (clinic, clinic->server->uri, account->email, account->password, &error);
  g_assert_no_error (error);
  aus_test_wait_until (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_ONLINE &&
                       aus_live_get_connected (aus_client_get_live (clinic->client)) &&
                       aus_client_get_token_remembered (clinic->client));
}

gboolean
aus_test_clinic_restore (AusTestClinic  *clinic,
                         const char     *email,
                         GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_client_restore_async (clinic->client, clinic->server->uri, email, NULL, aus_test_result_cb, &result);

  return aus_client_restore_finish (clinic->client, aus_test_await (&result), error);
}

void
aus_test_clinic_sign_out (AusTestClinic *clinic)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  aus_client_sign_out_async (clinic->client, NULL, aus_test_result_cb, &result);
  aus_client_sign_out_finish (clinic->client, aus_test_await (&result), &error);
  g_assert_no_error (error);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  GBytes **answer = user_data;

  *answer = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  g_assert_no_error (error);
}

JsonNode *
aus_test_clinic_call (AusTestClinic *clinic,
                      const char    *authorization,
                      const char    *method,
                      const char    *path,
                      const char    *body)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *uri = g_strconcat (clinic->server->uri, "/telemedicine/api/", path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  g_autoptr (GBytes) bytes = body ? g_bytes_new (body, strlen (body)) : NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", authorization);

  if (bytes != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", bytes);

  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, answered_cb, &answer);
  aus_test_wait_until (answer != NULL);
  node = aus_json_parse (g_bytes_get_data (answer, NULL), (gssize) g_bytes_get_size (answer), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), <, 300);

  return node;
}
