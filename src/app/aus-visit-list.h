#pragma once

#include <gtk/gtk.h>

#include "aus-visit-section.h"

G_BEGIN_DECLS

#define AUS_TYPE_VISIT_LIST (aus_visit_list_get_type ())

G_DECLARE_FINAL_TYPE (AusVisitList, aus_visit_list, AUS, VISIT_LIST, GtkWidget)

/**
 * AusVisitList:
 *
 * The visits of one section, by time, under a heading; hidden while there are none.
 *
 * Properties: `title`, `section`, `model` (a GListModel of AusConsultation; unfiltered), `search` (part of a
 * patient's name), `n-visits` (read-only).
 */

guint            aus_visit_list_get_n_visits (AusVisitList *self);
/* Returns: (transfer none) (nullable): the first one as shown */
AusConsultation *aus_visit_list_get_first    (AusVisitList *self);

G_END_DECLS
