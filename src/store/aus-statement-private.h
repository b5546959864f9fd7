#pragma once

#include "aus-statement.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* A field that is written, and the column that it is in. */
typedef struct
{
  const AusField *field;
  int             column;
} AusWrittenField;

struct _AusStatement
{
  sqlite3_stmt   *handle;
  gboolean        lent;
  char           *sql;  /* NULL where it is not kept for the next time */

  /* Which column each field of @klass is in, or -1: found once, for rows are many. */
  AusRecordClass *klass;
  int            *columns;

  /* Those that @view of @written_klass holds, in their order. */
  AusRecordClass  *written_klass;
  AusView          view;
  AusWrittenField *written;
  guint            n_written;
};

void aus_statement_free      (AusStatement  *self);
/* Turns the last failure of @handle into an %AUS_ERROR that tells callers what to do. */
void aus_sqlite_set_error    (sqlite3       *handle,
                              GError       **error);

G_END_DECLS
