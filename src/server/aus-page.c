#include "aus-page.h"

#include "aus-place.h"

#include <string.h>

/**
 * Page:
 * @place: (nullable): behind which row it begins; %NULL where its number says so
 * @last: (nullable): the place of its last row, where it is full
 * @has_next: whether there are more rows
 */
typedef struct
{
  gint64      number;
  gint64      size;
  const char *place;
  char       *last;
  gboolean    has_next;
} Page;

static gboolean
is_place (const char *parameter)
{
  return strcmp (parameter, "page") == 0 || strcmp (parameter, "cursor") == 0;
}

static char *
make_link (AusCall    *call,
           gint64      number,
           const char *place)
{
  GString *link = g_string_new (call->clinic->public_url);
  GHashTableIter iter;
  const char *name, *value;

  g_string_append_printf (link, "%s?page=%" G_GINT64_FORMAT, call->path, number);

  if (place != NULL)
    g_string_append_printf (link, "&cursor=%s", place);

  if (call->query == NULL)
    return g_string_free (link, FALSE);

  g_hash_table_iter_init (&iter, call->query);

  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &value)) {
    if (!is_place (name)) {
      g_string_append_c (link, '&');
      g_string_append_uri_escaped (link, name, NULL, FALSE);
      g_string_append_c (link, '=');
      g_string_append_uri_escaped (link, value, NULL, FALSE);
    }
  }

  return g_string_free (link, FALSE);
}

/* Numbers move when rows come and go, so the way on is told by the row that was the last; the number is for people. */
static void
write_links (AusCall    *call,
             const Page *page)
{
  g_autofree char *next = page->has_next ? make_link (call, page->number + 1, page->last) : NULL;
  g_autofree char *previous = page->number > 1 ? make_link (call, page->number - 1, NULL) : NULL;

  aus_json_add_text (&call->out, "next", next);
  aus_json_add_text (&call->out, "previous", previous);
}

static void
write_row (AusCall           *call,
           AusStatement      *row,
           const AusListing  *listing,
           AusRecordClass    *klass)
{
  const AusView view = { listing->role != AUS_ROLE_NONE ? listing->role : call->caller.role, FALSE };

  if (listing->write != NULL)
    listing->write (row, &call->out);
  else
    aus_statement_write_json (row, klass, &call->out, &view);
}

/* Writes as many as belong to the page, and looks whether there is another. */
static gboolean
write_rows (AusCall           *call,
            AusStatement      *rows,
            const AusListing  *listing,
            Page              *page,
            GError           **error)
{
  AusRecordClass *klass = listing->write == NULL ? g_type_class_ref (listing->type) : NULL;
  const gsize before = call->out.text->len;
  AusStep step;

  aus_json_begin_array (&call->out, "results");

  for (gint64 n = 1; (step = aus_statement_step (rows, error)) == AUS_STEP_ROW && n <= page->size; n++) {
    write_row (call, rows, listing, klass);

    /* The others will be about as long. */
    if (n == 1)
      aus_json_writer_reserve (&call->out, (call->out.text->len - before) * page->size);

    if (n == page->size)
      page->last = aus_place_of_row (rows, listing->order);
  }

  aus_json_end_array (&call->out);
  page->has_next = step == AUS_STEP_ROW;
  g_clear_pointer (&klass, g_type_class_unref);

  return step != AUS_STEP_ERROR;
}

static gboolean
read_page (AusCall           *call,
           const AusListing  *listing,
           gint64             total,
           Page              *page,
           GError           **error)
{
  if (!aus_call_get_number (call, "page", 1, G_MAXINT32, &page->number, error) ||
      !aus_call_get_number (call, "page_size", 1, AUS_PAGE_MAX_SIZE, &page->size, error))
    return FALSE;

  page->place = aus_call_get_query (call, "cursor");

  if (page->place != NULL && !aus_place_narrow (listing->rows, listing->order, page->place)) {
    aus_error_add_field (error, "cursor", "Is none of this list in this order; take it from “next”.");
    return FALSE;
  }

  if (page->place == NULL && page->number > 1 && (page->number - 1) * page->size >= total) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such page.");
    return FALSE;
  }

  return TRUE;
}

gboolean
aus_page_write (AusCall           *call,
                AusDatabase       *database,
                const AusListing  *listing,
                gint64             total,
                GError           **error)
{
  Page page = { 1, AUS_PAGE_SIZE };
  g_autoptr (AusStatement) statement = NULL;
  gboolean written;

  if (!read_page (call, listing, total, &page, error))
    return FALSE;

  statement = aus_query_prepare (listing->rows, database, listing->order, page.size + 1,
                                 page.place ? 0 : (page.number - 1) * page.size, error);

  if (statement == NULL)
    return FALSE;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_integer (&call->out, "count", total);
  written = write_rows (call, statement, listing, &page, error);
  write_links (call, &page);
  aus_json_end_object (&call->out);
  g_free (page.last);

  return written;
}

gboolean
aus_page_write_counted (AusCall           *call,
                        AusDatabase       *database,
                        const AusListing  *listing,
                        GError           **error)
{
  gint64 total;

  return aus_query_count (listing->rows, database, &total, error) &&
         aus_page_write (call, database, listing, total, error);
}

const char *
aus_page_order (AusCall            *call,
                const AusOrdering  *orderings,
                GError            **error)
{
  const char *wanted = aus_call_get_query (call, "ordering");
  g_autoptr (GString) names = NULL;

  if (wanted == NULL)
    return orderings[0].sql;

  names = g_string_new (NULL);

  for (const AusOrdering *ordering = orderings; ordering->name != NULL; ordering++) {
    if (strcmp (ordering->name, wanted) == 0)
      return ordering->sql;

    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", ordering->name);
  }

  aus_error_add_field (error, "ordering", "Must be one of: %s.", names->str);

  return NULL;
}
