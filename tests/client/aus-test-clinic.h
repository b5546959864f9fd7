#pragma once

#include "aus-client.h"
#include "aus-test-server.h"

G_BEGIN_DECLS

/**
 * AusTestClinic:
 *
 * A server and somebody's client. The fixture of tests against the real thing.
 */
typedef struct
{
  AusTestServer *server;
  char          *folder;
  AusClient     *client;
} AusTestClinic;

void      aus_test_clinic_set_up    (AusTestClinic        *clinic,
                                     gconstpointer         data);
void      aus_test_clinic_tear_down (AusTestClinic        *clinic,
                                     gconstpointer         data);

/* The same cache and keyring in another run of the app. */
void      aus_test_clinic_restart   (AusTestClinic        *clinic);
/* Until it is online and has its lists. */
void      aus_test_clinic_sign_in   (AusTestClinic        *clinic,
                                     const AusTestAccount *account);
gboolean  aus_test_clinic_try       (AusTestClinic        *clinic,
                                     const char           *uri,
                                     const char           *email,
                                     const char           *password,
                                     GError              **error);
/* The same with all that one may sign in with. */
gboolean  aus_test_clinic_try_with  (AusTestClinic        *clinic,
                                     const AusCredentials *credentials,
                                     GError              **error);
gboolean  aus_test_clinic_restore   (AusTestClinic        *clinic,
                                     const char           *email,
                                     GError              **error);
void      aus_test_clinic_sign_out  (AusTestClinic        *clinic);

/* Calls the API with a door or another token: `"Door abc"`. Returns: (transfer full): the answer, which is an object */
JsonNode *aus_test_clinic_call      (AusTestClinic        *clinic,
                                     const char           *authorization,
                                     const char           *method,
                                     const char           *path,
                                     const char           *body);

G_END_DECLS
