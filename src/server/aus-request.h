#pragma once

#include "aus-call.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What the headers of a request say. */

/* Who shows what: an Authorization header, or the browser's cookie. *@token: (transfer full) (nullable) */
AusCredential aus_request_get_credential (SoupServerMessage  *message,
                                          char              **token,
                                          gboolean           *by_cookie);
/* Whether the request comes from one of our own pages or from a page that the clinic allows, or from no page at all. */
gboolean      aus_request_is_from_friend (SoupServerMessage  *message,
                                          AusClinic          *clinic);
/* Whether the request names a page that it comes from. */
gboolean      aus_request_has_origin     (SoupServerMessage  *message);
/* The Origin, where it is one that may read our answers from another site; else %NULL. */
const char   *aus_request_get_cors_origin (SoupServerMessage *message,
                                           AusClinic         *clinic);
/* The peer's address, or the one that a proxy on this machine saw. (transfer full) */
char         *aus_request_get_address    (SoupServerMessage  *message);
/* The caller's own name for the request where it is harmless, else a new one. (transfer full) */
char         *aus_request_get_id         (SoupServerMessage  *message);
/* Fills @call from the headers and the body. */
gboolean      aus_request_read           (SoupServerMessage  *message,
                                          GHashTable         *query,
                                          AusCall            *call,
                                          GError            **error);

G_END_DECLS
