#pragma once

#include "aus-call.h"
#include "aus-query.h"

G_BEGIN_DECLS

#define AUS_PAGE_SIZE 20
#define AUS_PAGE_MAX_SIZE 200

/* Adds the row that @row stands on. */
typedef void (* AusWriteRow) (AusStatement  *row,
                              AusJsonWriter *out);

/**
 * AusListing:
 * @rows: what matches
 * @type: of the records, unless @write is given
 * @order: columns to sort by, ending in one that is unique
 * @role: as whom it is seen; %AUS_ROLE_NONE for the caller
 * @write: (nullable): for rows that are no records
 */
typedef struct
{
  AusQuery   *rows;
  GType       type;
  const char *order;
  AusRole     role;
  AusWriteRow write;
} AusListing;

/* Answers @call with one page of the @total that match, as its parameters “page” and “page_size” say. */
gboolean    aus_page_write         (AusCall           *call,
                                    AusDatabase       *database,
                                    const AusListing  *listing,
                                    gint64             total,
                                    GError           **error);
/* The same, counting them. */
gboolean    aus_page_write_counted (AusCall           *call,
                                    AusDatabase       *database,
                                    const AusListing  *listing,
                                    GError           **error);

/* What to sort by as the parameter “ordering” says: one of @orderings, ended by a %NULL name; the first where it is not
 * given. %NULL with an error where it is none of them. */
const char *aus_page_order (AusCall            *call,
                            const AusOrdering  *orderings,
                            GError            **error);

G_END_DECLS
