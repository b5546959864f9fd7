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
/* The word that stands for the kind of error, as in WebSocket frames. */
const char *aus_problem_get_code (const GError *error);

G_END_DECLS
