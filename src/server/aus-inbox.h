#pragma once

#include "aus-clinic.h"
#include "aus-job-kind.h"

G_BEGIN_DECLS

/* What providers post to us: written down first, worked on afterwards, and each only once. */

/* Its context is the #AusClinic. */
extern const AusJobKind aus_inbox_job;

/* Writes down what was received, and that it is to be worked on. The same key is taken once. Inside a write job. */
gboolean aus_inbox_add    (AusClinic                *clinic,
                           AusDatabase              *database,
                           const char               *provider,
                           const AusWebhookReceipt  *receipt,
                           GError                  **error);
/* Forgets the keys of what came so long ago that nobody sends it again. */
gboolean aus_inbox_forget (AusDatabase              *database,
                           GError                  **error);

G_END_DECLS
