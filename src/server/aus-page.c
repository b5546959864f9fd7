#include "aus-page.h"

#include <string.h>

typedef struct
{
  gint64 number;
  gint64 size;
} Page;

static char *
make_link (AusCall    *call,
           const Page *page,
           gint64      number)
{
  GString *link = g_string_new (call->clinic->public_url);
  GHashTableIter iter;
  const char *name, *value;

  g_string_append_printf (link, "%s?page=%" G_GINT64_FORMAT, call->path, number);

  if (call->query == NULL)
    return g_string_free (link, FALSE);

  g_hash_table_iter_init (&iter, call->query);

  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &value)) {
    if (strcmp (name, "page") != 0) {
      g_string_append_c (link, '&');
      g_string_append_uri_escaped (link, name, NULL, FALSE);
      g_string_append_c (link, '=');
      g_string_append_uri_escaped (link, value, NULL, FALSE);
    }
  }

  return g_string_free (link, FALSE);
}

static void
write_head (AusCall    *call,
            const Page *page,
            gint64      total)
{
  g_autofree char *next = page->number * page->size < total ? make_link (call, page, page->number + 1) : NULL;
  g_autofree char *previous = page->number > 1 ? make_link (call, page, page->number - 1) : NULL;

  aus_json_begin_object (&call->out, NULL);
  aus_json_add_integer (&call->out, "count", total);
  aus_json_add_text (&call->out, "next", next);
  aus_json_add_text (&call->out, "previous", previous);
  aus_json_begin_array (&call->out, "results");
}

static gboolean
write_other_rows (AusCall       *call,
                  AusStatement  *rows,
                  AusWriteRow    write_row,
                  GError       **error)
{
  AusStep step;

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW)
    write_row (rows, &call->out);

  return step == AUS_STEP_DONE;
}

static gboolean
write_rows (AusCall           *call,
            AusStatement      *rows,
            const AusListing  *listing,
            GError           **error)
{
  AusRecordClass *klass = g_type_class_ref (listing->type);
  const AusView view = { listing->role != AUS_ROLE_NONE ? listing->role : call->caller.role, FALSE };
  AusStep step;

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW)
    aus_statement_write_json (rows, klass, &call->out, &view);

  g_type_class_unref (klass);

  return step == AUS_STEP_DONE;
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

  if (!aus_call_get_number (call, "page", 1, G_MAXINT32, &page.number, error) ||
      !aus_call_get_number (call, "page_size", 1, AUS_PAGE_MAX_SIZE, &page.size, error))
    return FALSE;

  if (page.number > 1 && (page.number - 1) * page.size >= total) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such page.");
    return FALSE;
  }

  statement = aus_query_prepare (listing->rows, database, listing->order, page.size, (page.number - 1) * page.size,
                                 error);

  if (statement == NULL)
    return FALSE;

  write_head (call, &page, total);

  if (listing->write != NULL ? !write_other_rows (call, statement, listing->write, error)
                             : !write_rows (call, statement, listing, error))
    return FALSE;

  aus_json_end_array (&call->out);
  aus_json_end_object (&call->out);

  return TRUE;
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
