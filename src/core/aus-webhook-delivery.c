#include "aus-webhook-delivery.h"

#include "aus-job-record.h"

G_DEFINE_FINAL_TYPE (AusWebhookDelivery, aus_webhook_delivery, AUS_TYPE_RECORD)

/* In the view alone. */
#define OF_THE_JOB (AUS_FIELD_READONLY | AUS_FIELD_COMPUTED)

static const AusField fields[] = {
  AUS_FIELD (AusWebhookDelivery, id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusWebhookDelivery, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusWebhookDelivery, endpoint_id, .flags = AUS_FIELD_READONLY | AUS_FIELD_ID),
  AUS_FIELD (AusWebhookDelivery, event_type, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusWebhookDelivery, seq, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusWebhookDelivery, body, .flags = AUS_FIELD_READONLY | AUS_FIELD_DETAIL, .max_length = 2000),
  AUS_FIELD (AusWebhookDelivery, state, .flags = OF_THE_JOB, .enum_type = aus_job_state_get_type),
  AUS_FIELD (AusWebhookDelivery, attempts, .flags = OF_THE_JOB),
  AUS_FIELD (AusWebhookDelivery, next_at, .flags = OF_THE_JOB),
  AUS_FIELD (AusWebhookDelivery, last_error, .flags = OF_THE_JOB, .max_length = 1000),
  AUS_FIELD (AusWebhookDelivery, response_status, .flags = AUS_FIELD_READONLY | AUS_FIELD_NULLABLE),
  AUS_FIELD (AusWebhookDelivery, response_excerpt, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusWebhookDelivery, created_at, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusWebhookDelivery, updated_at, .flags = OF_THE_JOB),
};

static void
aus_webhook_delivery_class_init (AusWebhookDeliveryClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "webhook_deliveries", fields, G_N_ELEMENTS (fields));
}

static void
aus_webhook_delivery_init (AusWebhookDelivery *self)
{
  self->response_status = AUS_INTEGER_NULL;
}
