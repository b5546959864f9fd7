#include "aus-json-writer.h"
#include "aus-json.h"

#include <math.h>

typedef struct
{
  AusJsonWriter writer;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  aus_json_writer_init (&self->writer);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  aus_json_writer_clear (&self->writer);
}

static void
test_shape (Fixture       *self,
            gconstpointer  data)
{
  AusJsonWriter *writer = &self->writer;

  aus_json_begin_object (writer, NULL);
  aus_json_add_text (writer, "text", "a");
  aus_json_add_text (writer, "none", NULL);
  aus_json_add_integer (writer, "integer", -12);
  aus_json_add_boolean (writer, "yes", TRUE);
  aus_json_add_boolean (writer, "no", FALSE);
  aus_json_add_time (writer, "time", 1793610000000001);
  aus_json_begin_array (writer, "array");
  aus_json_add_integer (writer, NULL, 1);
  aus_json_begin_object (writer, NULL);
  aus_json_end_object (writer);
  aus_json_begin_array (writer, NULL);
  aus_json_end_array (writer);
  aus_json_add_text (writer, NULL, "");
  aus_json_end_array (writer);
  aus_json_add_raw (writer, "raw", "[2]");
  aus_json_end_object (writer);

  g_assert_cmpstr (writer->text->str, ==,
                   "{\"text\":\"a\",\"none\":null,\"integer\":-12,\"yes\":true,\"no\":false,"
                   "\"time\":\"2026-11-02T09:00:00.000001Z\",\"array\":[1,{},[],\"\"],\"raw\":[2]}");
}

static void
test_finish (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (GBytes) bytes = NULL;

  aus_json_begin_array (&self->writer, NULL);
  aus_json_end_array (&self->writer);
  bytes = aus_json_writer_finish (&self->writer);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "[]", 2);
  g_assert_null (self->writer.text);
}

/* (transfer none): the only text of the array that was written. */
static const char *
parse_text (Fixture   *self,
            JsonNode **node)
{
  g_autoptr (GError) error = NULL;

  aus_json_end_array (&self->writer);
  *node = aus_json_parse (self->writer.text->str, self->writer.text->len, &error);
  g_assert_no_error (error);

  return json_array_get_string_element (json_node_get_array (*node), 0);
}

/* Writes @text and reads it back. */
static void
assert_round_trip (Fixture    *self,
                   const char *text)
{
  g_autoptr (JsonNode) node = NULL;

  g_string_truncate (self->writer.text, 0);
  self->writer.comma = FALSE;
  aus_json_begin_array (&self->writer, NULL);
  aus_json_add_text (&self->writer, NULL, text);
  g_assert_cmpstr (parse_text (self, &node), ==, text);
  g_assert_true (g_utf8_validate (self->writer.text->str, self->writer.text->len, NULL));
}

/* Every character of one byte, alone and in the middle; the controls leave no raw byte behind. */
static void
test_escapes (Fixture       *self,
              gconstpointer  data)
{
  for (int c = 1; c < 0x80; c++) {
    const char alone[] = { c, '\0' };
    const char middle[] = { 'a', c, c, 'b', '\0' };

    assert_round_trip (self, alone);
    assert_round_trip (self, middle);

    for (gsize i = 0; i < self->writer.text->len; i++)
      g_assert_cmpint (self->writer.text->str[i], >=, 0x20);
  }
}

static const char *const texts[] = {
  "", "\"", "\\", "\\\\\"", "\\u0041", "</script>", "äöü", "日本語", "😀", "\xe2\x80\xa8\xe2\x80\xa9", "\xef\xbf\xbf",
  "a\"b\\c\nd", "\x7f", "\xf4\x8f\xbf\xbf",
};

static void
test_texts (Fixture       *self,
            gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_round_trip (self, texts[i]);
}

/* Characters that need care are as likely as all others together. */
static gunichar
random_character (void)
{
  gunichar c;

  if (g_test_rand_bit ())
    return "\"\\\n\r\t\b\f\x01\x1f\x7f/"[g_test_rand_int_range (0, 11)];

  do
    c = g_test_rand_int_range (1, g_test_rand_bit () ? 0x800 : 0x110000);
  while (!g_unichar_validate (c));

  return c;
}

static void
test_random_texts (Fixture       *self,
                   gconstpointer  data)
{
  for (guint i = 0; i < 2000; i++) {
    g_autoptr (GString) text = g_string_new (NULL);

    for (int left = g_test_rand_int_range (0, 30); left > 0; left--)
      g_string_append_unichar (text, random_character ());

    assert_round_trip (self, text->str);
  }
}

static const gint64 integers[] = {
  0, 1, -1, 9, 10, 11, -10, 99, 100, 1234567890, G_MAXINT32, G_MININT32, G_MAXINT64, G_MININT64, G_MININT64 + 1,
};

static void
test_integers (Fixture       *self,
               gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (integers); i++) {
    g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT, integers[i]);

    g_string_truncate (self->writer.text, 0);
    self->writer.comma = FALSE;
    aus_json_add_integer (&self->writer, NULL, integers[i]);
    g_assert_cmpstr (self->writer.text->str, ==, expected);
  }
}

static const struct
{
  double      value;
  const char *text;
} reals[] = {
  { 0, "0" }, { 1, "1" }, { -2.5, "-2.5" }, { 0.1, "0.1" }, { 1e21, "1e+21" }, { 1.0 / 3, "0.33333333333333331" },
  { INFINITY, "null" }, { -INFINITY, "null" }, { NAN, "null" },
};

static void
test_reals (Fixture       *self,
            gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (reals); i++) {
    g_string_truncate (self->writer.text, 0);
    self->writer.comma = FALSE;
    aus_json_add_real (&self->writer, NULL, reals[i].value);
    g_assert_cmpstr (self->writer.text->str, ==, reals[i].text);

    if (isfinite (reals[i].value))
      g_assert_cmpfloat (g_ascii_strtod (self->writer.text->str, NULL), ==, reals[i].value);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/json-writer/shape", test_shape);
  ADD ("/json-writer/finish", test_finish);
  ADD ("/json-writer/escapes", test_escapes);
  ADD ("/json-writer/texts", test_texts);
  ADD ("/json-writer/random-texts", test_random_texts);
  ADD ("/json-writer/integers", test_integers);
  ADD ("/json-writer/reals", test_reals);

  return g_test_run ();
}
