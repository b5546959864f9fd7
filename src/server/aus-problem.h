#pragma once

#include "aus-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * aus_problem_make:
 * @status: (out): the HTTP status that fits
 *
 * Returns: (transfer full): the body of an answer that says @error as application/problem+json (RFC 9457); of errors
 *   inside the server it says nothing
 */
GBytes     *aus_problem_make     (const GError *error,
                                  guint        *status);
/* How many kinds of error there are, all of which have an answer. */
extern const guint aus_n_problems;

guint       aus_problem_get_status (AusError      error);
const char *aus_problem_get_title  (AusError      error);
const char *aus_problem_get_word   (AusError      error);
/* Whether none of the errors in @set before this one has its status. */
gboolean    aus_problem_is_first   (AusError      error,
                                    guint         set);
/* The word that stands for the kind of error, as in WebSocket frames. */
const char *aus_problem_get_code (const GError *error);

G_END_DECLS
