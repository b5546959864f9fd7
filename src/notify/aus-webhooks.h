#pragma once

#include "aus-database.h"
#include "aus-webhook-delivery.h"
#include "aus-webhook-endpoint.h"
#include "aus-webhook-events.h"

G_BEGIN_DECLS

/* The kind of the jobs. */
#define AUS_WEBHOOK_JOB "webhook"
/* Announced where an endpoint begins to listen. It concerns no listener of ours. */
#define AUS_EVENT_WEBHOOKS "webhooks"
/* How long the previous secret still signs. */
#define AUS_WEBHOOK_OVERLAP AUS_TIME_DAY

/* Call these inside a write job. @key: the clinic's, that secrets are sealed with */

/* Saves a new endpoint, which is told of what happens from now on. @secret: (out) (transfer full): shown once */
gboolean aus_webhooks_insert       (AusDatabase         *database,
                                    AusWebhookEndpoint  *endpoint,
                                    GBytes              *key,
                                    char               **secret,
                                    GError             **error);
/* Has what is queued for one that is switched off wait until it is switched on. */
gboolean aus_webhooks_hold         (AusDatabase         *database,
                                    AusWebhookEndpoint  *endpoint,
                                    GError             **error);
/* Saves what was changed. One that is switched on again is told what was queued, and what happened meanwhile. */
gboolean aus_webhooks_save         (AusDatabase         *database,
                                    AusWebhookEndpoint  *endpoint,
                                    GError             **error);
gboolean aus_webhooks_disable      (AusDatabase         *database,
                                    AusWebhookEndpoint  *endpoint,
                                    const char          *reason,
                                    GError             **error);
/* With all that it was told. */
gboolean aus_webhooks_delete       (AusDatabase         *database,
                                    AusWebhookEndpoint  *endpoint,
                                    GError             **error);
/* Whether the previous secret still signs. */
gboolean aus_webhooks_has_previous (AusWebhookEndpoint  *endpoint);
/* The one that signed until now still does for a while. Where a previous one does so already, that one goes on, and the
 * one in between, which may never have arrived, is forgotten. */
gboolean aus_webhooks_rotate       (AusDatabase         *database,
                                    AusWebhookEndpoint  *endpoint,
                                    GBytes              *key,
                                    char               **secret,
                                    GError             **error);

/* The clock was set forward by @step: how long one has been failing, and a previous secret signs, stays as long. */
gboolean aus_webhooks_shift        (AusDatabase         *database,
                                    gint64               step,
                                    GError             **error);

/* @id: (out) (nullable) (transfer full): of the delivery */
gboolean aus_webhooks_tell         (AusDatabase            *database,
                                    const char             *endpoint_id,
                                    const AusWebhookEvent  *event,
                                    char                  **id,
                                    GError                **error);
/* Of the view. (transfer full) */
AusWebhookDelivery *aus_webhooks_get_delivery (AusDatabase  *database,
                                               const char   *id,
                                               GError      **error);
/* Has what was given up since a time tried again, as the same messages. */
gboolean aus_webhooks_replay       (AusDatabase         *database,
                                    const char          *endpoint_id,
                                    gint64               since,
                                    gint64              *n_replayed,
                                    GError             **error);

G_END_DECLS
