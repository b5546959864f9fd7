#pragma once

#include "aus-clinic.h"
#include "aus-job-kind.h"

G_BEGIN_DECLS

/* What is asked of providers behind the changes of visits, a kind for each errand. Their context is the #AusClinic. */
extern const AusJobKind aus_meeting_jobs[];
extern const guint aus_n_meeting_jobs;

G_END_DECLS
