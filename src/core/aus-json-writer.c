#include "aus-json-writer.h"

#include "aus-time.h"

#include <math.h>

void
aus_json_writer_init (AusJsonWriter *self)
{
  self->text = g_string_sized_new (1024);
  self->comma = FALSE;
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
begin_value (AusJsonWriter *self,
             const char    *name)
{
  if (self->comma)
    g_string_append_c (self->text, ',');

  self->comma = TRUE;

  if (name != NULL) {
    g_string_append_c (self->text, '"');
    g_string_append (self->text, name);
    g_string_append_len (self->text, "\":", 2);
  }
}

static void
begin_container (AusJsonWriter *self,
                 const char    *name,
                 char           bracket)
{
  begin_value (self, name);
  g_string_append_c (self->text, bracket);
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

/* RFC 8259 section 7: quotation mark, reverse solidus and control characters must be escaped. DEL need not be, and is. */
static void
append_escaped (GString    *text,
                const char *value)
{
  const char *run = value;
  const char *at;

  for (at = value; *at != '\0'; at++) {
    guchar c = *at;

    if (G_LIKELY (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f))
      continue;

    g_string_append_len (text, run, at - run);
    run = at + 1;

    if (c == '"' || c == '\\')
      g_string_append_printf (text, "\\%c", c);
    else if (c == '\n')
      g_string_append_len (text, "\\n", 2);
    else
      g_string_append_printf (text, "\\u%04x", c);
  }

  g_string_append_len (text, run, at - run);
}

void
aus_json_add_text (AusJsonWriter *self,
                   const char    *name,
                   const char    *value)
{
  if (value == NULL) {
    aus_json_add_null (self, name);
    return;
  }

  begin_value (self, name);
  g_string_append_c (self->text, '"');
  append_escaped (self->text, value);
  g_string_append_c (self->text, '"');
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

  begin_value (self, name);
  g_string_append_len (self->text, at, digits + sizeof digits - at);
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

  begin_value (self, name);
  g_string_append (self->text, buffer);
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
  char buffer[AUS_TIME_BUFFER_LENGTH];
  gsize length = aus_time_format (value, buffer);

  begin_value (self, name);
  g_string_append_c (self->text, '"');
  g_string_append_len (self->text, buffer, length);
  g_string_append_c (self->text, '"');
}

void
aus_json_add_raw (AusJsonWriter *self,
                  const char    *name,
                  const char    *json)
{
  begin_value (self, name);
  g_string_append (self->text, json);
}

char *
aus_json_escape (const char *text)
{
  GString *escaped = g_string_new (NULL);

  append_escaped (escaped, text);

  return g_string_free (escaped, FALSE);
}
