#include "aus-routes.h"

#include "aus-uuid.h"

#include <string.h>

#define LONGEST_PATH 8

typedef struct
{
  const char *text;
  gsize       length;
} Segment;

typedef struct
{
  Segment segments[LONGEST_PATH];
  guint   n_segments;
} Pattern;

/* Slashes at the ends do not count, those in a row make an empty segment. Answers how many, or too many. */
static guint
split (const char *path,
       Segment    *segments)
{
  guint n_segments = 0;

  if (*path == '/')
    path++;

  while (*path != '\0' && n_segments < LONGEST_PATH) {
    gsize length = strcspn (path, "/");

    segments[n_segments++] = (Segment) { path, length };
    path += length;

    if (*path == '/')
      path++;
  }

  return *path == '\0' ? n_segments : G_MAXUINT;
}

static gboolean
fits_variable (const Segment  *pattern,
               const Segment  *segment,
               const Segment **variable)
{
  char uuid[37];

  *variable = segment;

  /* Names are looked up, but an id goes to the database as a UUID or not at all. */
  if (pattern->length != strlen ("{id}") || strncmp (pattern->text, "{id}", pattern->length) != 0)
    return segment->length > 0;

  if (segment->length != sizeof uuid - 1)
    return FALSE;

  memcpy (uuid, segment->text, segment->length);
  uuid[segment->length] = '\0';

  return aus_uuid_is_valid (uuid);
}

/* All paths of the routes in pieces, made when the first is looked for. */
static const Pattern *
get_patterns (void)
{
  static const Pattern *patterns = NULL;

  if (g_once_init_enter (&patterns)) {
    Pattern *made = g_new (Pattern, aus_n_routes);

    for (guint i = 0; i < aus_n_routes; i++)
      made[i].n_segments = split (aus_routes[i].path, made[i].segments);

    g_once_init_leave (&patterns, made);
  }

  return patterns;
}

/* From the end, for there paths differ. */
static gboolean
fits (const Pattern  *pattern,
      const Pattern  *path,
      const Segment **variable)
{
  if (pattern->n_segments != path->n_segments)
    return FALSE;

  for (guint i = pattern->n_segments; i-- > 0; ) {
    const Segment *wanted = &pattern->segments[i], *segment = &path->segments[i];

    if (*wanted->text == '{') {
      if (!fits_variable (wanted, segment, variable))
        return FALSE;
    } else if (wanted->length != segment->length || memcmp (wanted->text, segment->text, segment->length) != 0) {
      return FALSE;
    }
  }

  return TRUE;
}

const AusRoute *
aus_routes_find (const char  *method,
                 const char  *path,
                 char       **id,
                 char       **allowed)
{
  const Pattern *patterns = get_patterns ();
  Pattern wanted;
  g_autoptr (GString) methods = g_string_new (NULL);

  wanted.n_segments = split (path, wanted.segments);

  for (guint i = 0; i < aus_n_routes; i++) {
    const Segment *variable = NULL;

    if (!fits (&patterns[i], &wanted, &variable))
      continue;

    if (strcmp (aus_routes[i].method, method) == 0) {
      *id = variable ? g_ascii_strdown (variable->text, variable->length) : NULL;
      return &aus_routes[i];
    }

    g_string_append_printf (methods, "%s%s", methods->len > 0 ? ", " : "", aus_routes[i].method);
  }

  if (methods->len > 0)
    *allowed = g_string_free (g_steal_pointer (&methods), FALSE);

  return NULL;
}
