#pragma once

#include "aus-statement.h"

#include <sqlite3.h>

G_BEGIN_DECLS

struct _AusStatement
{
  sqlite3_stmt   *handle;
  gboolean        lent;
  char           *sql;  /* NULL where it is not kept for the next time */

  /* Which column each field of @klass is in, or -1: found once, for rows are many. */
  AusRecordClass *klass;
  int            *columns;
};

void aus_statement_free      (AusStatement  *self);
/* Turns the last failure of @handle into an %AUS_ERROR that tells callers what to do. */
void aus_sqlite_set_error    (sqlite3       *handle,
                              GError       **error);

G_END_DECLS
