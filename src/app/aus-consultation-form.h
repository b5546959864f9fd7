#pragma once

#include <gtk/gtk.h>

#include "aus-client.h"
#include "aus-patient.h"

G_BEGIN_DECLS

#define AUS_TYPE_CONSULTATION_FORM (aus_consultation_form_get_type ())

G_DECLARE_FINAL_TYPE (AusConsultationForm, aus_consultation_form, AUS, CONSULTATION_FORM, GtkWidget)

/* All that makes a consultation without a booking. */

/* Once. The doctor is the user, where the user is one; it begins at the next quarter of an hour. */
void        aus_consultation_form_attach      (AusConsultationForm  *self,
                                               GListModel           *patients,
                                               GListModel           *doctors,
                                               AusUser              *user);
/* Returns: %FALSE with %AUS_ERROR_INVALID, which was shown already */
gboolean    aus_consultation_form_check       (AusConsultationForm  *self,
                                               GError              **error);
/* Returns: (transfer full) (nullable): the patient to be made first, or %NULL for one who is known */
JsonNode   *aus_consultation_form_new_patient (AusConsultationForm  *self);
/* It is for that one, and no new patient is taken down any more. */
void        aus_consultation_form_set_patient (AusConsultationForm  *self,
                                               AusPatient           *patient);
/* To be called after a successful check. Returns: (transfer full): what `consultations/` takes, without an
   id */
JsonObject *aus_consultation_form_to_json     (AusConsultationForm  *self);
/* Says what is wrong with each field beside it, be it of the consultation or of the new patient. */
void        aus_consultation_form_show_error  (AusConsultationForm  *self,
                                               const GError         *error);

G_END_DECLS
