#pragma once

#include "aus-address-guard.h"

G_BEGIN_DECLS

/**
 * AusReceipt:
 * @status: of the answer
 * @retry_after: seconds to wait before the next one, as the answer asks; 0 where it does not
 * @excerpt: the beginning of the answer, as text
 */
typedef struct
{
  guint  status;
  guint  retry_after;
  char  *excerpt;
} AusReceipt;

void aus_receipt_free (AusReceipt *self);

#define AUS_TYPE_COURIER (aus_courier_get_type ())

G_DECLARE_FINAL_TYPE (AusCourier, aus_courier, AUS, COURIER, GObject)

/**
 * AusCourier:
 *
 * Posts JSON to addresses that somebody else has named: on threads of its own, within short deadlines, to where the
 * guard allows alone, through no proxy, following nobody elsewhere, and reading little of the answer.
 */

/* @ca_file: (nullable): certificates to trust in place of the system's */
AusCourier *aus_courier_new         (AusAddressGuard      *guard,
                                     const char           *ca_file,
                                     GError              **error);
/* Takes @host, which is HOST:PORT, to be at @address, whatever the DNS says. */
void        aus_courier_pin         (AusCourier           *self,
                                     const char           *host,
                                     const char           *address);
/* @headers: (nullable): lines such as “name: value” */
void        aus_courier_post_async  (AusCourier           *self,
                                     const char           *url,
                                     const char *const    *headers,
                                     const char           *body,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
/* Returns: (transfer full): whatever was answered; or %NULL with %AUS_ERROR_FORBIDDEN where the guard does not allow
 * it, and %AUS_ERROR_UNAVAILABLE where there was no answer */
AusReceipt *aus_courier_post_finish (AusCourier           *self,
                                     GAsyncResult         *result,
                                     GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusReceipt, aus_receipt_free)

G_END_DECLS
