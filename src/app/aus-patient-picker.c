#include "aus-patient-picker.h"

#include "aus-fold.h"
#include "aus-patient-row.h"

struct _AusPatientPicker
{
  GtkWidget           parent_instance;

  GListModel         *model;
  AusPatient         *patient;

  GtkStack           *stack;
  GtkSearchEntry     *search;
  GtkWidget          *results;
  GtkWidget          *no_match;
  GtkListBox         *list;
  GtkSliceListModel  *found;
  GtkFilter          *filter;
  AdwActionRow       *chosen;
  AdwAvatar          *chosen_avatar;
  AusPatientForm     *form;
};

enum
{
  PROP_0,
  PROP_MODEL,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusPatientPicker, aus_patient_picker, GTK_TYPE_WIDGET)

/* Each word typed stands in the name or the date of birth, as in searches on the server. */
static gboolean
matches (gpointer item,
         gpointer user_data)
{
  AusPatientPicker *self = user_data;
  AusPatient *patient = item;
  g_auto (GStrv) words = aus_fold_words (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  g_autofree char *key = g_strdup_printf ("%s %s %s", patient->given_name, patient->family_name,
                                          patient->born ? patient->born : "");
  g_autofree char *folded = aus_fold (key);

  return aus_fold_has_words (folded, words);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "activatable", TRUE, NULL);

  aus_patient_row_fill (ADW_ACTION_ROW (row), item);

  return row;
}

static void
update_results (AusPatientPicker *self)
{
  gboolean typed = *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
  gboolean found = g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0;

  gtk_widget_set_visible (self->results, typed && found);
  gtk_widget_set_visible (self->no_match, typed && !found);
}

static void
search_changed_cb (AusPatientPicker *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  update_results (self);
}

static void
row_activated_cb (AusPatientPicker *self,
                  GtkListBoxRow    *row)
{
  g_autoptr (AusPatient) patient =
    g_list_model_get_item (G_LIST_MODEL (self->found), gtk_list_box_row_get_index (row));

  aus_patient_picker_set_patient (self, patient);
}

/* Enter takes the first one found, as people expect of a search. */
static void
search_activated_cb (AusPatientPicker *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row != NULL && gtk_widget_get_visible (self->results))
    row_activated_cb (self, row);
}

static void
change_cb (AusPatientPicker *self)
{
  aus_patient_picker_set_patient (self, NULL);
}

static void
new_patient_cb (AusPatientPicker *self)
{
  gtk_stack_set_visible_child_name (self->stack, "new");
  aus_patient_form_propose (self->form, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static gboolean
aus_patient_picker_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (AUS_PATIENT_PICKER (widget)->search));
}

static void
aus_patient_picker_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_MODEL:
      g_value_set_object (value, AUS_PATIENT_PICKER (object)->model);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_patient_picker_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (prop_id) {
    case PROP_MODEL:
      g_set_object (&AUS_PATIENT_PICKER (object)->model, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_patient_picker_dispose (GObject *object)
{
  AusPatientPicker *self = AUS_PATIENT_PICKER (object);

  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));

  g_clear_object (&self->model);
  g_clear_object (&self->patient);

  G_OBJECT_CLASS (aus_patient_picker_parent_class)->dispose (object);
}

static void
aus_patient_picker_class_init (AusPatientPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = aus_patient_picker_get_property;
  object_class->set_property = aus_patient_picker_set_property;
  object_class->dispose = aus_patient_picker_dispose;
  widget_class->grab_focus = aus_patient_picker_grab_focus;

  props[PROP_MODEL] =
    g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (AUS_TYPE_PATIENT);
  g_type_ensure (AUS_TYPE_PATIENT_FORM);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/ausculta/Ausculta/ui/aus-patient-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, AusPatientPicker, stack);
  gtk_widget_class_bind_template_child (widget_class, AusPatientPicker, search);
  gtk_widget_class_bind_template_child (widget_class, AusPatientPicker, results);
  gtk_widget_class_bind_template_child (widget_class, AusPatientPicker, no_match);
  gtk_widget_class_bind_template_child (widget_class, AusPatientPicker, list);
  gtk_widget_class_bind_template_child (widget_class, AusPatientPicker, found);
  gtk_widget_class_bind_template_child (widget_class, AusPatientPicker, filter);
  gtk_widget_class_bind_template_child (widget_class, AusPatientPicker, chosen);
  gtk_widget_class_bind_template_child (widget_class, AusPatientPicker, chosen_avatar);
  gtk_widget_class_bind_template_child (widget_class, AusPatientPicker, form);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_patient_cb);
}

static void
aus_patient_picker_init (AusPatientPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_custom_filter_set_filter_func (GTK_CUSTOM_FILTER (self->filter), matches, self, NULL);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->found), create_row, NULL, NULL);
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (update_results), self,
                           G_CONNECT_SWAPPED);
  update_results (self);
}

AusPatient *
aus_patient_picker_get_patient (AusPatientPicker *self)
{
  g_return_val_if_fail (AUS_IS_PATIENT_PICKER (self), NULL);

  return self->patient;
}

void
aus_patient_picker_set_patient (AusPatientPicker *self,
                                AusPatient       *patient)
{
  g_autofree char *name = patient ? aus_patient_row_make_name (patient) : NULL;

  g_return_if_fail (AUS_IS_PATIENT_PICKER (self));

  g_set_object (&self->patient, patient);
  gtk_stack_set_visible_child_name (self->stack, patient ? "chosen" : "search");

  if (patient != NULL) {
    aus_patient_row_fill (self->chosen, patient);
    adw_avatar_set_text (self->chosen_avatar, name);
  } else {
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
  }
}

AusPatientForm *
aus_patient_picker_get_form (AusPatientPicker *self)
{
  g_return_val_if_fail (AUS_IS_PATIENT_PICKER (self), NULL);

  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "new") == 0 ? self->form : NULL;
}
