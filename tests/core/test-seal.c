#include "aus-seal.h"

#include "aus-random.h"

#include <string.h>

static GBytes *
make_key (void)
{
  guint8 key[AUS_SEAL_KEY_LENGTH];

  aus_random_bytes (key, sizeof key);

  return g_bytes_new (key, sizeof key);
}

static void
test_there_and_back (void)
{
  const char *const texts[] = { "", "x", "{\"door_url\":\"http://127.0.0.1/d/abc\"}", "Krüger \x01" };
  g_autoptr (GBytes) key = make_key ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *sealed = aus_seal_text (key, texts[i]);
    g_autofree char *again = aus_seal_text (key, texts[i]);
    g_autofree char *text = aus_unseal_text (key, sealed, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (text, ==, texts[i]);
    g_assert_cmpstr (sealed, !=, again);
    g_assert_true (*texts[i] == '\0' || strstr (sealed, texts[i]) == NULL || strlen (texts[i]) == 1);
  }
}

static void
test_refused (void)
{
  g_autoptr (GBytes) key = make_key ();
  g_autoptr (GBytes) other = make_key ();
  g_autofree char *sealed = aus_seal_text (key, "a secret");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  text = aus_unseal_text (other, sealed, &error);
  g_assert_null (text);
  g_assert_error (error, AUS_ERROR, AUS_ERROR_FAILED);

  for (gsize i = 0; i < strlen (sealed) - 1; i += 7) {
    g_autofree char *bent = g_strdup (sealed);

    bent[i] = bent[i] == 'A' ? 'B' : 'A';
    g_assert_null (aus_unseal_text (key, bent, NULL));
  }

  g_assert_null (aus_unseal_text (key, "", NULL));
  g_assert_null (aus_unseal_text (key, "AAAA", NULL));
  g_assert_null (aus_unseal_text (key, "not base64!", NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal/there-and-back", test_there_and_back);
  g_test_add_func ("/seal/refused", test_refused);

  return g_test_run ();
}
