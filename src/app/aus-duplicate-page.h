#pragma once

#include <gtk/gtk.h>

#include "aus-patient.h"

G_BEGIN_DECLS

#define AUS_TYPE_DUPLICATE_PAGE (aus_duplicate_page_get_type ())

G_DECLARE_FINAL_TYPE (AusDuplicatePage, aus_duplicate_page, AUS, DUPLICATE_PAGE, GtkWidget)

/* Asks whether a new patient is one of those who are known already. Its answers are the actions
 * `consultation.use-patient` with an id, `consultation.new-patient` and `consultation.back`. */

/* @candidates: (element-type AusPatient): who may be meant */
void aus_duplicate_page_show (AusDuplicatePage *self,
                              GPtrArray        *candidates);

G_END_DECLS
