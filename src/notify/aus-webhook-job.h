#pragma once

#include "aus-courier.h"
#include "aus-job-kind.h"

G_BEGIN_DECLS

/**
 * AusWebhookPost:
 * @key: the clinic's, that secrets are sealed with
 *
 * The context of the jobs.
 */
typedef struct
{
  AusCourier *courier;
  GBytes     *key;
} AusWebhookPost;

/* Sends one message to one endpoint, on the schedule that Standard Webhooks suggests, over more than a day. An endpoint
 * that answers 410, or nothing good for five days, is switched off. */
extern const AusJobKind aus_webhook_job;

G_END_DECLS
