#pragma once

#include <gtk/gtk.h>

#include "aus-consultation.h"

G_BEGIN_DECLS

#define AUS_TYPE_VISIT_ROW (aus_visit_row_get_type ())

G_DECLARE_FINAL_TYPE (AusVisitRow, aus_visit_row, AUS, VISIT_ROW, GtkListBoxRow)

/* Follows @visit while it lives. Its buttons activate `app.admit` and `app.open` with the visit's id. */
GtkWidget       *aus_visit_row_new       (AusConsultation *visit);
AusConsultation *aus_visit_row_get_visit (AusVisitRow     *self);
/* Says again how long it is since things happened. */
void             aus_visit_row_update    (AusVisitRow     *self);

G_END_DECLS
