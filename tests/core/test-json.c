#include "aus-json.h"

#include "aus-error.h"

#include <string.h>

typedef struct
{
  const char *text;
  const char *expected;
} Case;

/* What json-glib writes for what was read. */
static const Case cases[] = {
  { "null", "null" },
  { " \t\r\n true \n", "true" },
  { "false", "false" },
  { "0", "0" },
  { "-0", "0" },
  { "-12", "-12" },
  { "9223372036854775807", "9223372036854775807" },
  { "-9223372036854775808", "-9223372036854775808" },
  { "1.5", "1.5" },
  { "-2.5e-1", "-0.25" },
  { "1E2", "100.0" },
  { "1e+2", "100.0" },
  { "1e-400", "0.0" },
  { "\"\"", "\"\"" },
  { "\"Grüße\"", "\"Grüße\"" },
  { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\"" },
  { "\"\\u00e4\\u20AC\\ud83d\\ude00\"", "\"ä€😀\"" },
  { "\"\\uD83D\\uDE00x\"", "\"😀x\"" },
  { "[]", "[]" },
  { "[ ]", "[]" },
  { "{}", "{}" },
  { "{ }", "{}" },
  { "[1,[2,[]],{}]", "[1,[2,[]],{}]" },
  { "{\"b\":1,\"a\":[true,null],\"c\":{\"d\":\"e\"}}", "{\"b\":1,\"a\":[true,null],\"c\":{\"d\":\"e\"}}" },
  { " { \"a\" : 1 , \"b\" : [ 1 , 2 ] } ", "{\"a\":1,\"b\":[1,2]}" },
  { "{\"\":1}", "{\"\":1}" },
  { "{\"a\":{\"x\":1},\"a\":2}", "{\"a\":2}" },
  { "{\"ä \\n\":1}", "{\"ä \\n\":1}" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = aus_json_parse (cases[i].text, -1, &error);
    g_autofree char *written = NULL;

    g_test_message ("%s", cases[i].text);
    g_assert_no_error (error);
    written = json_to_string (node, FALSE);
    g_assert_cmpstr (written, ==, cases[i].expected);
  }
}

static const Case bad[] = {
  { "", "line 1, column 1: expected a value, but the text ends here" },
  { " \n ", "line 2, column 2: expected a value, but the text ends here" },
  { "nul", "line 1, column 1: expected a value" },
  { "nulls", "line 1, column 5: expected nothing more" },
  { "True", "line 1, column 1: expected a value" },
  { "NaN", "line 1, column 1: expected a value" },
  { "Infinity", "line 1, column 1: expected a value" },
  { "var x = 1", "line 1, column 1: expected a value" },
  { "'a'", "line 1, column 1: expected a value" },
  { "/**/1", "line 1, column 1: expected a value" },
  { "1 2", "line 1, column 3: expected nothing more" },
  { "{}{}", "line 1, column 3: expected nothing more" },
  { "\xef\xbb\xbf{}", "line 1, column 1: expected a value" },
  { "010", "line 1, column 2: expected nothing more" },
  { "0x10", "line 1, column 2: expected nothing more" },
  { "+1", "line 1, column 1: expected a value" },
  { ".5", "line 1, column 1: expected a value" },
  { "1.", "line 1, column 3: expected a digit, but the text ends here" },
  { "1.e5", "line 1, column 3: expected a digit" },
  { "-", "line 1, column 2: expected a digit, but the text ends here" },
  { "-a", "line 1, column 2: expected a digit" },
  { "1e", "line 1, column 3: expected a digit, but the text ends here" },
  { "1e+", "line 1, column 4: expected a digit, but the text ends here" },
  { "1e400", "line 1, column 6: the number is too large, but the text ends here" },
  { "[1,]", "line 1, column 4: expected a value" },
  { "[,1]", "line 1, column 2: expected a value" },
  { "[1 2]", "line 1, column 4: expected “,” or “]”" },
  { "[1}", "line 1, column 3: expected “,” or “]”" },
  { "[", "line 1, column 2: expected a value, but the text ends here" },
  { "[[]", "line 1, column 4: expected “,” or “]”, but the text ends here" },
  { "]", "line 1, column 1: expected a value" },
  { "{", "line 1, column 2: expected a text in double quotes, but the text ends here" },
  { "{\"a\":1,}", "line 1, column 8: expected a text in double quotes" },
  { "{a:1}", "line 1, column 2: expected a text in double quotes" },
  { "{\"a\" 1}", "line 1, column 6: expected “:”" },
  { "{\"a\":}", "line 1, column 6: expected a value" },
  { "{\n\"ä\": 1,\n\"ö\" 2}", "line 3, column 5: expected “:”" },
  { "{\"a\":1]", "line 1, column 7: expected “,” or “}”" },
  { "\"a", "line 1, column 3: a text must end with “\"”" },
  { "\"a\nb\"", "line 1, column 3: a text must end with “\"”" },
  { "\"\\q\"", "line 1, column 3: expected an escape" },
  { "\"\\", "line 1, column 3: expected an escape" },
  { "\"\\u12g4\"", "line 1, column 6: expected four hexadecimal digits" },
  { "\"\\u12", "line 1, column 6: expected four hexadecimal digits, but the text ends here" },
  { "\"\\u0000\"", "line 1, column 8: “\\u0000” and half surrogate pairs are not text" },
  { "\"\\ud83d\"", "line 1, column 8: “\\u0000” and half surrogate pairs are not text" },
  { "\"\\ude00\\ud83d\"", "line 1, column 8: “\\u0000” and half surrogate pairs are not text" },
  { "\"\\ud83d\\u0041\"", "line 1, column 14: “\\u0000” and half surrogate pairs are not text" },
  { "\"\\ud83d\\n\"", "line 1, column 9: “\\u0000” and half surrogate pairs are not text" },
  { "\"ab\xff\"", "line 1, column 4: not UTF-8" },
  { "\"\xc0\x80\"", "line 1, column 2: not UTF-8" },
  { "\"\xed\xa0\x80\"", "line 1, column 2: not UTF-8" },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("case %u", i);
    g_assert_null (aus_json_parse (bad[i].text, -1, &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_MALFORMED);
    g_test_message ("%s", error->message);
    g_assert_true (g_str_has_prefix (error->message, bad[i].expected));
  }
}

/* The text need not end with a NUL, and nothing behind its length is read: on the heap, so that ASan sees. */
static void
test_length (void)
{
  static const char text[] = "{\"name\":[\"\\u00e4\",1.5e1,true]}";
  g_autoptr (JsonNode) whole = NULL;

  for (gsize length = 0; length < sizeof text - 1; length++) {
    g_autofree char *cut = g_memdup2 (text, MAX (length, 1));

    g_assert_null (aus_json_parse (cut, (gssize) length, NULL));
  }

  whole = aus_json_parse ("{}garbage", 2, NULL);
  g_assert_nonnull (whole);
  g_assert_null (aus_json_parse (NULL, 0, NULL));
  g_assert_null (aus_json_parse ("1\0", 2, NULL));
  g_assert_null (aus_json_parse ("\"\0\"", 3, NULL));
}

static char *
nest (guint       depth,
      const char *open,
      const char *middle,
      const char *close)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);

  g_string_append (text, middle);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);

  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  static const char *const forms[][3] = {
    { "[", "", "]" },
    { "{\"a\":", "1", "}" },
    { "[[", "\"[[\"", "]]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
    guint most = AUS_JSON_MAX_DEPTH / (strlen (forms[i][2]));
    g_autofree char *good = nest (most, forms[i][0], forms[i][1], forms[i][2]);
    g_autofree char *deep = nest (most + 1, forms[i][0], forms[i][1], forms[i][2]);
    g_autofree char *abyss = nest (500000, forms[i][0], forms[i][1], forms[i][2]);
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = aus_json_parse (good, -1, &error);

    g_assert_no_error (error);
    g_assert_nonnull (node);
    g_assert_null (aus_json_parse (deep, -1, &error));
    g_assert_error (error, AUS_ERROR, AUS_ERROR_MALFORMED);
    g_assert_nonnull (strstr (error->message, "nested too deeply"));
    g_assert_null (aus_json_parse (abyss, -1, NULL));
  }
}

/* So many members, each of another name, then one of before. */
static char *
name_members (guint n_members)
{
  GString *text = g_string_new ("{");

  for (guint i = 0; i < n_members; i++)
    g_string_append_printf (text, "\"%u\":0,", i);

  return g_string_free (g_string_append (text, "\"0\":1}"), FALSE);
}

static void
test_many_members (void)
{
  g_autofree char *most = name_members (AUS_JSON_MAX_MEMBERS);
  g_autofree char *more = name_members (AUS_JSON_MAX_MEMBERS + 1);
  g_autofree char *inside = g_strconcat ("[{\"a\":", more, "}]", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = aus_json_parse (most, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpint (aus_json_get_integer (json_node_get_object (node), "0", 0), ==, 1);
  g_assert_null (aus_json_parse (inside, -1, &error));
  g_assert_error (error, AUS_ERROR, AUS_ERROR_MALFORMED);
  g_assert_nonnull (strstr (error->message, "too many members"));
}

static void
test_wide (void)
{
  g_autofree char *inner = nest (1000, "", "[],[],", "{},");
  g_autofree char *text = g_strconcat ("[", inner, "\"[{[{\"]", NULL);
  g_autoptr (JsonNode) node = aus_json_parse (text, -1, NULL);

  g_assert_nonnull (node);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 1003);
}

static void
test_object (void)
{
  static const char *const others[] = { "[]", "1", "\"a\"", "null" };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = aus_json_parse_object ("{\"a\":1}", -1, &error);

  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (object, "a"), ==, 1);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (GError) refusal = NULL;

    g_assert_null (aus_json_parse_object (others[i], -1, &refusal));
    g_assert_error (refusal, AUS_ERROR, AUS_ERROR_MALFORMED);
  }
}

static void
test_lookups (void)
{
  static const char *const names[] = {
    "text", "whole", "real", "yes", "nothing", "list", "object", "absent",
  };
  g_autoptr (JsonObject) object =
    aus_json_parse_object ("{\"text\":\"a\",\"whole\":7,\"real\":7.0,\"yes\":true,\"nothing\":null,"
                           "\"list\":[],\"object\":{}}", -1, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *name = names[i];

    g_assert_cmpstr (aus_json_get_text (object, name), ==, g_str_equal (name, "text") ? "a" : NULL);
    g_assert_cmpint (aus_json_get_integer (object, name, -1), ==, g_str_equal (name, "whole") ? 7 : -1);
    g_assert_cmpint (aus_json_get_boolean (object, name, FALSE), ==, g_str_equal (name, "yes"));
    g_assert_cmpint (aus_json_get_boolean (object, name, TRUE), ==, TRUE);
  }
}

/* Damaged texts are read or refused, never more; what is read can be written and read again. */
static void
test_damaged (void)
{
  static const char seed[] =
    "{\"a\":[1,-2.5e3,\"x\\u00e4\\\"\\ud83d\\ude00\"],\"ä\":{\"b\":null,\"c\":[true,false,{}]}}";
  static const char letters[] = "{}[]\",:\\u0d8ce-+.1 \n\xc3\xff";

  for (guint i = 0; i < 50000; i++) {
    g_autofree char *text = g_strdup (seed);
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = NULL;

    for (gint damage = g_test_rand_int_range (1, 4); damage > 0; damage--) {
      char letter = letters[g_test_rand_int_range (0, sizeof letters - 1)];

      text[g_test_rand_int_range (0, sizeof seed - 1)] = letter;
    }

    node = aus_json_parse (text, -1, &error);
    g_assert_true ((node == NULL) == (error != NULL));

    if (node != NULL) {
      g_autofree char *written = json_to_string (node, FALSE);
      g_autoptr (JsonNode) again = aus_json_parse (written, -1, NULL);

      g_assert_true (json_node_equal (node, again));
    }
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/cases", test_cases);
  g_test_add_func ("/json/bad", test_bad);
  g_test_add_func ("/json/length", test_length);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/many-members", test_many_members);
  g_test_add_func ("/json/wide", test_wide);
  g_test_add_func ("/json/object", test_object);
  g_test_add_func ("/json/lookups", test_lookups);
  g_test_add_func ("/json/damaged", test_damaged);

  return g_test_run ();
}
