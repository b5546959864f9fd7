#include "aus-account.h"

#include "aus-client-private.h"
#include "aus-consultation.h"
#include "aus-error.h"
#include "aus-test-clinic.h"
#include "aus-test-wait.h"
#include "aus-totp.h"

#define NEW_PASSWORD "words that nobody tries"

typedef AusTestClinic Clinic;

static const AusTestAccount *
get_doctor (Clinic *clinic)
{
  return aus_test_server_find (clinic->server, AUS_ROLE_DOCTOR, 0);
}

/* What a phone shows, some steps from now; each of them counts once. (transfer full) */
static char *
make_code (const char *secret,
           int         offset)
{
  g_autoptr (GBytes) key = aus_totp_decode (secret);

  return aus_totp_make (key, g_get_real_time () / G_USEC_PER_SEC / AUS_TOTP_PERIOD + offset, AUS_TOTP_DIGITS);
}

static AusFactorOffer *
begin (Clinic *clinic)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  AusFactorOffer *offer;

  aus_account_begin_factor (clinic->client, get_doctor (clinic)->password, NULL, aus_test_result_cb, &result);
  offer = aus_account_begin_factor_finish (clinic->client, aus_test_await (&result), &error);
  g_assert_no_error (error);

  return offer;
}

static gboolean
confirm (Clinic      *clinic,
         const char  *otp,
         GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_account_confirm_factor (clinic->client, otp, NULL, aus_test_result_cb, &result);

  return aus_account_finish (clinic->client, aus_test_await (&result), error);
}

static AusFactorOffer *
turn_on (Clinic *clinic)
{
  AusFactorOffer *offer = begin (clinic);
  g_autofree char *code = make_code (offer->secret, 0);
  g_autoptr (GError) error = NULL;

  confirm (clinic, code, &error);
  g_assert_no_error (error);

  return offer;
}

static AusFactor
read_factor (Clinic *clinic)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  AusFactor factor = { FALSE };

  aus_account_read_factor (clinic->client, NULL, aus_test_result_cb, &result);
  aus_account_read_factor_finish (clinic->client, aus_test_await (&result), &factor, &error);
  g_assert_no_error (error);

  return factor;
}

static gboolean
try (Clinic      *clinic,
     const char  *password,
     const char  *otp,
     GError     **error)
{
  const AusCredentials credentials = { clinic->server->uri, get_doctor (clinic)->email, password, otp };

  return aus_test_clinic_try_with (clinic, &credentials, error);
}

static void
assert_fault (const GError *error,
              const char   *field)
{
  const AusFieldFault *fault;

  g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
  fault = g_ptr_array_index (aus_error_get_fields (error), 0);
  g_assert_cmpstr (fault->name, ==, field);
}

static void
test_second_step (Clinic        *clinic,
                  gconstpointer  data)
{
  const char *password = get_doctor (clinic)->password;
  g_autoptr (AusFactorOffer) offer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;

  aus_test_clinic_sign_in (clinic, get_doctor (clinic));
  g_assert_false (read_factor (clinic).is_on);
  offer = turn_on (clinic);
  g_assert_cmpuint (g_strv_length (offer->codes), ==, 10);
  g_assert_cmpuint (g_strv_length (offer->qr), ==, strlen (offer->qr[0]));
  g_assert_true (read_factor (clinic).is_on);
  g_assert_cmpint (read_factor (clinic).n_codes, ==, 10);
  aus_test_clinic_sign_out (clinic);

  g_assert_false (try (clinic, password, NULL, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_OTP_REQUIRED);
  g_clear_error (&error);
  g_assert_false (try (clinic, password, "000000x", &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED);
  g_clear_error (&error);
  code = make_code (offer->secret, 1);
  g_assert_true (try (clinic, password, code, &error));
  g_assert_no_error (error);
  aus_test_clinic_sign_out (clinic);
  g_assert_true (try (clinic, password, offer->codes[3], &error));
  g_assert_cmpint (read_factor (clinic).n_codes, ==, 9);
}

static void
test_confirm_fault (Clinic        *clinic,
                    gconstpointer  data)
{
  g_autoptr (AusFactorOffer) offer = NULL;
  g_autoptr (GError) error = NULL;

  aus_test_clinic_sign_in (clinic, get_doctor (clinic));
  offer = begin (clinic);
  g_assert_false (confirm (clinic, "000000x", &error));
  assert_fault (error, "otp");
  g_assert_false (read_factor (clinic).is_on);
}

static void
test_renew_and_remove (Clinic        *clinic,
                       gconstpointer  data)
{
  const char *password = get_doctor (clinic)->password;
  g_autoptr (AusFactorOffer) offer = NULL;
  g_autoptr (GAsyncResult) wrong = NULL;
  g_autoptr (GAsyncResult) right = NULL;
  g_autoptr (GAsyncResult) removed = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) codes = NULL;

  aus_test_clinic_sign_in (clinic, get_doctor (clinic));
  offer = turn_on (clinic);
  aus_account_renew_codes (clinic->client, "wrong", NULL, aus_test_result_cb, &wrong);
  g_assert_null (aus_account_renew_codes_finish (clinic->client, aus_test_await (&wrong), &error));
  assert_fault (error, "password");
  g_clear_error (&error);

  aus_account_renew_codes (clinic->client, password, NULL, aus_test_result_cb, &right);
  codes = aus_account_renew_codes_finish (clinic->client, aus_test_await (&right), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (codes), ==, 10);
  g_assert_false (g_strv_contains ((const char *const *) codes, offer->codes[0]));

  aus_account_remove_factor (clinic->client, password, NULL, aus_test_result_cb, &removed);
  g_assert_true (aus_account_finish (clinic->client, aus_test_await (&removed), &error));
  g_assert_no_error (error);
  g_assert_false (read_factor (clinic).is_on);
}

static gboolean
change_password (Clinic      *clinic,
                 const char  *old,
                 const char  *new,
                 GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  aus_account_change_password (clinic->client, old, new, NULL, aus_test_result_cb, &result);

  return aus_account_finish (clinic->client, aus_test_await (&result), error);
}

static void
test_password (Clinic        *clinic,
               gconstpointer  data)
{
  const char *password = get_doctor (clinic)->password;
  g_autoptr (GError) error = NULL;

  aus_test_clinic_sign_in (clinic, get_doctor (clinic));
  g_assert_false (change_password (clinic, "wrong", NEW_PASSWORD, &error));
  assert_fault (error, "old_password");
  g_clear_error (&error);
  g_assert_false (change_password (clinic, password, "password123", &error));
  assert_fault (error, "new_password");
  g_clear_error (&error);
  g_assert_true (change_password (clinic, password, NEW_PASSWORD, &error));
  aus_test_clinic_sign_out (clinic);
  g_assert_true (try (clinic, NEW_PASSWORD, NULL, &error));
  g_assert_no_error (error);
}

static GPtrArray *
list_devices (Clinic *clinic)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *devices;

  aus_account_list_devices (clinic->client, NULL, aus_test_result_cb, &result);
  devices = aus_account_list_devices_finish (clinic->client, aus_test_await (&result), &error);
  g_assert_no_error (error);

  return devices;
}

static void
sign_out_device (Clinic     *clinic,
                 const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  aus_account_sign_out_device (clinic->client, id, NULL, aus_test_result_cb, &result);
  g_assert_true (aus_account_finish (clinic->client, aus_test_await (&result), &error));
  g_assert_no_error (error);
}

/* Another device of the same person, which shares no keyring with this one. (transfer full) */
static AusApi *
sign_in_elsewhere (Clinic *clinic)
{
  g_autofree char *body = g_strdup_printf ("{\"email\":\"%s\",\"password\":\"%s\"}", get_doctor (clinic)->email,
                                           get_doctor (clinic)->password);
  g_autoptr (JsonNode) answer =
    aus_test_clinic_call (clinic, "Nobody", "POST", "../../accounts/api/login/", body);
  AusApi *api = aus_api_new ();

  aus_api_set_server (api, clinic->server->uri);
  aus_api_set_token (api, json_object_get_string_member (json_node_get_object (answer), "token"));

  return api;
}

static gboolean
call_elsewhere (AusApi      *api,
                const char  *method,
                const char  *path,
                GError     **error)
{
  const AusApiRequest request = { .method = method, .path = path };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonNode) answer = NULL;

  aus_api_send_async (api, &request, NULL, aus_test_result_cb, &result);
  answer = aus_api_send_finish (api, aus_test_await (&result), error);

  return answer != NULL;
}

static void
test_devices (Clinic        *clinic,
              gconstpointer  data)
{
  g_autoptr (AusApi) phone = NULL;
  g_autoptr (AusApi) tablet = NULL;
  g_autoptr (GPtrArray) devices = NULL;
  g_autoptr (GError) error = NULL;
  const AusDevice *device;

  aus_test_clinic_sign_in (clinic, get_doctor (clinic));
  phone = sign_in_elsewhere (clinic);
  devices = list_devices (clinic);
  g_assert_cmpuint (devices->len, ==, 2);
  device = g_ptr_array_index (devices, 0);
  g_assert_true (device->is_current);
  g_assert_true (g_str_has_prefix (device->name, "Ausculta, "));
  g_assert_cmpstr (device->address, ==, "127.0.0.1");
  g_assert_nonnull (device->last_used);

  device = g_ptr_array_index (devices, 1);
  g_assert_false (device->is_current);
  tablet = sign_in_elsewhere (clinic);
  sign_out_device (clinic, device->id);
  g_assert_false (call_elsewhere (phone, "GET", "/accounts/api/me/", &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED);
  g_assert_true (call_elsewhere (tablet, "GET", "/accounts/api/me/", NULL));

  sign_out_device (clinic, NULL);
  g_clear_error (&error);
  g_assert_false (call_elsewhere (tablet, "GET", "/accounts/api/me/", &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_UNAUTHENTICATED);
  g_assert_cmpint (aus_client_get_state (clinic->client), ==, AUS_CLIENT_STATE_ONLINE);
}

/* Signed out from elsewhere, one knows at once and why; a room that was open goes on when its doctor is back. */
static void
test_signed_out_elsewhere (Clinic        *clinic,
                           gconstpointer  data)
{
  g_autoptr (AusApi) phone = NULL;
  g_autoptr (AusRoom) room = NULL;
  g_autoptr (AusConsultation) visit = NULL;
  g_autoptr (GError) error = NULL;

  aus_test_clinic_sign_in (clinic, get_doctor (clinic));
  visit = g_list_model_get_item (aus_client_get_consultations (clinic->client), 0);
  room = aus_client_open_room (clinic->client, visit->id);
  aus_test_wait_until (aus_room_get_connected (room));

  phone = sign_in_elsewhere (clinic);
  g_assert_true (call_elsewhere (phone, "DELETE", "/accounts/api/sessions/", &error));
  aus_test_wait_until (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_SIGN_IN_NEEDED &&
                       !aus_room_get_connected (room));
  g_assert_nonnull (strstr (aus_client_get_problem (clinic->client), "ended on another device"));

  aus_test_clinic_sign_in (clinic, get_doctor (clinic));
  aus_test_wait_until (aus_room_get_connected (room));
}

static void
test_enrolment (Clinic        *clinic,
                gconstpointer  data)
{
  g_autoptr (AusFactorOffer) offer = NULL;
  g_autoptr (GError) error = NULL;

  aus_test_server_stop (clinic->server);
  clinic->server->require_totp = "doctor";
  aus_test_server_start (clinic->server);
  g_assert_true (try (clinic, get_doctor (clinic)->password, NULL, &error));
  aus_test_wait_until (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_ENROLMENT_NEEDED);
  g_assert_true (read_factor (clinic).is_required);
  offer = turn_on (clinic);
  aus_client_enrolled (clinic->client);
  aus_test_wait_until (aus_client_get_state (clinic->client) == AUS_CLIENT_STATE_ONLINE);
  g_assert_cmpuint (g_list_model_get_n_items (aus_client_get_consultations (clinic->client)), >, 3);
}

static void
test_throttled (Clinic        *clinic,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 6; i++) {
    g_clear_error (&error);
    g_assert_false (try (clinic, "wrong", NULL, &error));
  }

  g_assert_error (error, AUS_ERROR, AUS_ERROR_THROTTLED);
  g_assert_cmpuint (aus_error_get_retry_after (error), >, 0);
}

static const struct
{
  const char *path;
  void      (*test) (Clinic *clinic, gconstpointer data);
} tests[] = {
  { "/client/account/second-step", test_second_step },
  { "/client/account/confirm-fault", test_confirm_fault },
  { "/client/account/renew-and-remove", test_renew_and_remove },
  { "/client/account/password", test_password },
  { "/client/account/devices", test_devices },
  { "/client/account/signed-out-elsewhere", test_signed_out_elsewhere },
  { "/client/account/enrolment", test_enrolment },
  { "/client/account/throttled", test_throttled },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Clinic, NULL, aus_test_clinic_set_up, tests[i].test, aus_test_clinic_tear_down);

  return g_test_run ();
}
