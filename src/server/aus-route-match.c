#include "aus-routes.h"

#include "aus-uuid.h"

#include <string.h>

#define LONGEST_PATH 8

typedef struct
{
  const char *text;
  gsize       length;
} Segment;

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

/* Most routes are told from @path by their first letters, without looking at segments. */
static gboolean
may_fit (const char *pattern,
         const char *path)
{
  if (*pattern == '/')
    pattern++;

  if (*path == '/')
    path++;

  while (*pattern != '\0' && *pattern != '{' && *pattern == *path) {
    pattern++;
    path++;
  }

  return *pattern == '\0' || *pattern == '{' || strcmp (pattern, "/") == 0;
}

static gboolean
fits (const AusRoute *route,
      const Segment  *segments,
      guint           n_segments,
      const Segment **variable)
{
  Segment pattern[LONGEST_PATH];

  if (split (route->path, pattern) != n_segments)
    return FALSE;

  for (guint i = 0; i < n_segments; i++) {
    if (*pattern[i].text == '{') {
      if (!fits_variable (&pattern[i], &segments[i], variable))
        return FALSE;
    } else if (pattern[i].length != segments[i].length ||
               memcmp (pattern[i].text, segments[i].text, segments[i].length) != 0) {
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
  Segment segments[LONGEST_PATH];
  const guint n_segments = split (path, segments);
  g_autoptr (GString) methods = g_string_new (NULL);

  for (guint i = 0; i < aus_n_routes; i++) {
    const Segment *variable = NULL;

    if (!may_fit (aus_routes[i].path, path) || !fits (&aus_routes[i], segments, n_segments, &variable))
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
