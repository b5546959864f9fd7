#include "aus-sentence.h"

#include <string.h>

/* German, of which two words are known; the second sentence puts things the other way round. */
static const char *
look_up (const char *format)
{
  static const struct
  {
    const char *english;
    const char *german;
  } words[] = {
    { "It is switched off.", "Ist ausgeschaltet." },
    { "%s is out of order (%u).", "%2$u heißt: %1$s ist gestört." },
    { "The credentials are refused: %s", "Die Zugangsdaten gelten nicht: %s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (strcmp (words[i].english, format) == 0)
      return words[i].german;
  }

  return format;
}

static void
assert_said (const char *sentence,
             const char *expected)
{
  g_autofree char *said = aus_sentence_translate (sentence, look_up);

  g_assert_cmpstr (said, ==, expected);
}

static void
test_made (void)
{
  g_autofree char *plain = aus_sentence_new ("It is switched off.");
  g_autofree char *filled = aus_sentence_new ("%s is out of order (%u).", "Zoom", 503u);

  g_assert_cmpstr (plain, ==, "It is switched off.");
  g_assert_cmpstr (filled, ==, "\u2068Zoom\u2069 is out of order (\u2066503\u2069).");
}

static void
test_translated (void)
{
  g_autofree char *filled = aus_sentence_new ("%s is out of order (%u).", "Zoom", 503u);
  g_autofree char *within = aus_sentence_new ("%s: %s", "Zoom", filled);
  g_autofree char *deep = aus_sentence_new ("The credentials are refused: %s", within);

  assert_said ("It is switched off.", "Ist ausgeschaltet.");
  assert_said (filled, "\u2066503\u2069 heißt: \u2068Zoom\u2069 ist gestört.");
  assert_said (deep, "Die Zugangsdaten gelten nicht: \u2068\u2068Zoom\u2069: \u2068\u2066503\u2069 heißt: "
                     "\u2068Zoom\u2069 ist gestört.\u2069\u2069");
}

/* What nobody here wrote stays as it is, whatever is in it. */
static void
test_foreign (void)
{
  static const char *const texts[] = {
    "", "100 %", "%s%n", "Nobody translated this.", "\u2068open", "shut\u2069", "\u2068\u2066crossed\u2069",
    "\u2068a\u2069 and 50 % of it", "\u2068a\u2069 was not translated (\u20665\u2069).",
    "\u2068\u2068\u2068\u2068\u2068\u2068\u2068\u2068\u2068\u2068deep\u2069\u2069\u2069\u2069\u2069\u2069\u2069\u2069"
    "\u2069\u2069",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_said (texts[i], texts[i]);
}

/* A provider's own words may have signs in them; nothing is lost of what it said. */
static void
test_with_signs_of_its_own (void)
{
  g_autofree char *closes = aus_sentence_new ("The credentials are refused: %s", "a\u2069b");
  g_autofree char *opens = aus_sentence_new ("The credentials are refused: %s", "a\u2068b");
  g_autofree char *percent = aus_sentence_new ("The credentials are refused: %s", "%s %d");

  assert_said (closes, "The credentials are refused: \u2068a\u2069b\u2069");
  assert_said (opens, "The credentials are refused: \u2068a\u2068b\u2069");
  assert_said (percent, "Die Zugangsdaten gelten nicht: \u2068%s %d\u2069");
}

static void
test_stripped (void)
{
  g_autofree char *filled = aus_sentence_new ("%s is out of order (%u).", "Zoom", 503u);
  g_autofree char *within = aus_sentence_new ("The credentials are refused: %s", filled);
  g_autofree char *bare = aus_sentence_strip (within);

  g_assert_cmpstr (bare, ==, "The credentials are refused: Zoom is out of order (503).");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sentence/made", test_made);
  g_test_add_func ("/sentence/translated", test_translated);
  g_test_add_func ("/sentence/foreign", test_foreign);
  g_test_add_func ("/sentence/with-signs-of-its-own", test_with_signs_of_its_own);
  g_test_add_func ("/sentence/stripped", test_stripped);

  return g_test_run ();
}
