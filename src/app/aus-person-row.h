#pragma once

#include <adwaita.h>

#include "aus-participant.h"

G_BEGIN_DECLS

#define AUS_TYPE_PERSON_ROW (aus_person_row_get_type ())

G_DECLARE_FINAL_TYPE (AusPersonRow, aus_person_row, AUS, PERSON_ROW, AdwActionRow)

/* Follows @participant while it lives. */
GtkWidget *aus_person_row_new (AusParticipant *participant);

G_END_DECLS
