#include "aus-fuzz.h"

#include "aus-fuzz-clinic.h"
#include "aus-json.h"
#include "aus-page.h"
#include "aus-routes.h"

#include <string.h>

/* What follows the question mark of a list: page, page_size, ordering, search and filters, over a real database. The
 * first bytes choose the list and who asks. A page is never longer than was asked for, and whoever follows the links
 * from the first page on gets just as many rows as the count says. */

#define MAX_PAGES 100

typedef struct
{
  AusFuzzClinic  *clinic;
  const AusRoute *route;
  guint           caller;
  char            visit;
} Question;

static const AusRoute *
choose_list (guint8 byte)
{
  guint n_lists = 0;

  for (guint i = 0; i < aus_n_routes * 2; i++) {
    const AusRoute *route = &aus_routes[i % aus_n_routes];

    if (strcmp (route->method, "GET") == 0 && n_lists++ == byte % 48)
      return route;
  }

  return aus_routes;
}

/* The page that the query leads to, if there is one. (transfer full) (nullable) */
static JsonNode *
ask (const Question *question,
     const char     *query,
     gboolean       *is_asked)
{
  g_autofree char *text = g_strdup_printf ("@v%c?%s\n", question->visit, query);
  g_autofree char *what = aus_fuzz_clinic_fill (question->clinic, text, strlen (text));
  guint status = 0;
  g_autoptr (GBytes) answer =
    aus_fuzz_clinic_call (question->clinic, question->route, question->caller, what, &status);
  gsize length;
  const char *data = answer ? g_bytes_get_data (answer, &length) : NULL;

  *is_asked = answer != NULL;

  return status == 200 ? aus_json_parse (data, (gssize) length, NULL) : NULL;
}

/* How many rows a page has, or -1 where this is none. */
static gint64
count_rows (JsonNode  *root,
            gint64    *count,
            char     **next)
{
  JsonObject *page = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *rows = page ? json_object_get_member (page, "results") : NULL;
  const char *link;

  if (rows == NULL || !JSON_NODE_HOLDS_ARRAY (rows) || !json_object_has_member (page, "previous"))
    return -1;

  *count = aus_json_get_integer (page, "count", -1);
  link = aus_json_get_text (page, "next");
  g_assert_true (link == NULL || strchr (link, '?') != NULL);
  g_clear_pointer (next, g_free);
  *next = link ? g_strdup (strchr (link, '?') + 1) : NULL;

  return json_array_get_length (json_node_get_array (rows));
}

static gboolean
walk (const Question *question,
      const char     *query)
{
  gboolean is_asked;
  g_autoptr (JsonNode) first = ask (question, query, &is_asked);
  g_autofree char *next = NULL;
  gint64 count = 0, n_pages = 1, n = count_rows (first, &count, &next), total = n;

  g_assert_cmpint (n, <=, AUS_PAGE_MAX_SIZE);

  if (n < 0 || strstr (query, "page=") != NULL || strstr (query, "cursor") != NULL || strchr (query, '%') != NULL)
    return is_asked;

  while (next != NULL && n_pages++ < MAX_PAGES) {
    g_autofree char *link = g_strdup (next);
    g_autoptr (JsonNode) page = ask (question, link, &is_asked);

    n = count_rows (page, &count, &next);
    g_assert_cmpint (n, >, 0);
    total += n;
  }

  if (next == NULL)
    g_assert_cmpint (total, ==, count);

  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static AusFuzzClinic *clinic = NULL;
  g_autofree char *query = NULL;
  Question question;

  if (size < 3 || memchr (data, '\n', size) != NULL)
    return -1;

  if (clinic == NULL)
    clinic = aus_fuzz_clinic_open ();

  question = (Question) { clinic, choose_list (data[0]), data[1] % 16, (char) ('0' + data[1] / 16 % 10) };
  query = g_strndup ((const char *) data + 2, size - 2);

  return walk (&question, query) ? 0 : -1;
}
