#include "aus-entity-tag.h"

#include <string.h>

#define SPACE " \t"

#define WEAK "W/"

/* The end of the strong tag that @text begins with, or %NULL where it begins with none. */
static const char *
skip_tag (const char *text)
{
  const char *end = *text == '"' ? strchr (text + 1, '"') : NULL;

  return end ? end + 1 : NULL;
}

gboolean
aus_entity_tag_is_among (const char       *tag,
                         const char       *list,
                         AusTagComparison  comparison)
{
  const char *text = list + strspn (list, SPACE);

  if (*text == '*' && text[1 + strspn (text + 1, SPACE)] == '\0')
    return TRUE;

  while (text != NULL && *text != '\0') {
    const gboolean is_weak = g_str_has_prefix (text, WEAK);
    const char *start = is_weak ? text + strlen (WEAK) : text;
    const char *end = skip_tag (start);

    if (end != NULL && (!is_weak || comparison == AUS_TAG_WEAK) && (gsize) (end - start) == strlen (tag) &&
        strncmp (start, tag, strlen (tag)) == 0)
      return TRUE;

    text = end ? end + strspn (end, SPACE ",") : NULL;
  }

  return FALSE;
}

gboolean
aus_entity_tag_matches (const char *list,
                        gint64      revision)
{
  g_autofree char *tag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", revision);

  return aus_entity_tag_is_among (tag, list, AUS_TAG_STRONG);
}
