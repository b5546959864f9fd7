#include "aus-base64url.h"

#include "aus-error.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static int
value_of (char letter)
{
  if (letter >= 'A' && letter <= 'Z')
    return letter - 'A';
  if (letter >= 'a' && letter <= 'z')
    return letter - 'a' + 26;
  if (letter >= '0' && letter <= '9')
    return letter - '0' + 52;
  if (letter == '-')
    return 62;

  return letter == '_' ? 63 : -1;
}

char *
aus_base64url_encode (const void *data,
                      gsize       length)
{
  const guint8 *bytes = data;
  GString *text = g_string_sized_new (length / 3 * 4 + 4);
  guint32 bits = 0;
  guint held = 0;

  for (gsize i = 0; i < length; i++) {
    bits = bits << 8 | bytes[i];

    for (held += 8; held >= 6; held -= 6)
      g_string_append_c (text, alphabet[bits >> (held - 6) & 0x3f]);
  }

  if (held > 0)
    g_string_append_c (text, alphabet[bits << (6 - held) & 0x3f]);

  return g_string_free (text, FALSE);
}

GBytes *
aus_base64url_decode (const char  *text,
                      gssize       length,
                      GError     **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  gsize n_letters = length < 0 ? strlen (text) : (gsize) length;
  guint32 bits = 0;
  guint held = 0;

  bytes = g_byte_array_sized_new (n_letters / 4 * 3 + 3);

  for (gsize i = 0; i < n_letters; i++) {
    int value = value_of (text[i]);
    guint8 byte;

    if (value < 0) {
      g_set_error (error, AUS_ERROR, AUS_ERROR_MALFORMED, "byte %" G_GSIZE_FORMAT " is not base64url", i);
      return NULL;
    }

    bits = bits << 6 | (guint32) value;
    held += 6;

    if (held >= 8) {
      held -= 8;
      byte = bits >> held & 0xff;
      g_byte_array_append (bytes, &byte, 1);
    }
  }

  if (n_letters % 4 == 1 || (bits & ((1u << held) - 1)) != 0) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_MALFORMED, "base64url ends in the middle of a byte");
    return NULL;
  }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
