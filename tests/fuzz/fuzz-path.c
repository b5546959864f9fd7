#include "aus-fuzz.h"

#include "aus-routes.h"

#include <string.h>

/* Methods and paths, against the same table as regular expressions: exactly those are found that are in it. */

#define UUID "([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})"

static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE", "get", "" };

static GRegex *
compile (const char *path)
{
  g_autoptr (GString) pattern = g_string_new (path);
  g_autoptr (GError) error = NULL;
  GRegex *regex;

  g_string_replace (pattern, "{id}", UUID, 0);
  g_string_replace (pattern, "{name}", "([^/]+)", 0);
  g_string_prepend (pattern, "^/?");
  g_string_append (pattern, "/?$");
  regex = g_regex_new (pattern->str, G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY | G_REGEX_OPTIMIZE, 0, &error);
  g_assert_no_error (error);

  return regex;
}

/* Compiled once, since inputs are many. */
static GPtrArray *
get_patterns (void)
{
  static GPtrArray *patterns = NULL;

  if (patterns == NULL) {
    patterns = g_ptr_array_new ();
    for (guint i = 0; i < aus_n_routes; i++)
      g_ptr_array_add (patterns, compile (aus_routes[i].path));
  }

  return patterns;
}

static guint
check_route (guint           index,
             const char     *method,
             const char     *path,
             const AusRoute *found,
             const char     *id)
{
  g_autoptr (GMatchInfo) match = NULL;
  const gboolean fits = g_regex_match (g_ptr_array_index (get_patterns (), index), path, 0, &match);
  const gboolean same = fits && strcmp (method, aus_routes[index].method) == 0;
  g_autofree char *variable = fits ? g_match_info_fetch (match, 1) : NULL;

  if (found == &aus_routes[index]) {
    g_autofree char *lower = variable ? g_ascii_strdown (variable, -1) : NULL;

    g_assert_true (same);
    g_assert_cmpstr (id, ==, lower != NULL && *lower != '\0' ? lower : NULL);
  } else if (same) {
    /* Another one may fit as well, but then it is the earlier one. */
    g_assert_nonnull (found);
    g_assert_cmpuint (found - aus_routes, <, index);
  }

  return fits;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *method = methods[size > 0 ? *data % G_N_ELEMENTS (methods) : 0];
  g_autofree char *path = size > 0 ? g_strndup ((const char *) data + 1, size - 1) : g_strdup ("");
  g_autofree char *id = NULL;
  g_autofree char *allowed = NULL;
  const AusRoute *found = aus_routes_find (method, path, &id, &allowed);
  guint n_fitting = 0;

  for (guint i = 0; i < aus_n_routes; i++)
    n_fitting += check_route (i, method, path, found, id);

  g_assert_true (found == NULL || allowed == NULL);
  g_assert_true ((n_fitting > 0) == (found != NULL || allowed != NULL));

  return 0;
}
