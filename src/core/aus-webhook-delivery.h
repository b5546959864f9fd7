#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

#define AUS_TYPE_WEBHOOK_DELIVERY (aus_webhook_delivery_get_type ())

G_DECLARE_FINAL_TYPE (AusWebhookDelivery, aus_webhook_delivery, AUS, WEBHOOK_DELIVERY, AusRecord)

/* Something that an endpoint is told. @id is the message's “webhook-id” however often it is sent, and the job's;
 * what is known of the job comes from the view. @response_status is that of the last answer. */
struct _AusWebhookDelivery
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *endpoint_id;
  char      *event_type;
  gint64     seq;
  char      *body;
  guint      state;
  gint64     attempts;
  GDateTime *next_at;
  char      *last_error;
  gint64     response_status;
  char      *response_excerpt;
  GDateTime *created_at;
  GDateTime *updated_at;
};

G_END_DECLS
