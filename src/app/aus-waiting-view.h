#pragma once

#include <gtk/gtk.h>

#include "aus-consultation.h"

G_BEGIN_DECLS

#define AUS_TYPE_WAITING_VIEW (aus_waiting_view_get_type ())

G_DECLARE_FINAL_TYPE (AusWaitingView, aus_waiting_view, AUS, WAITING_VIEW, GtkWidget)

/**
 * AusWaitingView:
 *
 * Who waits, the longest first; while nobody does, the next visit of today. Properties: `model` (a GListModel
 * of AusConsultation), `n-waiting` (read-only).
 */

/* Returns: (transfer none) (nullable): whose turn it is */
AusConsultation *aus_waiting_view_get_next (AusWaitingView *self);

G_END_DECLS
