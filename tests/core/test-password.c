#include "aus-password.h"

#include "aus-error.h"

#include <string.h>

static void
test_verify (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = aus_password_hash ("Grüße aus Köln", AUS_PASSWORD_COST_MINIMAL, &error);
  g_autofree char *again = aus_password_hash ("Grüße aus Köln", AUS_PASSWORD_COST_MINIMAL, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (hash, "$argon2id$v=19$"));
  g_assert_cmpstr (hash, !=, again);

  g_assert_true (aus_password_verify (hash, "Grüße aus Köln"));
  g_assert_true (aus_password_verify (again, "Grüße aus Köln"));
  g_assert_false (aus_password_verify (hash, "Grüße aus Köl"));
  g_assert_false (aus_password_verify (hash, "grüße aus köln"));
  g_assert_false (aus_password_verify (hash, ""));
}

static void
test_letters (void)
{
  g_autofree char *hash = aus_password_hash ("gru\u0308n wie ½ Äpfel", AUS_PASSWORD_COST_MINIMAL, NULL);
  /* Of “²” as it was typed, before passwords were normalized. */
  static const char older[] = "$argon2id$v=19$m=8,t=1,p=1$Yh7p"
                              "fWf/AcHSrBrfJqSMxA$dIXvFxfsIfDLUPBEMY1oqR1vtfN1O8LEyEg5JdBJ4/c";

  g_assert_true (aus_password_verify (hash, "grün wie ½ Äpfel"));
  g_assert_true (aus_password_verify (hash, "grün wie 1\u20442 A\u0308pfel"));
  g_assert_false (aus_password_verify (hash, "grun wie ½ Äpfel"));
  g_assert_true (aus_password_verify (older, "zehn m² sind genug"));
  g_assert_false (aus_password_verify (older, "zehn m2 sind genug"));
  /* Which is no text at all, and none the less a password. */
  g_assert_false (aus_password_verify (hash, "\xff"));
}

static void
test_broken_hash (void)
{
  static const char *const hashes[] = { "", "x", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$AAAA$BBBB" };

  for (guint i = 0; i < G_N_ELEMENTS (hashes); i++) {
    g_assert_false (aus_password_verify (hashes[i], ""));
    g_assert_false (aus_password_verify (hashes[i], "secret"));
    g_assert_true (aus_password_needs_rehash (hashes[i], AUS_PASSWORD_COST_MINIMAL));
  }
}

static void
test_length (void)
{
  g_autofree char *longest = g_strnfill (AUS_PASSWORD_MAX_LENGTH, 'a');
  g_autofree char *too_long = g_strnfill (AUS_PASSWORD_MAX_LENGTH + 1, 'a');
  g_autofree char *hash = aus_password_hash (longest, AUS_PASSWORD_COST_MINIMAL, NULL);
  const char *const bad[] = { "", too_long };

  g_assert_true (aus_password_verify (hash, longest));
  g_assert_false (aus_password_verify (hash, too_long));

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    AusFieldFault *fault;

    g_assert_null (aus_password_hash (bad[i], AUS_PASSWORD_COST_MINIMAL, &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_INVALID);
    fault = g_ptr_array_index (aus_error_get_fields (error), 0);
    g_assert_cmpstr (fault->name, ==, "password");
  }
}

static void
test_cost (void)
{
  g_autofree char *cheap = aus_password_hash ("secret", AUS_PASSWORD_COST_MINIMAL, NULL);
  g_autofree char *dear = aus_password_hash ("secret", AUS_PASSWORD_COST_INTERACTIVE, NULL);

  g_assert_nonnull (strstr (cheap, "$m=8,t=1,p=1$"));
  g_assert_nonnull (strstr (dear, "$m=65536,t=2,p=1$"));
  g_assert_true (aus_password_verify (dear, "secret"));

  g_assert_false (aus_password_needs_rehash (cheap, AUS_PASSWORD_COST_MINIMAL));
  g_assert_false (aus_password_needs_rehash (dear, AUS_PASSWORD_COST_INTERACTIVE));
  g_assert_true (aus_password_needs_rehash (cheap, AUS_PASSWORD_COST_INTERACTIVE));
}

/* A dummy of another cost, or one that libsodium cannot read, would tell who has an account. */
static void
test_dummy (void)
{
  const AusPasswordCost costs[] = { AUS_PASSWORD_COST_MINIMAL, AUS_PASSWORD_COST_INTERACTIVE };

  for (guint i = 0; i < G_N_ELEMENTS (costs); i++) {
    const char *dummy = aus_password_dummy_hash (costs[i]);
    g_autofree char *real = aus_password_hash ("secret", costs[i], NULL);

    g_assert_cmpuint (strlen (dummy), ==, strlen (real));
    g_assert_false (aus_password_needs_rehash (dummy, costs[i]));
    g_assert_false (aus_password_verify (dummy, "secret"));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/password/verify", test_verify);
  g_test_add_func ("/password/letters", test_letters);
  g_test_add_func ("/password/broken-hash", test_broken_hash);
  g_test_add_func ("/password/length", test_length);
  g_test_add_func ("/password/cost", test_cost);
  g_test_add_func ("/password/dummy", test_dummy);

  return g_test_run ();
}
