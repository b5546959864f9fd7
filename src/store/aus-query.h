#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/**
 * AusQuery:
 *
 * A SELECT put together from clauses. Clauses are our own text; values from outside are always bound, so that nobody
 * can write SQL from afar. Each clause holds one “?”, or several that stand for the same text.
 */
typedef struct _AusQuery AusQuery;

/* @table: a table or view of ours */
AusQuery     *aus_query_new         (const char    *table);
void          aus_query_free        (AusQuery      *self);

void          aus_query_and         (AusQuery      *self,
                                     const char    *clause);
void          aus_query_and_text    (AusQuery      *self,
                                     const char    *clause,
                                     const char    *value);
void          aus_query_and_integer (AusQuery      *self,
                                     const char    *clause,
                                     gint64         value);
/* For a clause with several “?”: the values in their order, each after aus_query_and() took the clause. */
void          aus_query_bind_text    (AusQuery      *self,
                                      const char    *value);
void          aus_query_bind_integer (AusQuery      *self,
                                      gint64         value);
/* @column is one of @values; none of them matches nothing. */
void          aus_query_and_among   (AusQuery      *self,
                                     const char    *column,
                                     const char   **values);
/* Each word of what somebody typed stands in one of @columns, whatever its case and accents (see aus-fold.h). */
void          aus_query_and_words   (AusQuery      *self,
                                     const char   **columns,
                                     const char    *typed);

AusStatement *aus_query_prepare     (AusQuery      *self,
                                     AusDatabase   *database,
                                     const char    *order,
                                     gint64         limit,
                                     gint64         offset,
                                     GError       **error);
/* All rows that match, between what stands before the name of the table and what stands behind the clauses. */
AusStatement *aus_query_prepare_from (AusQuery     *self,
                                      AusDatabase  *database,
                                      const char   *head,
                                      const char   *tail,
                                      GError      **error);
/* One row with the number of rows that match. */
gboolean      aus_query_count       (AusQuery      *self,
                                     AusDatabase   *database,
                                     gint64        *count,
                                     GError       **error);

/* The sum of a column over the rows that match; 0 where there are none. */
gboolean      aus_query_sum         (AusQuery      *self,
                                     AusDatabase   *database,
                                     const char    *column,
                                     gint64        *sum,
                                     GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusQuery, aus_query_free)

G_END_DECLS
