#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AUS_TOKEN_LENGTH 32

/* A secret of 160 random bits: 32 characters, safe in a URL and without look-alikes. */
char     *aus_token_new   (void);

/* What is stored in place of a token: its SHA-256 in lower-case hexadecimal. */
char     *aus_token_hash  (const char *token);

/* Compares in a time that tells nothing but the lengths. */
gboolean  aus_token_equal (const char *a,
                           const char *b);

G_END_DECLS
