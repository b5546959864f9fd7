#include "aus-checks.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

static gboolean
has_control (const char *text)
{
  while (*text != '\0' && !g_ascii_iscntrl (*text))
    text++;

  return *text != '\0';
}

const char *
aus_check_email (const char *text)
{
  const char *at = strchr (text, '@');

  if (at == NULL || at == text || strchr (at + 1, '@') != NULL || strpbrk (text, " <>,;") != NULL ||
      has_control (text) || at[1] == '\0' || at[1] == '.' || text[strlen (text) - 1] == '.')
    return "Must be an e-mail address.";

  return NULL;
}

/* Whether @text has digits where @pattern has 0, and else the same characters. */
static gboolean
fits (const char *text,
      const char *pattern)
{
  for (; *pattern != '\0'; text++, pattern++) {
    if (*pattern == '0' ? !g_ascii_isdigit (*text) : *text != *pattern)
      return FALSE;
  }

  return *text == '\0';
}

const char *
aus_check_date (const char *text)
{
  int year, month, day;

  if (!fits (text, "0000-00-00") || sscanf (text, "%d-%d-%d", &year, &month, &day) != 3 || year < 1850 ||
      !g_date_valid_dmy (day, month, year))
    return "Must be a date such as 2026-11-02.";

  return NULL;
}

const char *
aus_check_time (const char *text)
{
  int hour, minute, second = 0;

  if ((!fits (text, "00:00") && !fits (text, "00:00:00")) ||
      sscanf (text, "%d:%d:%d", &hour, &minute, &second) < 2 || hour > 23 || minute > 59 || second > 59)
    return "Must be a time such as 14:30.";

  return NULL;
}

const char *
aus_check_end_time (const char *text)
{
  return strcmp (text, "24:00") == 0 || strcmp (text, "24:00:00") == 0 ? NULL : aus_check_time (text);
}

const char *
aus_check_language (const char *text)
{
  static const char alphabet[] = G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS;
  const gsize first = strspn (text, G_CSET_a_2_z G_CSET_A_2_Z);
  gsize length = first;

  while (text[length] == '-' && strspn (text + length + 1, alphabet) > 0)
    length += 1 + strspn (text + length + 1, alphabet);

  return first >= 2 && text[length] == '\0' ? NULL : "Must be a language such as de or pt-BR.";
}

const char *
aus_check_line (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    const GUnicodeType type = g_unichar_type (g_utf8_get_char (text));

    if (type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR)
      return N_("Must be on one line.");
  }

  return NULL;
}
