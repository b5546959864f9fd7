#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

#define AUS_TYPE_WEBHOOK_ENDPOINT (aus_webhook_endpoint_get_type ())

G_DECLARE_FINAL_TYPE (AusWebhookEndpoint, aus_webhook_endpoint, AUS, WEBHOOK_ENDPOINT, AusRecord)

/* Somebody who is told what happens. @event_types are words such as “consultation.updated” or “booking.*”, with spaces
 * between them; none is all. @cursor is up to where of the change log. The secrets are sealed. */
struct _AusWebhookEndpoint
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *url;
  char      *description;
  char      *event_types;
  gboolean   is_active;
  char      *disabled_reason;
  char      *secret;
  char      *previous_secret;
  GDateTime *previous_until;
  gint64     cursor;
  GDateTime *failing_since;
  GDateTime *created_at;
  GDateTime *updated_at;
};

G_END_DECLS
