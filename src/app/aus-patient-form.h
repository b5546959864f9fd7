#pragma once

#include <adwaita.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define AUS_TYPE_PATIENT_FORM (aus_patient_form_get_type ())

G_DECLARE_FINAL_TYPE (AusPatientForm, aus_patient_form, AUS, PATIENT_FORM, GtkWidget)

/* What must be known of a new patient. */

/* Fills in a name, as far as it was typed already: the last word is the family name. */
void        aus_patient_form_propose     (AusPatientForm  *self,
                                          const char      *name);
/* Returns: %FALSE with %AUS_ERROR_INVALID, which names the fields */
gboolean    aus_patient_form_check       (AusPatientForm  *self,
                                          GError         **error);
/* Returns: (transfer full): what `patients/` takes, with an id that stays the same for this form */
JsonNode   *aus_patient_form_to_json     (AusPatientForm  *self);
const char *aus_patient_form_get_id      (AusPatientForm  *self);
/* Whether that field is asked for. */
gboolean    aus_patient_form_has         (AusPatientForm  *self,
                                          const char      *name);
/* Says beside each field what is wrong with it; %NULL says nothing any more. */
void        aus_patient_form_show_error  (AusPatientForm  *self,
                                          const GError    *error);

G_END_DECLS
