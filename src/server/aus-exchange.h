#pragma once

#include "aus-auditor.h"
#include "aus-rate-limit.h"
#include "aus-store.h"
#include "aus-web-files.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * AusDesk:
 * @auditor: notes who read what
 * @hashers: where slow preparations run
 * @filers: where those run that work on files
 * @rate_limit: how often each may ask
 * @web_files: the patient's page
 * @measure: sets the gauges of the metrics to what is so now, with @measured
 * @is_draining: whether the server is going away and takes no more work
 *
 * What it takes to answer requests. Main thread.
 */
typedef struct
{
  AusClinic    *clinic;
  AusStore     *store;
  AusAuditor   *auditor;
  GThreadPool  *hashers;
  GThreadPool  *filers;
  AusRateLimit *rate_limit;
  AusWebFiles  *web_files;
  void        (* measure) (gpointer measured);
  gpointer      measured;
  gboolean      is_draining;
} AusDesk;

/* Of the pools: prepares one exchange. */
void aus_exchange_prepare (gpointer           exchange,
                           gpointer           unused);
/* Answers a request of the API, now or later. @desk must outlive all exchanges. */
void aus_exchange_run     (AusDesk           *desk,
                           SoupServerMessage *message,
                           GHashTable        *query);

G_END_DECLS
