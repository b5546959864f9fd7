#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/**
 * AusWebhookEvent:
 * @type: such as “consultation.updated”
 * @entity: the table of the record; %NULL for none
 * @consultation_id: (nullable): the visit that the record belongs to
 *
 * What is told: which record, and nothing that stands in it.
 */
typedef struct
{
  const char *type;
  const char *entity;
  const char *id;
  gint64      revision;
  gint64      seq;
  const char *consultation_id;
} AusWebhookEvent;

#define AUS_WEBHOOK_PING "webhook.ping"

/* What an event calls a record of @entity; %NULL where nobody is told of those. */
const char *aus_webhook_events_get_noun (const char      *entity);
/* The visit that a record belongs to. Returns: (transfer full) (nullable): %NULL without an error for none */
char       *aus_webhook_events_find_visit (AusDatabase   *database,
                                           const char    *entity,
                                           const char    *id,
                                           GError       **error);
/* Whether @wanted, as endpoints have it, holds @type. */
gboolean    aus_webhook_events_want     (const char      *wanted,
                                         const char      *type);
/* Fails with an error that names the field “event_types”. */
gboolean    aus_webhook_events_check    (const char      *wanted,
                                         GError         **error);
/* The body of the message. (transfer full) */
char       *aus_webhook_events_write    (const AusWebhookEvent *event,
                                         gint64                 time);

G_END_DECLS
