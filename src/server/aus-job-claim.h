#pragma once

#include "aus-job-kind.h"

G_BEGIN_DECLS

/**
 * AusJobRoom:
 * @context: for the kind
 * @n_running: of this kind
 */
typedef struct
{
  const AusJobKind *kind;
  gpointer          context;
  guint             n_running;
} AusJobRoom;

/**
 * AusJobClaim:
 * @rooms: (element-type AusJobRoom): in: what may run
 * @attempts: (element-type AusJobAttempt): out: what runs from now on
 * @next_at: out: when the next one is due
 *
 * Takes what is due and may run. What cannot even be begun is dealt with at once.
 */
typedef struct
{
  GArray    *rooms;
  GPtrArray *attempts;
  gint64     next_at;
} AusJobClaim;

/* Both are jobs for the writer. */
gboolean aus_job_claim_run (AusDatabase  *database,
                            gpointer      claim,
                            GError      **error);

/**
 * AusJobVerdict:
 * @failure: (nullable): %NULL where it worked
 * @was_stopped: the server goes: the attempt does not count
 * @is_bare: whether the kind's own settling is left out, since it failed
 *
 * How an attempt went.
 */
typedef struct
{
  AusJobAttempt *attempt;
  GError        *failure;
  gboolean       was_stopped;
  gboolean       is_bare;
} AusJobVerdict;

gboolean aus_job_verdict_write (AusDatabase  *database,
                                gpointer      verdict,
                                GError      **error);

G_END_DECLS
