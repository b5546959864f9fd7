#pragma once

#include <adwaita.h>

#include "aus-error.h"

G_BEGIN_DECLS

/**
 * AusFaultRow:
 * @field: name of the field in JSON
 * @widget: what shows it
 * @label: says what is wrong
 *
 * Where the faults of one field are shown.
 */
typedef struct
{
  const char *field;
  GtkWidget  *widget;
  GtkLabel   *label;
} AusFaultRow;

void     aus_fault_row_show    (const AusFaultRow *row,
                                const char        *text);
void     aus_fault_rows_clear  (const AusFaultRow *rows,
                                guint              n_rows);

/**
 * aus_fault_rows_show:
 * @general: for faults of fields that have no row, and for errors without any
 *
 * Shows the sentences of @error where they belong and moves the focus to the first field at fault.
 */
void     aus_fault_rows_show   (const AusFaultRow *rows,
                                guint              n_rows,
                                GtkLabel          *general,
                                const GError      *error);

G_END_DECLS
