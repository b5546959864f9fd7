#include "aus-door-token.h"
#include "aus-hash.h"

#include <string.h>

#define ID "01234567-89ab-7cde-8000-0123456789ab"

/* Computed with Python's hmac, hashlib and base64: HMAC-SHA-256 of "door:" and the id, 16 bytes of it, and in the
 * longer one the first 48 bits of the id. */
#define TOKEN "MsvEIM3jxn0xrR9oLsiPTAEjRWeJqw"
#define TOKEN_HASH "0bc7224b5042518b02f3afd4ee707239711d0e454d435548cc0dd442cf6bfc7d"
#define BARE_TOKEN "MsvEIM3jxn0xrR9oLsiPTA"
#define BARE_HASH "72be900d01b8ceec64d0f6eeba6bc8279a01bf3f65fdecaa12d875e1f87315e5"

static GBytes *
make_key (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
test_make (void)
{
  g_autoptr (GBytes) key = make_key ("key");
  g_autofree char *token = aus_door_token_make (key, ID, NULL);
  g_autofree char *hash = aus_door_token_hash (token);
  g_autofree char *again = aus_door_token_make (key, ID, hash);

  g_assert_cmpstr (token, ==, TOKEN);
  g_assert_cmpstr (hash, ==, "0123456789ab" TOKEN_HASH);
  g_assert_cmpstr (again, ==, token);
}

/* As links were given once, and still lead to their visits. */
static void
test_bare (void)
{
  g_autoptr (GBytes) key = make_key ("key");
  g_autofree char *token = aus_door_token_make (key, ID, BARE_HASH);
  g_autofree char *hash = aus_door_token_hash (token);

  g_assert_cmpstr (token, ==, BARE_TOKEN);
  g_assert_cmpstr (hash, ==, BARE_HASH);
}

static void
test_order (void)
{
  g_autoptr (GBytes) key = make_key ("key");
  g_autofree char *first = aus_door_token_make (key, "01234567-89ab-7cde-8000-0123456789ab", NULL);
  g_autofree char *second = aus_door_token_make (key, "01234567-89ac-7000-8000-000000000000", NULL);
  g_autofree char *first_hash = aus_door_token_hash (first);
  g_autofree char *second_hash = aus_door_token_hash (second);

  g_assert_cmpstr (first_hash, <, second_hash);
}

/* The moment in front does not make up for a secret that is not the right one, and another key has other secrets. */
static void
test_strangers (void)
{
  g_autoptr (GBytes) key = make_key ("key");
  g_autoptr (GBytes) other = make_key ("other");
  g_autofree char *token = aus_door_token_make (key, ID, NULL);
  g_autofree char *stranger = aus_door_token_make (other, ID, NULL);
  g_autofree char *hash = aus_door_token_hash (token);
  g_autofree char *strange_hash = aus_door_token_hash (stranger);

  g_assert_cmpint (strncmp (hash, strange_hash, 12), ==, 0);
  g_assert_cmpstr (hash, !=, strange_hash);
}

/* Whatever somebody types in has a hash, which leads nowhere. */
static void
test_anything (void)
{
  static const char *const tokens[] = { "", "?", "AAAA", TOKEN "A", TOKEN "=", "\xff\xfe" };

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++) {
    g_autofree char *hash = aus_door_token_hash (tokens[i]);

    g_assert_cmpuint (strlen (hash), ==, AUS_HASH_LENGTH);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/door-token/make", test_make);
  g_test_add_func ("/door-token/bare", test_bare);
  g_test_add_func ("/door-token/order", test_order);
  g_test_add_func ("/door-token/strangers", test_strangers);
  g_test_add_func ("/door-token/anything", test_anything);

  return g_test_run ();
}
