#include "aus-consultation-form.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "aus-consultation-state.h"
#include "aus-date-row.h"
#include "aus-field-faults.h"
#include "aus-patient-picker.h"
#include "aus-time-row.h"
#include "aus-time.h"
#include "aus-visit-text.h"
#include "aus-zone.h"

struct _AusConsultationForm
{
  GtkWidget         parent_instance;

  GTimeZone        *zone;

  GtkWidget        *page;
  GtkLabel         *general_fault;
  AusPatientPicker *picker;
  AdwComboRow      *doctor;
  AusDateRow       *date;
  AusTimeRow       *time;
  GtkWidget        *duration_row;
  GtkSpinButton    *duration;
  AdwComboRow      *provider;
  GtkSwitch        *recording;
  AdwEntryRow      *reason;
  GtkWidget        *notes_row;
  GtkTextBuffer    *notes;
  GtkLabel         *patient_fault;
  GtkLabel         *doctor_fault;
  GtkLabel         *start_fault;
  GtkLabel         *details_fault;
};

G_DEFINE_FINAL_TYPE (AusConsultationForm, aus_consultation_form, GTK_TYPE_WIDGET)

/* In the order of the drop-down. */
static const AusVideoProvider providers[] = { AUS_VIDEO_PROVIDER_BUILTIN, AUS_VIDEO_PROVIDER_JITSI };

#define N_FAULT_ROWS 10

static void
get_fault_rows (AusConsultationForm *self,
                AusFaultRow          rows[static N_FAULT_ROWS])
{
  guint n = 0;

  rows[n++] = (AusFaultRow) { "patient_id", GTK_WIDGET (self->picker), self->patient_fault };
  rows[n++] = (AusFaultRow) { "doctor_id", GTK_WIDGET (self->doctor), self->doctor_fault };
  rows[n++] = (AusFaultRow) { "appointment_date", GTK_WIDGET (self->date), self->start_fault };
  rows[n++] = (AusFaultRow) { "scheduled_start", GTK_WIDGET (self->time), self->start_fault };
  rows[n++] = (AusFaultRow) { "appointment_time", GTK_WIDGET (self->time), self->start_fault };
  rows[n++] = (AusFaultRow) { "time_zone", GTK_WIDGET (self->time), self->start_fault };
  rows[n++] = (AusFaultRow) { "duration_minutes", self->duration_row, self->start_fault };
  rows[n++] = (AusFaultRow) { "video_provider", GTK_WIDGET (self->provider), self->details_fault };
  rows[n++] = (AusFaultRow) { "reason", GTK_WIDGET (self->reason), self->details_fault };
  rows[n++] = (AusFaultRow) { "notes", self->notes_row, self->details_fault };
  g_assert (n == N_FAULT_ROWS);
}

static void
clear_faults (AusConsultationForm *self)
{
  AusFaultRow rows[N_FAULT_ROWS];
  AusPatientForm *form = aus_patient_picker_get_form (self->picker);

  get_fault_rows (self, rows);
  aus_fault_rows_clear (rows, N_FAULT_ROWS);
  gtk_widget_set_visible (GTK_WIDGET (self->general_fault), FALSE);

  if (form != NULL)
    aus_patient_form_show_error (form, NULL);
}

static gboolean
get_start (AusConsultationForm  *self,
           gint64               *start,
           GError              **error)
{
  g_autofree char *date = aus_date_row_get_date (self->date);
  g_autofree char *time = aus_time_row_get_time (self->time);

  return aus_zone_to_utc (g_time_zone_get_identifier (self->zone), date, time, AUS_ZONE_CHOICE_ASK, start,
                          error);
}

static char *
get_doctor_name (AusUser *doctor)
{
  if (doctor->name != NULL && *doctor->name != '\0')
    return g_strdup (doctor->name);

  return g_strdup_printf ("%s %s %s", doctor->title ? doctor->title : "", doctor->first_name,
                          doctor->last_name);
}

static char *
get_notes (AusConsultationForm *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->notes, &start, &end);

  return g_strstrip (gtk_text_buffer_get_text (self->notes, &start, &end, FALSE));
}

static void
aus_consultation_form_dispose (GObject *object)
{
  AusConsultationForm *self = AUS_CONSULTATION_FORM (object);

  if (self->page != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->page));

  g_clear_pointer (&self->zone, g_time_zone_unref);

  G_OBJECT_CLASS (aus_consultation_form_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, page);
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, general_fault);
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, picker);
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, doctor);
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, date);
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, time);
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, duration_row);
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, duration);
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, provider);
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, recording);
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, reason);
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, notes_row);
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, notes);
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, patient_fault);
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, doctor_fault);
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, start_fault);
  gtk_widget_class_bind_template_child (widget_class, AusConsultationForm, details_fault);
}

static void
aus_consultation_form_class_init (AusConsultationFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_consultation_form_dispose;

  g_type_ensure (AUS_TYPE_PATIENT_PICKER);
  g_type_ensure (AUS_TYPE_DATE_ROW);
  g_type_ensure (AUS_TYPE_TIME_ROW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/ausculta/Ausculta/ui/aus-consultation-form.ui");
  gtk_widget_class_bind_template_callback (widget_class, get_doctor_name);
  bind_children (widget_class);
}

static void
propose_start (AusConsultationForm *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now (self->zone);
  g_autoptr (GDateTime) start = g_date_time_add_minutes (now, 15 - g_date_time_get_minute (now) % 15);

  aus_date_row_set_date (self->date, start);
  aus_time_row_set_time (self->time, g_date_time_get_hour (start), g_date_time_get_minute (start));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->time), g_time_zone_get_identifier (self->zone));
}

static void
fill_providers (AusConsultationForm *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (providers); i++)
    gtk_string_list_append (names, aus_provider_to_word (providers[i]));

  adw_combo_row_set_model (self->provider, G_LIST_MODEL (names));
}

static void
aus_consultation_form_init (AusConsultationForm *self)
{
  self->zone = g_time_zone_new_local ();
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_providers (self);
  propose_start (self);
}

void
aus_consultation_form_attach (AusConsultationForm *self,
                              GListModel          *patients,
                              GListModel          *doctors,
                              AusUser             *user)
{
  AusRole role = user ? user->role : AUS_ROLE_NONE;

  g_return_if_fail (AUS_IS_CONSULTATION_FORM (self));

  g_object_set (self->picker, "model", patients, NULL);
  adw_combo_row_set_model (self->doctor, doctors);
  gtk_widget_set_visible (self->notes_row, aus_act_is_for (AUS_ACT_END, role));

  for (guint i = 0; user != NULL && i < g_list_model_get_n_items (doctors); i++) {
    g_autoptr (AusUser) doctor = g_list_model_get_item (doctors, i);

    if (g_strcmp0 (doctor->id, user->id) == 0)
      adw_combo_row_set_selected (self->doctor, i);
  }
}

static gboolean
check_visit (AusConsultationForm  *self,
             GError              **error)
{
  g_autoptr (GError) faults = NULL;
  gint64 start;

  if (aus_patient_picker_get_patient (self->picker) == NULL && aus_patient_picker_get_form (self->picker) == NULL)
    aus_error_add_field (&faults, "patient_id", "%s", _("Choose a patient, or take down a new one."));

  if (adw_combo_row_get_selected_item (self->doctor) == NULL)
    aus_error_add_field (&faults, "doctor_id", "%s", _("Choose a doctor."));

  if (faults == NULL)
    return get_start (self, &start, error);

  g_propagate_error (error, g_steal_pointer (&faults));

  return FALSE;
}

gboolean
aus_consultation_form_check (AusConsultationForm  *self,
                             GError              **error)
{
  AusPatientForm *form = aus_patient_picker_get_form (self->picker);
  g_autoptr (GError) fault = NULL;

  g_return_val_if_fail (AUS_IS_CONSULTATION_FORM (self), FALSE);

  clear_faults (self);

  if (check_visit (self, &fault) && (form == NULL || aus_patient_form_check (form, &fault)))
    return TRUE;

  aus_consultation_form_show_error (self, fault);
  g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

JsonNode *
aus_consultation_form_new_patient (AusConsultationForm *self)
{
  AusPatientForm *form;

  g_return_val_if_fail (AUS_IS_CONSULTATION_FORM (self), NULL);

  form = aus_patient_picker_get_form (self->picker);

  return form ? aus_patient_form_to_json (form) : NULL;
}

void
aus_consultation_form_set_patient (AusConsultationForm *self,
                                   AusPatient          *patient)
{
  g_return_if_fail (AUS_IS_CONSULTATION_FORM (self));

  aus_patient_picker_set_patient (self->picker, patient);
}

JsonObject *
aus_consultation_form_to_json (AusConsultationForm *self)
{
  AusPatientForm *form = aus_patient_picker_get_form (self->picker);
  AusPatient *patient = aus_patient_picker_get_patient (self->picker);
  AusUser *doctor = adw_combo_row_get_selected_item (self->doctor);
  JsonObject *object = json_object_new ();
  g_autofree char *notes = get_notes (self);
  char text[AUS_TIME_BUFFER_LENGTH];
  gint64 start = 0;

  if (get_start (self, &start, NULL))
    aus_time_format (start, text);

  json_object_set_string_member (object, "patient_id", form ? aus_patient_form_get_id (form) : patient->id);
  json_object_set_string_member (object, "doctor_id", doctor->id);
  json_object_set_string_member (object, "scheduled_start", text);
  json_object_set_string_member (object, "time_zone", g_time_zone_get_identifier (self->zone));
  json_object_set_int_member (object, "duration_minutes", gtk_spin_button_get_value_as_int (self->duration));
  json_object_set_string_member (object, "video_provider",
                                 aus_enum_to_nick (AUS_TYPE_VIDEO_PROVIDER,
                                                   providers[adw_combo_row_get_selected (self->provider)]));
  json_object_set_boolean_member (object, "recording_enabled", gtk_switch_get_active (self->recording));
  json_object_set_string_member (object, "reason", gtk_editable_get_text (GTK_EDITABLE (self->reason)));

  if (gtk_widget_get_visible (self->notes_row))
    json_object_set_string_member (object, "notes", notes);

  return object;
}

void
aus_consultation_form_show_error (AusConsultationForm *self,
                                  const GError        *error)
{
  AusFaultRow rows[N_FAULT_ROWS];
  AusPatientForm *form = aus_patient_picker_get_form (self->picker);
  GPtrArray *faults = aus_error_get_fields (error);
  const AusFieldFault *first = faults && faults->len > 0 ? g_ptr_array_index (faults, 0) : NULL;

  g_return_if_fail (AUS_IS_CONSULTATION_FORM (self));

  clear_faults (self);
  get_fault_rows (self, rows);

  if (form != NULL && first != NULL && aus_patient_form_has (form, first->name))
    aus_patient_form_show_error (form, error);
  else
    aus_fault_rows_show (rows, N_FAULT_ROWS, self->general_fault, error);
}
