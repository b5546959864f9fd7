#pragma once

#include <adwaita.h>

#include "aus-patient.h"

G_BEGIN_DECLS

/* A row by which somebody knows a patient from others. */

/* Name and date of birth, to be seen and to be heard. */
void  aus_patient_row_fill      (AdwActionRow *row,
                                 AusPatient   *patient);
/* Returns: (transfer full): the whole name */
char *aus_patient_row_make_name (AusPatient   *patient);

G_END_DECLS
