#include "aus-sentence.h"

#include <stdarg.h>
#include <string.h>

#define TEXT "\u2068"
#define NUMBER "\u2066"
#define END "\u2069"
#define SIGN_LENGTH (sizeof END - 1)
/* Ours are in each other up to three times. */
#define MAX_DEPTH 8

static gboolean
is_sign (const char *text,
         const char *sign)
{
  return strncmp (text, sign, SIGN_LENGTH) == 0;
}

static gboolean
is_start (const char *text)
{
  return is_sign (text, TEXT) || is_sign (text, NUMBER);
}

char *
aus_sentence_newv (const char *format,
                   va_list     arguments)
{
  GString *sentence = g_string_new (NULL);

  for (const char *at = format; *at != '\0'; at++) {
    if (at[0] != '%')
      g_string_append_c (sentence, *at);
    else if (*++at == 's')
      g_string_append_printf (sentence, TEXT "%s" END, va_arg (arguments, const char *));
    else if (*at == 'u')
      g_string_append_printf (sentence, NUMBER "%u" END, va_arg (arguments, guint));
    else
      g_error ("“%s” has something in it that sentences do not know.", format);
  }

  return g_string_free (sentence, FALSE);
}

char *
aus_sentence_new (const char *format,
                  ...)
{
  va_list arguments;
  char *sentence;

  va_start (arguments, format);
  sentence = aus_sentence_newv (format, arguments);
  va_end (arguments);

  return sentence;
}

/* Where what begins at @start ends, or %NULL where it does not: what was put in may have such signs of its own. */
static const char *
find_end (const char *start)
{
  guint depth = 0;

  for (const char *at = start; *at != '\0' && depth <= MAX_DEPTH; at++) {
    depth += is_start (at);

    if (is_sign (at, END) && --depth == 0)
      return at;
  }

  return NULL;
}

/* What @sentence was made of. Fills @values with what was put in, signs and all. %NULL where it is none of ours, which
 * have no “%” but those. (transfer full) */
static char *
take_apart (const char *sentence,
            GPtrArray  *values)
{
  g_autoptr (GString) format = g_string_new (NULL);

  for (const char *at = sentence; *at != '\0'; at++) {
    const char *end;

    if (!is_start (at) && *at != '%') {
      g_string_append_c (format, *at);
      continue;
    }

    end = *at == '%' ? NULL : find_end (at);

    if (end == NULL)
      return NULL;

    g_string_append (format, is_sign (at, TEXT) ? "%s" : "%u");
    g_ptr_array_add (values, g_strndup (at, (gsize) (end - at) + SIGN_LENGTH));
    at = end + SIGN_LENGTH - 1;
  }

  return g_string_free (g_steal_pointer (&format), FALSE);
}

/* @value: with its signs. (transfer full) */
static char *
translate_value (const char        *value,
                 AusSentenceLookUp  look_up)
{
  g_autofree char *bare = g_strndup (value + SIGN_LENGTH, strlen (value) - 2 * SIGN_LENGTH);
  g_autofree char *said = aus_sentence_translate (bare, look_up);

  return g_strdup_printf ("%.*s%s" END, (int) SIGN_LENGTH, value, said);
}

/* Languages put things in another order: “%2$s” is the second. @at: behind the “%”; moved on to what follows. */
static const char *
choose_value (const char **at,
              GPtrArray   *values,
              guint       *next)
{
  guint64 place = 0;
  const char *rest = *at;

  while (g_ascii_isdigit (*rest))
    place = place * 10 + (guint64) g_ascii_digit_value (*rest++);

  if (place > 0 && *rest == '$')
    *at = rest + 1;
  else
    place = ++*next;

  *at += **at != '\0';

  return place <= values->len ? g_ptr_array_index (values, place - 1) : "";
}

/* (transfer full) */
static char *
put_together (const char        *format,
              GPtrArray         *values,
              AusSentenceLookUp  look_up)
{
  GString *sentence = g_string_new (NULL);
  guint next = 0;

  while (*format != '\0') {
    g_autofree char *said = NULL;
    const char *value;

    if (*format != '%') {
      g_string_append_c (sentence, *format++);
      continue;
    }

    format++;
    value = choose_value (&format, values, &next);
    said = *value != '\0' ? translate_value (value, look_up) : NULL;
    g_string_append (sentence, said ? said : "");
  }

  return g_string_free (sentence, FALSE);
}

char *
aus_sentence_translate (const char        *sentence,
                        AusSentenceLookUp  look_up)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *format = take_apart (sentence, values);

  if (format == NULL || *format == '\0')
    return g_strdup (sentence);

  return put_together (look_up (format), values, look_up);
}

char *
aus_sentence_strip (const char *sentence)
{
  GString *bare = g_string_new (NULL);

  while (*sentence != '\0') {
    if (is_start (sentence) || is_sign (sentence, END))
      sentence += SIGN_LENGTH;
    else
      g_string_append_c (bare, *sentence++);
  }

  return g_string_free (bare, FALSE);
}
