#pragma once

#include "aus-client.h"

G_BEGIN_DECLS

/* What people do to their own account. Each call ends in one of the *_finish() below with the client and the result
 * that the callback got; faults of fields name them as they are named here. */

/**
 * AusFactor:
 * @is_on: whether signing in asks for a code
 * @is_required: whether the clinic asks for it, so that it cannot be turned off
 * @n_codes: recovery codes that are left
 */
typedef struct
{
  gboolean is_on;
  gboolean is_required;
  gint64   n_codes;
} AusFactor;

/**
 * AusFactorOffer:
 * @secret: to be typed where nothing can be scanned
 * @qr: the rows of the code to be scanned, “1” for what is dark
 * @codes: recovery codes, which are never told again
 *
 * A second step to be confirmed.
 */
typedef struct
{
  char  *secret;
  GStrv  qr;
  GStrv  codes;
} AusFactorOffer;

/**
 * AusDevice:
 * @name: what the server knows it by; may be empty
 * @last_used: (nullable)
 * @is_current: whether it is this one
 *
 * Where somebody is signed in.
 */
typedef struct
{
  char      *id;
  char      *name;
  char      *address;
  GDateTime *last_used;
  gboolean   is_current;
} AusDevice;

/* Faults name `old_password` and `new_password`. All other devices are signed out. */
void            aus_account_change_password   (AusClient            *client,
                                               const char           *old_password,
                                               const char           *new_password,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);

void            aus_account_read_factor       (AusClient            *client,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
gboolean        aus_account_read_factor_finish (AusClient           *client,
                                               GAsyncResult         *result,
                                               AusFactor            *factor,
                                               GError              **error);

/* Faults name `password`. */
void            aus_account_begin_factor      (AusClient            *client,
                                               const char           *password,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
/* Returns: (transfer full) */
AusFactorOffer *aus_account_begin_factor_finish (AusClient          *client,
                                               GAsyncResult         *result,
                                               GError              **error);
/* Faults name `otp`. */
void            aus_account_confirm_factor    (AusClient            *client,
                                               const char           *otp,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
/* Faults name `password`. */
void            aus_account_remove_factor     (AusClient            *client,
                                               const char           *password,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
/* The same. */
void            aus_account_renew_codes       (AusClient            *client,
                                               const char           *password,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
/* Returns: (transfer full) */
GStrv           aus_account_renew_codes_finish (AusClient           *client,
                                               GAsyncResult         *result,
                                               GError              **error);

void            aus_account_list_devices      (AusClient            *client,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
/* Returns: (transfer full) (element-type AusDevice): this one first, then the last used */
GPtrArray      *aus_account_list_devices_finish (AusClient          *client,
                                               GAsyncResult         *result,
                                               GError              **error);
/* @id: (nullable): %NULL for all but this one */
void            aus_account_sign_out_device   (AusClient            *client,
                                               const char           *id,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);

/* Ends all those calls that answer nothing but that they worked. */
gboolean        aus_account_finish            (AusClient            *client,
                                               GAsyncResult         *result,
                                               GError              **error);

void            aus_factor_offer_free         (AusFactorOffer       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusFactorOffer, aus_factor_offer_free)

G_END_DECLS
