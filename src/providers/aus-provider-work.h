#pragma once

#include "aus-provider.h"

G_BEGIN_DECLS

/* What a provider does over the network, on threads that may wait. */

/* Whether it does errands of @kind. */
gboolean             aus_provider_can              (AusProvider             *self,
                                                    AusErrandKind            kind);
/* Blocks, and may take half a minute, or as long as a download takes. Errors that time may mend are
 * %AUS_ERROR_UNAVAILABLE and %AUS_ERROR_THROTTLED; all are in plain words and hold no secret. */
gboolean             aus_provider_perform          (AusProvider             *self,
                                                    AusErrand               *errand,
                                                    GCancellable            *cancellable,
                                                    GError                 **error);
/* Whether it answers as it should, by what was last seen. @reason: (out) (transfer full): a sentence why not */
gboolean             aus_provider_is_healthy       (AusProvider             *self,
                                                    char                   **reason);
/* Whether the credentials were refused, which only an admin can mend. */
gboolean             aus_provider_is_refused       (AusProvider             *self);
/**
 * aus_provider_receive:
 *
 * Proves on the raw bytes, before it reads them, that they are from the provider. May block for some seconds.
 *
 * Returns: %FALSE with %AUS_ERROR_UNAUTHENTICATED where they are not
 */
gboolean             aus_provider_receive          (AusProvider             *self,
                                                    const AusWebhookMail    *mail,
                                                    AusWebhookReceipt       *receipt,
                                                    GError                 **error);
/* What @content tells, which was received before. Returns: (transfer full) (element-type AusMeetingEvent): empty
 * where it is nothing for us */
GPtrArray           *aus_provider_read_events      (AusProvider             *self,
                                                    GBytes                  *content,
                                                    GError                 **error);

G_END_DECLS
