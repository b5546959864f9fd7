#include "aus-patient-form.h"

#include <glib/gi18n.h>

#include "aus-checks.h"
#include "aus-field-faults.h"
#include "aus-uuid.h"

struct _AusPatientForm
{
  GtkWidget    parent_instance;

  char        *id;

  GtkWidget   *box;
  AdwEntryRow *given_name;
  AdwEntryRow *family_name;
  AdwEntryRow *born;
  AdwEntryRow *phone;
  AdwEntryRow *email;
  GtkLabel    *given_name_fault;
  GtkLabel    *family_name_fault;
  GtkLabel    *born_fault;
  GtkLabel    *phone_fault;
  GtkLabel    *email_fault;
  GtkLabel    *general_fault;
};

G_DEFINE_FINAL_TYPE (AusPatientForm, aus_patient_form, GTK_TYPE_WIDGET)

#define N_FAULT_ROWS 5

static void
get_fault_rows (AusPatientForm *self,
                AusFaultRow     rows[static N_FAULT_ROWS])
{
  rows[0] = (AusFaultRow) { "given_name", GTK_WIDGET (self->given_name), self->given_name_fault };
  rows[1] = (AusFaultRow) { "family_name", GTK_WIDGET (self->family_name), self->family_name_fault };
  rows[2] = (AusFaultRow) { "born", GTK_WIDGET (self->born), self->born_fault };
  rows[3] = (AusFaultRow) { "phone", GTK_WIDGET (self->phone), self->phone_fault };
  rows[4] = (AusFaultRow) { "email", GTK_WIDGET (self->email), self->email_fault };
}

static char *
get_text (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
aus_patient_form_dispose (GObject *object)
{
  AusPatientForm *self = AUS_PATIENT_FORM (object);

  if (self->box != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->box));

  G_OBJECT_CLASS (aus_patient_form_parent_class)->dispose (object);
}

static void
aus_patient_form_finalize (GObject *object)
{
  g_free (AUS_PATIENT_FORM (object)->id);

  G_OBJECT_CLASS (aus_patient_form_parent_class)->finalize (object);
}

static void
aus_patient_form_class_init (AusPatientFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_patient_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_patient_form_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-patient-form.ui");
  gtk_widget_class_bind_template_child (widget_class, AusPatientForm, box);
  gtk_widget_class_bind_template_child (widget_class, AusPatientForm, given_name);
  gtk_widget_class_bind_template_child (widget_class, AusPatientForm, family_name);
  gtk_widget_class_bind_template_child (widget_class, AusPatientForm, born);
  gtk_widget_class_bind_template_child (widget_class, AusPatientForm, phone);
  gtk_widget_class_bind_template_child (widget_class, AusPatientForm, email);
  gtk_widget_class_bind_template_child (widget_class, AusPatientForm, given_name_fault);
  gtk_widget_class_bind_template_child (widget_class, AusPatientForm, family_name_fault);
  gtk_widget_class_bind_template_child (widget_class, AusPatientForm, born_fault);
  gtk_widget_class_bind_template_child (widget_class, AusPatientForm, phone_fault);
  gtk_widget_class_bind_template_child (widget_class, AusPatientForm, email_fault);
  gtk_widget_class_bind_template_child (widget_class, AusPatientForm, general_fault);
}

static void
aus_patient_form_init (AusPatientForm *self)
{
  self->id = aus_uuid_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
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

  gtk_editable_set_text (GTK_EDITABLE (self->given_name), space ? stripped : "");
  gtk_editable_set_text (GTK_EDITABLE (self->family_name), space ? space + 1 : stripped);
  gtk_widget_grab_focus (GTK_WIDGET (self->given_name));
}

gboolean
aus_patient_form_check (AusPatientForm  *self,
                        GError         **error)
{
  g_autofree char *given_name = get_text (self->given_name);
  g_autofree char *family_name = get_text (self->family_name);
  g_autofree char *born = get_text (self->born);
  g_autofree char *email = get_text (self->email);
  g_autoptr (GError) faults = NULL;

  if (*given_name == '\0')
    aus_error_add_field (&faults, "given_name", "%s", _("Enter the given name."));

  if (*family_name == '\0')
    aus_error_add_field (&faults, "family_name", "%s", _("Enter the family name."));

  if (*born != '\0' && aus_check_date (born) != NULL)
    aus_error_add_field (&faults, "born", "%s",
                         _("Write the date of birth as 1956-04-23: year, month, day."));

  if (*email != '\0' && aus_check_email (email) != NULL)
    aus_error_add_field (&faults, "email", "%s", _("This is not an e-mail address."));

  if (faults == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&faults));

  return FALSE;
}

JsonNode *
aus_patient_form_to_json (AusPatientForm *self)
{
  const struct { const char *name; AdwEntryRow *row; } members[] = {
    { "given_name", self->given_name },
    { "family_name", self->family_name },
    { "born", self->born },
    { "phone", self->phone },
    { "email", self->email },
  };
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "id", self->id);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    g_autofree char *text = get_text (members[i].row);

    if (*text != '\0')
      json_object_set_string_member (object, members[i].name, text);
  }

  json_node_take_object (node, g_steal_pointer (&object));

  return node;
}

const char *
aus_patient_form_get_id (AusPatientForm *self)
{
  g_return_val_if_fail (AUS_IS_PATIENT_FORM (self), NULL);

  return self->id;
}

void
aus_patient_form_show_error (AusPatientForm *self,
                             const GError   *error)
{
  AusFaultRow rows[N_FAULT_ROWS];

  g_return_if_fail (AUS_IS_PATIENT_FORM (self));

  get_fault_rows (self, rows);
  aus_fault_rows_clear (rows, N_FAULT_ROWS);
  gtk_widget_set_visible (GTK_WIDGET (self->general_fault), FALSE);

  if (error != NULL)
    aus_fault_rows_show (rows, N_FAULT_ROWS, self->general_fault, error);
}
