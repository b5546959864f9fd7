#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * aus_identity_new:
 *
 * One person on one server, to be compared by string. Servers know an e-mail in capitals and in small letters as the
 * same.
 *
 * Returns: (transfer full)
 */
char *aus_identity_new    (const char *server_uri,
                           const char *email);

/* What files of theirs are called: the names of server and person are nobody's business who looks into the folder.
 * Returns: (transfer full) */
char *aus_identity_digest (const char *identity);

G_END_DECLS
