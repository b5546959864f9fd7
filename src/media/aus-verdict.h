#pragma once

#include "aus-enums.h"
#include "aus-peer.h"
#include "aus-quality-cause.h"

G_BEGIN_DECLS

/* How good a call is, and why it is no better. The patient's page judges alike (verdict.js); the tests hold both to the
 * same cases. */

/* By the worst of what was measured. */
AusQuality      aus_verdict_grade      (const AusPeerQuality *measured);

/**
 * aus_verdict_find_cause:
 * @quality: the grade, of which fair and poor have a cause
 * @own_ms: how long the practice's server takes to answer this side, below 0 where it does not
 * @other_ms: the same for the other side, below 0 where nothing is heard of them
 *
 * Both sides talk to the same server, so who is slow to reach it is who has the weak connection.
 */
AusQualityCause aus_verdict_find_cause (AusQuality            quality,
                                        double                own_ms,
                                        double                other_ms);

G_END_DECLS
