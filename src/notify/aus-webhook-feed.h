#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/**
 * AusWebhookFeed:
 * @has_endpoints: whether anybody listens at all
 * @has_more: whether somebody has not come to the end of the change log yet
 *
 * What came of a turn.
 */
typedef struct
{
  gboolean has_endpoints;
  gboolean has_more;
} AusWebhookFeed;

/* Takes every endpoint that is switched on some way along the change log, and writes down what it is to be told, in the
 * same transaction. A write job. @feed: an #AusWebhookFeed */
gboolean aus_webhook_feed_run (AusDatabase  *database,
                               gpointer      feed,
                               GError      **error);

G_END_DECLS
