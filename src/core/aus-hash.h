#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AUS_HASH_LENGTH 64

/* SHA-256 of @data in @hex, as small hexadecimal digits: by the processor's own instructions where it has them, which
 * GChecksum does not use. */
void aus_hash (gconstpointer  data,
               gsize          length,
               char           hex[AUS_HASH_LENGTH + 1]);
/* HMAC-SHA-256 of @text. */
#define AUS_MAC_LENGTH 32
void aus_mac  (GBytes        *key,
               const char    *text,
               guint8         mac[AUS_MAC_LENGTH]);

G_END_DECLS
