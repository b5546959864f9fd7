#pragma once

#include "aus-client-state.h"
#include "aus-room.h"
#include "aus-user.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define AUS_TYPE_CLIENT (aus_client_get_type ())

G_DECLARE_FINAL_TYPE (AusClient, aus_client, AUS, CLIENT, GObject)

/**
 * AusClient:
 *
 * The clinic as one signed-in person sees it: live while the server can be reached, from the cache while
 * not. Main thread only; nothing here blocks.
 *
 * Properties, all read-only and notified: `state`, `user` (%NULL until known), `server-uri`, `email`, `as-of`
 * (when the cache last agreed with the server), `token-remembered` (the next start needs no password),
 * `problem` (a sentence in the user's language saying why not online, or %NULL), `insecure` (plain HTTP over
 * a network), `clock-skew` (seconds that the server's clock is ahead of ours).
 *
 * Signal `event (JsonObject *frame)`: a frame of the clinic's event socket.
 */

/* @cache_dir is made where it does not exist. */
AusClient      *aus_client_new                  (const char           *cache_dir);

/**
 * AusCredentials:
 * @server_uri: as typed: the scheme may be missing, then it is https, or http on this machine
 * @otp: (nullable): a code of the second step, or a recovery code
 *
 * What somebody signs in with.
 */
typedef struct
{
  const char *server_uri;
  const char *email;
  const char *password;
  const char *otp;
} AusCredentials;

/**
 * aus_client_sign_in_async:
 *
 * Ends with %AUS_ERROR_INVALID that names `server`, `email` or `password`, with %AUS_ERROR_UNAUTHENTICATED
 * for a wrong password or code, %AUS_ERROR_OTP_REQUIRED where the password is right and a code is missing,
 * %AUS_ERROR_THROTTLED with the seconds to wait, or %AUS_ERROR_UNAVAILABLE where the server cannot be reached.
 * On failure the state is as before.
 */
void            aus_client_sign_in_async        (AusClient            *self,
                                                 const AusCredentials *credentials,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean        aus_client_sign_in_finish       (AusClient            *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);

/**
 * aus_client_restore_async:
 * @server_uri: (nullable): of the last sign-in
 * @email: (nullable): of the last sign-in
 *
 * Goes on where the last start ended. When it finishes, the lists show the cache and the server is being
 * tried, or it fails with %AUS_ERROR_UNAUTHENTICATED and the state is %AUS_CLIENT_STATE_SIGN_IN_NEEDED, or
 * %AUS_CLIENT_STATE_SIGNED_OUT where @server_uri or @email is missing. The network is not waited for.
 */
void            aus_client_restore_async        (AusClient            *self,
                                                 const char           *server_uri,
                                                 const char           *email,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean        aus_client_restore_finish       (AusClient            *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);

/* Forgets token and cache at once, and tells the server if it can be reached. */
void            aus_client_sign_out_async       (AusClient            *self,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean        aus_client_sign_out_finish      (AusClient            *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);

/**
 * aus_client_send_async:
 * @method: such as `"POST"`
 * @path: with its query; below `/telemedicine/api/` where it has no leading slash
 * @body: (transfer full) (nullable): what to send
 *
 * A POST gets an `Idempotency-Key` of its own, so that it is tried twice, like a GET, where the connection
 * breaks.
 */
void            aus_client_send_async           (AusClient            *self,
                                                 const char           *method,
                                                 const char           *path,
                                                 JsonNode             *body,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);

/* Returns: (transfer full): the answer, a null node where it is empty; on failure the error has its fields */
JsonNode       *aus_client_send_finish          (AusClient            *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);

/* The second step that the clinic asks for is there now: goes online. */
void            aus_client_enrolled             (AusClient            *self);

/* Tries the server now and not at the next regular time: for a “Try again” button. */
void            aus_client_retry                (AusClient            *self);

/* Returns: (transfer full): a room that connects by itself */
AusRoom        *aus_client_open_room            (AusClient            *self,
                                                 const char           *consultation_id);

/* The lists are AusRecordList, owned by the client, and the same ones for its whole life. */

/* AusConsultation by scheduled start, from seven days ago until in sixty days. */
GListModel     *aus_client_get_consultations    (AusClient            *self);
/* AusBooking by start. */
GListModel     *aus_client_get_bookings         (AusClient            *self);
/* AusPatient by family name, then given name. */
GListModel     *aus_client_get_patients         (AusClient            *self);
/* AusUser with the role doctor, by name. */
GListModel     *aus_client_get_doctors          (AusClient            *self);

AusClientState  aus_client_get_state            (AusClient            *self);
AusUser        *aus_client_get_user             (AusClient            *self);
const char     *aus_client_get_server_uri       (AusClient            *self);
const char     *aus_client_get_email            (AusClient            *self);
/* Both as aus_identity_new() makes one of them. Returns: (transfer full) */
char           *aus_client_dup_identity         (AusClient            *self);
GDateTime      *aus_client_get_as_of            (AusClient            *self);
gboolean        aus_client_get_token_remembered (AusClient            *self);
const char     *aus_client_get_problem          (AusClient            *self);
gboolean        aus_client_get_insecure         (AusClient            *self);
gint64          aus_client_get_clock_skew       (AusClient            *self);

G_END_DECLS
