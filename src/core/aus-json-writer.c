#include "aus-json-writer.h"

#include "aus-time.h"

#include <math.h>
#include <string.h>

void
aus_json_writer_init (AusJsonWriter *self)
{
  self->text = g_string_sized_new (1024);
  self->comma = FALSE;
}

/* Room for @length bytes more and a NUL. Whoever fills it calls advance(). */
static char *
reserve (AusJsonWriter *self,
         gsize          length)
{
  GString *text = self->text;
  const gsize before = text->len;

  if (G_UNLIKELY (before + length >= text->allocated_len)) {
    g_string_set_size (text, before + length);
    text->len = before;
  }

  return text->str + before;
}

void
aus_json_writer_reserve (AusJsonWriter *self,
                         gsize          length)
{
  reserve (self, length);
}

void
aus_json_writer_clear (AusJsonWriter *self)
{
  if (self->text != NULL)
    g_string_free (g_steal_pointer (&self->text), TRUE);
}

GBytes *
aus_json_writer_finish (AusJsonWriter *self)
{
  return g_string_free_to_bytes (g_steal_pointer (&self->text));
}

static void
advance (AusJsonWriter *self,
         const char    *end)
{
  self->text->len = end - self->text->str;
  self->text->str[self->text->len] = '\0';
}

/* Writes what comes before a value and reserves @length bytes for it. */
static char *
begin_value (AusJsonWriter *self,
             const char    *name,
             gsize          length)
{
  const gsize name_length = name ? strlen (name) : 0;
  char *at = reserve (self, name_length + length + 4);

  if (self->comma)
    *at++ = ',';

  self->comma = TRUE;

  if (name != NULL) {
    *at++ = '"';
    memcpy (at, name, name_length);
    at += name_length;
    *at++ = '"';
    *at++ = ':';
  }

  return at;
}

static void
begin_container (AusJsonWriter *self,
                 const char    *name,
                 char           bracket)
{
  char *at = begin_value (self, name, 1);

  *at++ = bracket;
  advance (self, at);
  self->comma = FALSE;
}

static void
end_container (AusJsonWriter *self,
               char           bracket)
{
  g_string_append_c (self->text, bracket);
  self->comma = TRUE;
}

void
aus_json_begin_object (AusJsonWriter *self,
                       const char    *name)
{
  begin_container (self, name, '{');
}

void
aus_json_end_object (AusJsonWriter *self)
{
  end_container (self, '}');
}

void
aus_json_begin_array (AusJsonWriter *self,
                      const char    *name)
{
  begin_container (self, name, '[');
}

void
aus_json_end_array (AusJsonWriter *self)
{
  end_container (self, ']');
}

static void
add_raw (AusJsonWriter *self,
         const char    *name,
         const char    *json,
         gsize          length)
{
  char *at = begin_value (self, name, length);

  memcpy (at, json, length);
  advance (self, at + length);
}

/* RFC 8259 section 7: quotation mark, reverse solidus and control characters must be escaped. DEL need not be,
 * and is. */
static inline gboolean
is_plain (guchar c)
{
  return c >= 0x20 && c != '"' && c != '\\' && c != 0x7f;
}

/* The same of eight bytes at once: which of them, if any, have their highest bit set here. Only whether there is one is
 * exact, for a borrow may reach the next. Bytes above 0x7f are plain. */
static inline guint64
mark_special (guint64 bytes)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101), highs = ones << 7;
  const guint64 quote = bytes ^ (ones * '"'), solidus = bytes ^ (ones * '\\'), del = bytes ^ (ones * 0x7f);

  return ((bytes - ones * 0x20) | (quote - ones) | (solidus - ones) | (del - ones)) & ~bytes & highs;
}

/* How many bytes of @text may be copied as they are before the first that may not. */
static gsize
count_plain (const char *text,
             gsize       length)
{
  gsize n_plain = 0;
  guint64 bytes;

  for (; n_plain + sizeof bytes <= length; n_plain += sizeof bytes) {
    memcpy (&bytes, text + n_plain, sizeof bytes);

    if (mark_special (bytes) != 0)
      break;
  }

  while (n_plain < length && is_plain (text[n_plain]))
    n_plain++;

  return n_plain;
}

static char *
write_escaped (char   *at,
               guchar  c)
{
  static const char digits[] = "0123456789abcdef";

  *at++ = '\\';

  if (c == '"' || c == '\\' || c == '\n') {
    *at++ = c == '\n' ? 'n' : c;
    return at;
  }

  memcpy (at, "u00", 3);
  at[3] = digits[c >> 4];
  at[4] = digits[c & 0xf];

  return at + 5;
}

void
aus_json_add_text (AusJsonWriter *self,
                   const char    *name,
                   const char    *value)
{
  gsize length;
  char *at;

  if (value == NULL) {
    aus_json_add_null (self, name);
    return;
  }

  length = strlen (value);
  at = begin_value (self, name, length + 2);
  *at++ = '"';

  while (TRUE) {
    const gsize n_plain = count_plain (value, length);

    memcpy (at, value, n_plain);
    at += n_plain;
    value += n_plain;
    length -= n_plain;

    if (length == 0)
      break;

    /* So far there was room for every byte left; the escape takes five more. */
    advance (self, at);
    at = write_escaped (reserve (self, length + 6), *value++);
    length--;
  }

  *at++ = '"';
  advance (self, at);
}

void
aus_json_add_integer (AusJsonWriter *self,
                      const char    *name,
                      gint64         value)
{
  char digits[24];
  char *at = digits + sizeof digits;
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;

  do
    *--at = '0' + rest % 10;
  while ((rest /= 10) != 0);

  if (value < 0)
    *--at = '-';

  add_raw (self, name, at, digits + sizeof digits - at);
}

void
aus_json_add_real (AusJsonWriter *self,
                   const char    *name,
                   double         value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  /* RFC 8259 section 6: infinity and not-a-number have no form. */
  if (!isfinite (value)) {
    aus_json_add_null (self, name);
    return;
  }

  /* The short form where it says the same, such as 0.1. */
  if (g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, "%.15g", value), NULL) != value)
    g_ascii_dtostr (buffer, sizeof buffer, value);

  aus_json_add_raw (self, name, buffer);
}

void
aus_json_add_boolean (AusJsonWriter *self,
                      const char    *name,
                      gboolean       value)
{
  aus_json_add_raw (self, name, value ? "true" : "false");
}

void
aus_json_add_null (AusJsonWriter *self,
                   const char    *name)
{
  aus_json_add_raw (self, name, "null");
}

void
aus_json_add_time (AusJsonWriter *self,
                   const char    *name,
                   gint64         value)
{
  char *at = begin_value (self, name, AUS_TIME_BUFFER_LENGTH + 2);

  *at++ = '"';
  at += aus_time_format (value, at);
  *at++ = '"';
  advance (self, at);
}

void
aus_json_add_raw (AusJsonWriter *self,
                  const char    *name,
                  const char    *json)
{
  add_raw (self, name, json, strlen (json));
}

char *
aus_json_escape (const char *text)
{
  AusJsonWriter writer;
  char *escaped;

  aus_json_writer_init (&writer);
  aus_json_add_text (&writer, NULL, text);
  escaped = g_strndup (writer.text->str + 1, writer.text->len - 2);
  aus_json_writer_clear (&writer);

  return escaped;
}
