#include "aus-patient-form.h"

#include <glib/gi18n.h>

#include "aus-checks.h"
#include "aus-new-patient.h"
#include "aus-patient.h"
#include "aus-record-form.h"
#include "aus-uuid.h"

struct _AusPatientForm
{
  GtkWidget      parent_instance;

  AusPatient    *patient;
  AusRecordForm *form;
};

G_DEFINE_FINAL_TYPE (AusPatientForm, aus_patient_form, GTK_TYPE_WIDGET)

static void
aus_patient_form_dispose (GObject *object)
{
  AusPatientForm *self = AUS_PATIENT_FORM (object);

  if (self->form != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->form)));

  G_OBJECT_CLASS (aus_patient_form_parent_class)->dispose (object);
}

static void
aus_patient_form_finalize (GObject *object)
{
  g_object_unref (AUS_PATIENT_FORM (object)->patient);

  G_OBJECT_CLASS (aus_patient_form_parent_class)->finalize (object);
}

static void
aus_patient_form_class_init (AusPatientFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_patient_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_patient_form_finalize;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
aus_patient_form_init (AusPatientForm *self)
{
  g_autofree char *id = aus_uuid_new ();

  self->patient = g_object_new (AUS_TYPE_PATIENT, "id", id, NULL);
  self->form = AUS_RECORD_FORM (aus_record_form_new (AUS_RECORD (self->patient), aus_new_patient_fields));
  gtk_widget_set_parent (GTK_WIDGET (self->form), GTK_WIDGET (self));
}

void
aus_patient_form_propose (AusPatientForm *self,
                          const char     *name)
{
  g_autofree char *stripped = g_strstrip (g_strdup (name));
  char *space = strrchr (stripped, ' ');

  g_return_if_fail (AUS_IS_PATIENT_FORM (self));

  if (space != NULL)
    *space = '\0';

  g_object_set (self->patient, "given-name", space ? stripped : "", "family-name", space ? space + 1 : stripped,
                NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

gboolean
aus_patient_form_check (AusPatientForm  *self,
                        GError         **error)
{
  AusPatient *patient = self->patient;
  g_autoptr (GError) faults = NULL;

  if (*patient->given_name == '\0')
    aus_error_add_field (&faults, "given_name", "%s", _("Enter the given name."));

  if (*patient->family_name == '\0')
    aus_error_add_field (&faults, "family_name", "%s", _("Enter the family name."));

  if (*patient->born != '\0' && aus_check_date (patient->born) != NULL)
    aus_error_add_field (&faults, "born", "%s",
                         _("Write the date of birth as 1956-04-23: year, month, day."));

  if (*patient->email != '\0' && aus_check_email (patient->email) != NULL)
    aus_error_add_field (&faults, "email", "%s", _("This is not an e-mail address."));

  if (faults == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&faults));

  return FALSE;
}

JsonNode *
aus_patient_form_to_json (AusPatientForm *self)
{
  g_return_val_if_fail (AUS_IS_PATIENT_FORM (self), NULL);

  return aus_record_form_to_json (self->form);
}

const char *
aus_patient_form_get_id (AusPatientForm *self)
{
  g_return_val_if_fail (AUS_IS_PATIENT_FORM (self), NULL);

  return self->patient->id;
}

gboolean
aus_patient_form_has (AusPatientForm *self,
                      const char     *name)
{
  g_return_val_if_fail (AUS_IS_PATIENT_FORM (self), FALSE);

  return aus_record_form_has (self->form, name);
}

void
aus_patient_form_show_error (AusPatientForm *self,
                             const GError   *error)
{
  g_return_if_fail (AUS_IS_PATIENT_FORM (self));

  aus_record_form_show_faults (self->form, error);
}
