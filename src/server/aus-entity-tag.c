#include "aus-entity-tag.h"

#include <string.h>

#define SPACE " \t"

/* The end of the tag that @text begins with, or %NULL where it begins with none. */
static const char *
skip_tag (const char *text)
{
  const char *end;

  if (g_str_has_prefix (text, "W/"))
    text += strlen ("W/");

  end = *text == '"' ? strchr (text + 1, '"') : NULL;

  return end ? end + 1 : NULL;
}

gboolean
aus_entity_tag_matches (const char *list,
                        gint64      revision)
{
  g_autofree char *tag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", revision);
  const char *text = list + strspn (list, SPACE);

  if (*text == '*' && text[1 + strspn (text + 1, SPACE)] == '\0')
    return TRUE;

  while (text != NULL && *text != '\0') {
    const char *end = skip_tag (text);

    if (end != NULL && (gsize) (end - text) == strlen (tag) && strncmp (text, tag, strlen (tag)) == 0)
      return TRUE;

    text = end ? end + strspn (end, SPACE ",") : NULL;
  }

  return FALSE;
}
