#include "aus-fold.h"

#include <string.h>

/* Letters that Unicode does not take apart, after case is gone, and what people type for them. */
static const struct
{
  gunichar    letter;
  const char *typed;
} letters[] = {
  { 0x00df, "ss" }, { 0x00e6, "ae" }, { 0x00f0, "d" },  { 0x00f8, "o" },  { 0x00fe, "th" }, { 0x0111, "d" },
  { 0x0127, "h" },  { 0x0131, "i" },  { 0x0142, "l" },  { 0x0153, "oe" }, { 0x0167, "t" },  { 0x02bc, "'" },
  { 0x03c2, "σ" },  { 0x060c, "," },  { 0x2010, "-" },  { 0x2013, "-" },  { 0x2018, "'" },  { 0x2019, "'" },
  /* Alef wasla, ta marbuta, alef maqsura, and the Persian kaf and ya. */
  { 0x0671, "ا" },  { 0x0629, "ه" },  { 0x0649, "ي" },  { 0x06a9, "ك" },  { 0x06cc, "ي" },
};

#define TATWEEL 0x0640

/* Accents and Arabic vowels once they stand by themselves, and what is not seen. */
static gboolean
is_left_out (gunichar letter)
{
  switch ((guint) g_unichar_type (letter)) {
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_FORMAT:
      return TRUE;
    default:
      return letter == TATWEEL;
  }
}

static void
append_part (GString  *folded,
             gunichar  part)
{
  const gunichar letter = g_unichar_tolower (part);

  if (is_left_out (letter))
    return;

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++) {
    if (letters[i].letter == letter) {
      g_string_append (folded, letters[i].typed);
      return;
    }
  }

  if (g_unichar_isdigit (letter))
    g_string_append_c (folded, (char) ('0' + g_unichar_digit_value (letter)));
  else
    g_string_append_unichar (folded, g_unichar_isspace (letter) ? ' ' : letter);
}

static void
append_ascii (GString *folded,
              char     letter)
{
  g_string_append_c (folded, g_ascii_isspace (letter) ? ' ' : g_ascii_tolower (letter));
}

/* Letter by letter, for of marks the order does not matter, and without memory of its own: searches fold the names of
 * everybody. */
static void
append_letter (GString    *folded,
               const char *at)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n_parts;

  if ((guchar) *at < 0x80) {
    append_ascii (folded, *at);
    return;
  }

  n_parts = g_unichar_fully_decompose (g_utf8_get_char (at), TRUE, parts, G_N_ELEMENTS (parts));

  for (gsize i = 0; i < n_parts; i++)
    append_part (folded, parts[i]);
}

/* What is no UTF-8 is nothing. */
void
aus_fold_append (GString    *folded,
                 const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    append_letter (folded, at);
}

char *
aus_fold (const char *text)
{
  GString *folded = g_string_new (NULL);

  aus_fold_append (folded, text);

  return g_string_free (folded, FALSE);
}

GStrv
aus_fold_words (const char *typed)
{
  g_autofree char *folded = aus_fold (typed);
  g_auto (GStrv) parts = g_strsplit_set (folded, " ,", -1);
  GPtrArray *words = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL; i++) {
    if (*parts[i] != '\0')
      g_ptr_array_add (words, g_strdup (parts[i]));
  }

  g_ptr_array_add (words, NULL);

  return (GStrv) g_ptr_array_free (words, FALSE);
}

gboolean
aus_fold_has_words (const char  *folded,
                    char       **words)
{
  while (*words != NULL && strstr (folded, *words) != NULL)
    words++;

  return *words == NULL;
}
