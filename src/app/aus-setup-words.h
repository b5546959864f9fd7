#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A text of the server's tables of providers, in the user's language. (nullable) */
const char *aus_setup_translate (const char *text);
/* What a choice is called, such as “End-to-end” for “e2ee”. (transfer full) */
char       *aus_setup_word      (const char *nick);
/* What a kind of job with a provider was about, or %NULL where it is none of those. */
const char *aus_setup_job_title (const char *kind);

/* The same of a reason why a provider cannot be used, without what only admins can make something of. */
const char *aus_setup_plain     (const char *reason);

G_END_DECLS
