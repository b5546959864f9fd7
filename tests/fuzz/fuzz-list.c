#include "aus-fuzz.h"

#include "aus-fuzz-clinic.h"
#include "aus-json.h"
#include "aus-page.h"
#include "aus-routes.h"

#include <string.h>

/* What follows the question mark of a list: page, page_size, ordering, search and filters, over a real database. The
 * first bytes choose the list and who asks. A page is never longer than was asked for, its count is that of all pages,
 * and it says that there is a next one exactly where there is. */

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

static void
check_page (GBytes *answer)
{
  gsize length;
  const char *text = g_bytes_get_data (answer, &length);
  g_autoptr (JsonNode) root = aus_json_parse (text, (gssize) length, NULL);
  JsonObject *page = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *results = page ? json_object_get_member (page, "results") : NULL;
  gint64 count;
  guint n;

  if (results == NULL || !JSON_NODE_HOLDS_ARRAY (results) || !json_object_has_member (page, "count"))
    return;

  count = aus_json_get_integer (page, "count", -1);
  n = json_array_get_length (json_node_get_array (results));
  g_assert_cmpuint (n, <=, AUS_PAGE_MAX_SIZE);
  g_assert_cmpint (count, >=, n);

  if (json_object_get_null_member (page, "previous"))
    g_assert_true (json_object_get_null_member (page, "next") == (count == n));
  else
    g_assert_cmpint (count, >, n);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static AusFuzzClinic *clinic = NULL;
  g_autofree char *query = NULL;
  g_autofree char *what = NULL;
  g_autoptr (GBytes) answer = NULL;
  const AusRoute *route;
  guint status;

  if (size < 3 || memchr (data, '\n', size) != NULL)
    return -1;

  if (clinic == NULL)
    clinic = aus_fuzz_clinic_open ();

  route = choose_list (data[0]);
  query = g_strdup_printf ("@v%c?%.*s\n", '0' + data[1] / 16 % 10, (int) size - 2, (const char *) data + 2);
  what = aus_fuzz_clinic_fill (clinic, query, strlen (query));
  answer = aus_fuzz_clinic_call (clinic, route, data[1] % 16, what, &status);

  if (answer != NULL && status == 200)
    check_page (answer);

  return answer != NULL ? 0 : -1;
}
