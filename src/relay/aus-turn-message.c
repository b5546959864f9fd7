#include "aus-turn-message.h"

#include <string.h>

#define COOKIE 0x2112a442u
#define IPV4 1
#define IPV6 2
#define DIGEST 20

static void
put_16 (guint8 *at,
        guint   value)
{
  at[0] = value >> 8;
  at[1] = value & 0xff;
}

static guint
get_16 (const guint8 *at)
{
  return at[0] << 8 | at[1];
}

static void
set_length (GByteArray *self,
            gsize       length)
{
  put_16 (self->data + 2, length);
}

GByteArray *
aus_turn_message_new (guint type)
{
  GByteArray *self = g_byte_array_new ();
  guint8 header[AUS_TURN_HEADER] = { 0, 0, 0, 0, 0x21, 0x12, 0xa4, 0x42 };

  put_16 (header, type);

  /* The identity need not be secret: whoever can answer hears it. */
  for (guint i = 8; i < sizeof header; i++)
    header[i] = g_random_int_range (0, 256);

  g_byte_array_append (self, header, sizeof header);

  return self;
}

void
aus_turn_message_add (GByteArray    *self,
                      guint          attribute,
                      gconstpointer  data,
                      gsize          length)
{
  static const guint8 padding[3] = { 0 };
  guint8 head[4];

  put_16 (head, attribute);
  put_16 (head + 2, length);
  g_byte_array_append (self, head, sizeof head);
  g_byte_array_append (self, data, length);
  g_byte_array_append (self, padding, (4 - length % 4) % 4);
  set_length (self, self->len - AUS_TURN_HEADER);
}

/* Addresses are mixed with what the message begins with, since some routers change those that they find. */
static void
mix (guint8       *address,
     gsize         length,
     const guint8 *message)
{
  for (gsize i = 0; i < length; i++)
    address[i] ^= message[4 + i];
}

void
aus_turn_message_add_address (GByteArray     *self,
                              guint           attribute,
                              GSocketAddress *address)
{
  GInetAddress *host = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));
  const gsize length = g_inet_address_get_native_size (host);
  guint8 value[20] = { 0, length == 4 ? IPV4 : IPV6 };

  put_16 (value + 2, g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)) ^ (COOKIE >> 16));
  memcpy (value + 4, g_inet_address_to_bytes (host), length);
  mix (value + 4, length, self->data);
  aus_turn_message_add (self, attribute, value, 4 + length);
}

void
aus_turn_message_sign (GByteArray   *self,
                       const guint8 *key,
                       gsize         length)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA1, key, length);
  guint8 digest[DIGEST];
  gsize size = sizeof digest;

  /* The length counts the signature, which is not there yet. */
  set_length (self, self->len - AUS_TURN_HEADER + 4 + DIGEST);
  g_hmac_update (hmac, self->data, self->len);
  g_hmac_get_digest (hmac, digest, &size);
  aus_turn_message_add (self, AUS_TURN_INTEGRITY, digest, size);
}

gsize
aus_turn_message_measure (const guint8 *header)
{
  const gsize length = get_16 (header + 2);
  const gboolean is_one = (header[0] & 0xc0) == 0 && get_16 (header + 4) == COOKIE >> 16
                          && get_16 (header + 6) == (COOKIE & 0xffff) && length % 4 == 0;

  return is_one ? AUS_TURN_HEADER + length : 0;
}

gboolean
aus_turn_message_is_whole (const guint8 *data,
                           gsize         length)
{
  return length >= AUS_TURN_HEADER && aus_turn_message_measure (data) == length;
}

guint
aus_turn_message_get_type (GBytes *message)
{
  return get_16 (g_bytes_get_data (message, NULL));
}

gboolean
aus_turn_message_answers (GBytes     *message,
                          GByteArray *question)
{
  const guint8 *data = g_bytes_get_data (message, NULL);

  return memcmp (data + 8, question->data + 8, 12) == 0
         && (get_16 (data) & ~AUS_TURN_FAILURE) == get_16 (question->data);
}

const guint8 *
aus_turn_message_find (GBytes *message,
                       guint   attribute,
                       gsize  *length)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (message, &size);

  for (gsize at = AUS_TURN_HEADER; at + 4 <= size;) {
    const gsize found = get_16 (data + at + 2);

    if (found > size - at - 4)
      return NULL;

    if (get_16 (data + at) == attribute) {
      *length = found;
      return data + at + 4;
    }

    at += 4 + found + (4 - found % 4) % 4;
  }

  return NULL;
}

GSocketAddress *
aus_turn_message_get_address (GBytes *message,
                              guint   attribute)
{
  gsize length;
  const guint8 *value = aus_turn_message_find (message, attribute, &length);
  g_autoptr (GInetAddress) host = NULL;
  guint8 address[16];

  if (value == NULL || length < 8 || !((value[1] == IPV4 && length == 8) || (value[1] == IPV6 && length == 20)))
    return NULL;

  memcpy (address, value + 4, length - 4);
  mix (address, length - 4, g_bytes_get_data (message, NULL));
  host = g_inet_address_new_from_bytes (address, value[1] == IPV4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);

  return g_inet_socket_address_new (host, get_16 (value + 2) ^ (COOKIE >> 16));
}

guint
aus_turn_message_get_error (GBytes *message)
{
  gsize length;
  const guint8 *value = aus_turn_message_find (message, AUS_TURN_ERROR_CODE, &length);

  return value != NULL && length >= 4 ? (value[2] & 7) * 100 + value[3] : 0;
}
