#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * aus_api_problem_from_answer:
 * @message: was answered with a status that is no success
 * @body: the answer; `application/problem+json` (RFC 9457) where the server is ours
 *
 * The status says the code; what a proxy says while the server is away
 * is %AUS_ERROR_UNAVAILABLE. Carries the fields at fault and Retry-After.
 *
 * Returns: (transfer full): an %AUS_ERROR
 */
GError *aus_api_problem_from_answer    (SoupMessage   *message,
                                    GBytes        *body);

/* What kept us from an answer, in words for people. Returns: (transfer full): an %AUS_ERROR_UNAVAILABLE */
GError *aus_api_problem_from_transport (const GError  *error);

G_END_DECLS
