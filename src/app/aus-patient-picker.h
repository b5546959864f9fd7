#pragma once

#include <gtk/gtk.h>

#include "aus-patient-form.h"
#include "aus-patient.h"

G_BEGIN_DECLS

#define AUS_TYPE_PATIENT_PICKER (aus_patient_picker_get_type ())

G_DECLARE_FINAL_TYPE (AusPatientPicker, aus_patient_picker, AUS, PATIENT_PICKER, GtkWidget)

/**
 * AusPatientPicker:
 *
 * Finds a patient by some letters of the name or of the date of birth, or takes down a new one. Property
 * `model`: a GListModel of AusPatient.
 */

/* Returns: (transfer none) (nullable): who was chosen */
AusPatient     *aus_patient_picker_get_patient (AusPatientPicker *self);
void            aus_patient_picker_set_patient (AusPatientPicker *self,
                                                AusPatient       *patient);
/* Returns: (transfer none) (nullable): the form, while a new patient is being taken down */
AusPatientForm *aus_patient_picker_get_form    (AusPatientPicker *self);

G_END_DECLS
