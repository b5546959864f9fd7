#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A new UUIDv7 (RFC 9562) in lower case, greater than all made before in this process, on any thread. */
char     *aus_uuid_new      (void);

/* Whether this is 8-4-4-4-12 hexadecimal digits: any version, lower or upper case. */
gboolean  aus_uuid_is_valid (const char *uuid);

G_END_DECLS
