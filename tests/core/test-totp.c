#include "aus-totp.h"

#include <string.h>

/* RFC 6238, appendix B. */
static const struct
{
  gint64      seconds;
  const char *code;
} vectors[] = {
  { 59, "94287082" },         { 1111111109, "07081804" }, { 1111111111, "14050471" },
  { 1234567890, "89005924" }, { 2000000000, "69279037" }, { 20000000000, "65353130" },
};

#define SECRET "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

static void
test_vectors (void)
{
  g_autoptr (GBytes) key = aus_totp_decode (SECRET);
  g_autoptr (GBytes) expected = g_bytes_new_static ("12345678901234567890", 20);

  g_assert_true (g_bytes_equal (key, expected));

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++) {
    g_autofree char *code = aus_totp_make (key, vectors[i].seconds / AUS_TOTP_PERIOD, 8);

    g_assert_cmpstr (code, ==, vectors[i].code);
    g_assert_cmpint (aus_totp_find_step (SECRET, code + 2, vectors[i].seconds, 0), ==,
                     vectors[i].seconds / AUS_TOTP_PERIOD);
  }
}

static void
test_window (void)
{
  const gint64 now = 1234567890, step = now / AUS_TOTP_PERIOD;
  g_autoptr (GBytes) key = aus_totp_decode (SECRET);

  for (gint64 offset = -3; offset <= 3; offset++) {
    g_autofree char *code = aus_totp_make (key, step + offset, AUS_TOTP_DIGITS);
    const gint64 found = aus_totp_find_step (SECRET, code, now, 0);

    g_assert_cmpint (found, ==, ABS (offset) <= 1 ? step + offset : 0);

    /* Neither a step that was used nor one before it is taken again. */
    g_assert_cmpint (aus_totp_find_step (SECRET, code, now, step + offset), ==, 0);
    g_assert_cmpint (aus_totp_find_step (SECRET, code, now, step + offset - 1), ==, found);
  }
}

/* Who signed in while the clock was years ahead is not locked out for years, but a day is waited for. */
static void
test_clock_set_back (void)
{
  const gint64 now = 1234567890, step = now / AUS_TOTP_PERIOD, day = 24 * 60 * 60 / AUS_TOTP_PERIOD;
  g_autoptr (GBytes) key = aus_totp_decode (SECRET);
  g_autofree char *code = aus_totp_make (key, step, AUS_TOTP_DIGITS);

  g_assert_cmpint (aus_totp_find_step (SECRET, code, now, step + day), ==, 0);
  g_assert_cmpint (aus_totp_find_step (SECRET, code, now, step + day + 1), ==, step);
}

static void
test_secrets (void)
{
  g_autofree char *one = aus_totp_new_secret ();
  g_autofree char *two = aus_totp_new_secret ();
  g_autofree char *uri = aus_totp_make_uri ("ABC", "Praxis Süd", "weiß@clinic.example");
  g_autoptr (GBytes) key = aus_totp_decode (one);

  g_assert_cmpuint (strlen (one), ==, 32);
  g_assert_cmpuint (g_bytes_get_size (key), ==, 20);
  g_assert_cmpstr (one, !=, two);
  g_assert_null (aus_totp_decode ("ABC1"));
  g_assert_cmpstr (uri, ==, "otpauth://totp/Praxis%20S%C3%BCd:wei%C3%9F@clinic.example?secret=ABC"
                            "&issuer=Praxis%20S%C3%BCd&algorithm=SHA1&digits=6&period=30");
}

static void
test_wrong (void)
{
  const char *const codes[] = { "", "1", "89005924", "abcdef", "005925", "00592", "0059240" };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    g_assert_cmpint (aus_totp_find_step (SECRET, codes[i], 1234567890, 0), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/totp/vectors", test_vectors);
  g_test_add_func ("/totp/window", test_window);
  g_test_add_func ("/totp/clock-set-back", test_clock_set_back);
  g_test_add_func ("/totp/secrets", test_secrets);
  g_test_add_func ("/totp/wrong", test_wrong);

  return g_test_run ();
}
