#include "aus-base64url.h"
#include "aus-error.h"
#include "aus-random.h"
#include "aus-token.h"

#include <string.h>

static void
test_new (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 1000; i++) {
    char *token = aus_token_new ();

    g_assert_cmpuint (strlen (token), ==, AUS_TOKEN_LENGTH);
    g_assert_cmpuint (strspn (token, "0123456789abcdefghjkmnpqrstvwxyz"), ==, AUS_TOKEN_LENGTH);
    g_assert_true (g_hash_table_add (seen, token));
  }
}

/* Each letter is expected 1000 times, give or take 32; ten times that is beyond chance. */
static void
test_random_text (void)
{
  g_autofree char *text = aus_random_text (32000);
  guint counts[256] = { 0 };
  guint n_letters = 0;

  for (gsize i = 0; i < 32000; i++)
    counts[(guchar) text[i]]++;

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++) {
    g_assert_true (counts[i] == 0 || (counts[i] > 680 && counts[i] < 1320));
    n_letters += counts[i] > 0;
  }

  g_assert_cmpuint (n_letters, ==, 32);
  g_assert_cmpuint (text[32000], ==, '\0');
}

/* The vector of FIPS 180-2 appendix B. */
static void
test_hash (void)
{
  g_autofree char *hash = aus_token_hash ("abc");

  g_assert_cmpstr (hash, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void
test_equal (void)
{
  g_assert_true (aus_token_equal ("", ""));
  g_assert_true (aus_token_equal ("abcdef", "abcdef"));
  g_assert_false (aus_token_equal ("abcdef", "abcdeg"));
  g_assert_false (aus_token_equal ("abcdef", "bbcdef"));
  g_assert_false (aus_token_equal ("abcdef", "abcde"));
  g_assert_false (aus_token_equal ("abcde", "abcdef"));
}

/* RFC 4648 §10 without its padding, then the letters that differ from plain base64. */
static const char *const encodings[][2] = {
  { "", "" },
  { "f", "Zg" },
  { "fo", "Zm8" },
  { "foo", "Zm9v" },
  { "foob", "Zm9vYg" },
  { "fooba", "Zm9vYmE" },
  { "foobar", "Zm9vYmFy" },
  { "\xfb\xff\xfe", "-__-" },
};

static void
test_base64url (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = aus_base64url_encode (encodings[i][0], strlen (encodings[i][0]));
    g_autoptr (GBytes) bytes = aus_base64url_decode (encodings[i][1], -1, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (text, ==, encodings[i][1]);
    g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                     encodings[i][0], strlen (encodings[i][0]));
  }
}

static void
test_base64url_all_lengths (void)
{
  guint8 data[70];

  aus_random_bytes (data, sizeof data);

  for (gsize length = 0; length <= sizeof data; length++) {
    g_autofree char *text = aus_base64url_encode (data, length);
    g_autoptr (GBytes) bytes = aus_base64url_decode (text, -1, NULL);

    g_assert_nonnull (bytes);
    g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), data, length);
  }
}

static const char *const bad_encodings[] = {
  "Zg==", "Zm8=", "Zm+v", "Zm/v", "Zm 9v", "Zm9v\n", "aGVs!!bG8", "Z", "A", "Zm9vA", "Zh",
  "Zm9", "Zm9v\xc3\xa4",
};

static void
test_base64url_refuses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_encodings); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = aus_base64url_decode (bad_encodings[i], -1, &error);

    g_test_message ("“%s”", bad_encodings[i]);
    g_assert_error (error, AUS_ERROR, AUS_ERROR_MALFORMED);
    g_assert_null (bytes);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/token/new", test_new);
  g_test_add_func ("/token/random-text", test_random_text);
  g_test_add_func ("/token/hash", test_hash);
  g_test_add_func ("/token/equal", test_equal);
  g_test_add_func ("/token/base64url", test_base64url);
  g_test_add_func ("/token/base64url-all-lengths", test_base64url_all_lengths);
  g_test_add_func ("/token/base64url-refuses", test_base64url_refuses);

  return g_test_run ();
}
