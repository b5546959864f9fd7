#include "aus-webhook-endpoint.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (AusWebhookEndpoint, aus_webhook_endpoint, AUS_TYPE_RECORD)

#define SEALED (AUS_FIELD_READONLY | AUS_FIELD_SECRET)

static const AusField fields[] = {
  AUS_FIELD (AusWebhookEndpoint, id, .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_ID),
  AUS_FIELD (AusWebhookEndpoint, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusWebhookEndpoint, url, .label = N_("Address"), .flags = AUS_FIELD_REQUIRED, .max_length = 2000),
  AUS_FIELD (AusWebhookEndpoint, description, .label = N_("Description"), .max_length = 500),
  AUS_FIELD (AusWebhookEndpoint, event_types, .label = N_("Events"), .max_length = 2000),
  AUS_FIELD (AusWebhookEndpoint, is_active, .label = N_("Active")),
  AUS_FIELD (AusWebhookEndpoint, disabled_reason, .flags = AUS_FIELD_READONLY, .max_length = 500),
  AUS_FIELD (AusWebhookEndpoint, secret, .flags = SEALED),
  AUS_FIELD (AusWebhookEndpoint, previous_secret, .flags = SEALED),
  AUS_FIELD (AusWebhookEndpoint, previous_until, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusWebhookEndpoint, cursor, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusWebhookEndpoint, failing_since, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusWebhookEndpoint, created_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusWebhookEndpoint, updated_at, .flags = AUS_FIELD_READONLY),
};

static void
aus_webhook_endpoint_class_init (AusWebhookEndpointClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "webhook_endpoints", fields, G_N_ELEMENTS (fields));
}

static void
aus_webhook_endpoint_init (AusWebhookEndpoint *self)
{
  self->is_active = TRUE;
}
