#pragma once

#include "aus-error.h"

G_BEGIN_DECLS

/* Of a sealing key, in bytes. */
#define AUS_SEAL_KEY_LENGTH 32

/**
 * aus_seal_text:
 * @key: a secret that is kept apart from what is sealed
 *
 * Seals @text so that nobody reads or changes it without the key (XChaCha20-Poly1305, a fresh nonce each time).
 *
 * Returns: (transfer full): text that can be stored
 */
char *aus_seal_text   (GBytes      *key,
                       const char  *text);
/* Opens what was sealed. Returns: (transfer full): or %NULL with %AUS_ERROR_FAILED where it was not sealed with @key */
char *aus_unseal_text (GBytes      *key,
                       const char  *sealed,
                       GError     **error);

G_END_DECLS
