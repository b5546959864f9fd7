#include "aus-relay-address.h"
#include "aus-turn-message.h"

#include "aus-error.h"

#include <string.h>

/* RFC 5769, section 2.4: a request with long-term credentials, up to its integrity. */
static const guint8 sample[] = {
  0x00, 0x01, 0x00, 0x60, 0x21, 0x12, 0xa4, 0x42, 0x78, 0xad, 0x34, 0x33, 0xc6, 0xad, 0x72, 0xc0,
  0x29, 0xda, 0x41, 0x2e, 0x00, 0x06, 0x00, 0x12, 0xe3, 0x83, 0x9e, 0xe3, 0x83, 0x88, 0xe3, 0x83,
  0xaa, 0xe3, 0x83, 0x83, 0xe3, 0x82, 0xaf, 0xe3, 0x82, 0xb9, 0x00, 0x00, 0x00, 0x15, 0x00, 0x1c,
  0x66, 0x2f, 0x2f, 0x34, 0x39, 0x39, 0x6b, 0x39, 0x35, 0x34, 0x64, 0x36, 0x4f, 0x4c, 0x33, 0x34,
  0x6f, 0x4c, 0x39, 0x46, 0x53, 0x54, 0x76, 0x79, 0x36, 0x34, 0x73, 0x41, 0x00, 0x14, 0x00, 0x0b,
  0x65, 0x78, 0x61, 0x6d, 0x70, 0x6c, 0x65, 0x2e, 0x6f, 0x72, 0x67, 0x00, 0x00, 0x08, 0x00, 0x14,
  0xf6, 0x70, 0x24, 0x65, 0x6d, 0xd6, 0x4a, 0x3e, 0x02, 0xb8, 0xe0, 0x71, 0x2e, 0x85, 0xc9, 0xa2,
  0x8c, 0xa8, 0x96, 0x66,
};

#define UNSIGNED (sizeof sample - 24)

static void
test_integrity (void)
{
  g_autoptr (GByteArray) message = g_byte_array_new ();
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_MD5);
  guint8 key[16];
  gsize length = sizeof key;

  g_checksum_update (checksum, sample + 24, 18);
  g_checksum_update (checksum, (const guchar *) ":example.org:TheMatrIX", -1);
  g_checksum_get_digest (checksum, key, &length);
  g_byte_array_append (message, sample, UNSIGNED);
  aus_turn_message_sign (message, key, sizeof key);
  g_assert_cmpmem (message->data, message->len, sample, sizeof sample);
}

static void
test_read (void)
{
  g_autoptr (GBytes) message = g_bytes_new_static (sample, sizeof sample);
  gsize length;
  const guint8 *realm = aus_turn_message_find (message, AUS_TURN_REALM, &length);

  g_assert_cmpmem (realm, length, "example.org", 11);
  g_assert_null (aus_turn_message_find (message, AUS_TURN_XOR_RELAYED, &length));
  g_assert_cmpuint (aus_turn_message_get_error (message), ==, 0);
  g_assert_cmpuint (aus_turn_message_measure (sample), ==, sizeof sample);
  g_assert_cmpuint (aus_turn_message_measure ((const guint8 *) "HTTP/1.1 400 Bad Req"), ==, 0);
}

static void
test_addresses (void)
{
  static const char *const hosts[] = { "192.0.2.1", "2001:db8:1234:5678:11:2233:4455:6677" };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++) {
    g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (hosts[i], 32853);
    g_autoptr (GByteArray) message = aus_turn_message_new (AUS_TURN_ALLOCATE);
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (GSocketAddress) read = NULL;
    g_autofree char *text = NULL;

    aus_turn_message_add_address (message, AUS_TURN_XOR_RELAYED, address);
    bytes = g_bytes_new (message->data, message->len);
    read = aus_turn_message_get_address (bytes, AUS_TURN_XOR_RELAYED);
    text = g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (read)));
    g_assert_cmpstr (text, ==, hosts[i]);
    g_assert_cmpuint (g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (read)), ==, 32853);
  }
}

/* Whatever others send: no read goes beyond it. */
static void
test_cut (void)
{
  for (gsize length = AUS_TURN_HEADER; length < sizeof sample; length++) {
    g_autofree guint8 *copy = g_memdup2 (sample, length);
    g_autoptr (GBytes) message = g_bytes_new_take (g_steal_pointer (&copy), length);
    gsize found;

    aus_turn_message_find (message, AUS_TURN_INTEGRITY, &found);
    aus_turn_message_get_error (message);
    g_assert_null (aus_turn_message_get_address (message, AUS_TURN_USERNAME));
    g_assert_false (aus_turn_message_is_whole (g_bytes_get_data (message, NULL), length));
  }
}

static void
test_uris (void)
{
  static const struct
  {
    const char *uri;
    const char *host;
    guint16     port;
    const char *way;
  } cases[] = {
    { "stun:stun.example.org", "stun.example.org", 3478, "UDP" },
    { "turn:turn.example.org:3479?transport=udp", "turn.example.org", 3479, "UDP" },
    { "turn:[2001:db8::1]:80?transport=tcp", "2001:db8::1", 80, "TCP" },
    { "turns:turn.example.org", "turn.example.org", 5349, "TLS" },
    { "turns:turn.example.org:443?transport=tcp", "turn.example.org", 443, "TLS" },
    { "turns:turn.example.org?transport=udp", NULL, 0, NULL },
    { "http://example.org", NULL, 0, NULL },
    { "turn:", NULL, 0, NULL },
    { "", NULL, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (AusRelayAddress) address = aus_relay_address_parse (cases[i].uri, &error);

    g_assert_true ((address == NULL) == (cases[i].host == NULL));

    if (address == NULL) {
      g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
      continue;
    }

    g_assert_cmpstr (address->host, ==, cases[i].host);
    g_assert_cmpuint (address->port, ==, cases[i].port);
    g_assert_cmpstr (aus_relay_address_get_way (address), ==, cases[i].way);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/turn-message/integrity", test_integrity);
  g_test_add_func ("/turn-message/read", test_read);
  g_test_add_func ("/turn-message/addresses", test_addresses);
  g_test_add_func ("/turn-message/cut", test_cut);
  g_test_add_func ("/turn-message/uris", test_uris);

  return g_test_run ();
}
