#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A device as its owner would call it, from what it says of itself in User-Agent: “Firefox, Windows”. Empty where that
 * says nothing that people know. (transfer full) */
char *aus_device_describe (const char *user_agent);

G_END_DECLS
