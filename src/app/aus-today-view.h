#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AUS_TYPE_TODAY_VIEW (aus_today_view_get_type ())

G_DECLARE_FINAL_TYPE (AusTodayView, aus_today_view, AUS, TODAY_VIEW, GtkWidget)

/**
 * AusTodayView:
 *
 * The visits of today: now, later, done. Properties: `model` (a GListModel of AusConsultation), `search`,
 * `as-of` (when the list was last known to be right, or %NULL while it is live), `loaded` (whether the list
 * is known at all).
 */

G_END_DECLS
