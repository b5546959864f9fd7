#pragma once

#include "aus-call.h"
#include "aus-query.h"

G_BEGIN_DECLS

#define AUS_PAGE_SIZE 20
#define AUS_PAGE_MAX_SIZE 200

/**
 * aus_page_write:
 * @rows: what matches
 * @total: how many match
 * @type: of the records
 * @order: columns to sort by, ending in one that is unique
 *
 * Answers @call with one page, as its parameters “page” and “page_size” say.
 */
gboolean    aus_page_write (AusCall      *call,
                            AusDatabase  *database,
                            AusQuery     *rows,
                            gint64        total,
                            GType         type,
                            const char   *order,
                            GError      **error);
/* The same, counting the rows of @rows. */
gboolean    aus_page_write_counted (AusCall      *call,
                                    AusDatabase  *database,
                                    AusQuery     *rows,
                                    GType         type,
                                    const char   *order,
                                    GError      **error);

typedef struct
{
  const char *name;
  const char *sql;
} AusOrdering;

/* What to sort by as the parameter “ordering” says: one of @orderings, ended by a %NULL name; the first where it is not
 * given. %NULL with an error where it is none of them. */
const char *aus_page_order (AusCall            *call,
                            const AusOrdering  *orderings,
                            GError            **error);

G_END_DECLS
