#include "aus-shapes.h"

#include "aus-webhook-endpoint.h"

/* The secret is told this once. */
const AusShape aus_new_webhook_shape = {
  "WebhookEndpointWithSecret",
  .record = aus_webhook_endpoint_get_type,
  .members = (const AusMember[]) {
    { "secret" },
    { NULL },
  },
};

const AusShape aus_webhook_replay_body = {
  "WebhookReplay",
  .members = (const AusMember[]) {
    { "since", AUS_KIND_TIME, AUS_MEMBER_OPTIONAL },
    { NULL },
  },
};

const AusShape aus_webhook_replay_shape = {
  "WebhookReplayed",
  .members = (const AusMember[]) {
    { "replayed", AUS_KIND_INTEGER },
    { NULL },
  },
};
