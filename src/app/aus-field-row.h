#pragma once

#include <adwaita.h>

#include "aus-record.h"

G_BEGIN_DECLS

/**
 * aus_field_row_new:
 * @field: one of @record's, with a label, and no time: times have [class@DateRow] and [class@TimeRow]
 *
 * A row that edits @field of @record, and follows it. Texts lose the blanks around them on their way into the record.
 * A nullable number is null while its row is empty.
 *
 * Returns: (transfer floating)
 */
GtkWidget *aus_field_row_new (AusRecord      *record,
                              const AusField *field);

G_END_DECLS
