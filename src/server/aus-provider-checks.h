#pragma once

#include "aus-clinic.h"
#include "aus-consultation.h"
#include "aus-job-kind.h"
#include "aus-provider.h"

G_BEGIN_DECLS

/* Whether providers work is looked at before anybody needs them: every hour, and ten minutes before each visit. What is
 * found stands beside the settings; the staff of visits that are about to begin are told of trouble. */

/* Its context is the #AusClinic. */
extern const AusJobKind aus_provider_check_job;

/* Plans this hour's check of all that are set up. Inside a write job; asked again within the hour it does nothing. */
gboolean aus_provider_checks_plan_hour  (AusClinic        *clinic,
                                         AusDatabase      *database,
                                         GError          **error);
/* Plans the one before a visit with another provider than the built-in call. Inside a write job. */
gboolean aus_provider_checks_plan_visit (AusDatabase      *database,
                                         AusConsultation  *consultation,
                                         GError          **error);
/* Plans one before long, since @provider is ill. Inside a write job. */
gboolean aus_provider_checks_plan_again (AusDatabase      *database,
                                         AusProvider      *provider,
                                         GError          **error);

G_END_DECLS
