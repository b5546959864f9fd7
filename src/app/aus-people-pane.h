#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AUS_TYPE_PEOPLE_PANE (aus_people_pane_get_type ())

G_DECLARE_FINAL_TYPE (AusPeoplePane, aus_people_pane, AUS, PEOPLE_PANE, GtkWidget)

/* Who is in a room, and how. Property `model`: a GListModel of AusParticipant. */

G_END_DECLS
