#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a choice is called, such as “End-to-end” for “e2ee”. (transfer full) */
char       *aus_setup_word      (const char *nick);
/* What a kind of job with a provider was about, or %NULL where it is none of those. */
const char *aus_setup_job_title (const char *kind);

G_END_DECLS
