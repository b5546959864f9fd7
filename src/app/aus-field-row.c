#include "aus-field-row.h"

#include <glib/gi18n.h>

#include "aus-checks.h"
#include "aus-enum-words.h"

/* Beyond this a spin button's double skips whole numbers. */
#define MAX_WHOLE ((double) (G_GINT64_CONSTANT (1) << 53))

/* What an on-screen keyboard should offer, by name or check. */
static const struct
{
  const char       *name;
  const char     *(*check) (const char *text);
  GtkInputPurpose   purpose;
} purposes[] = {
  { "phone", NULL, GTK_INPUT_PURPOSE_PHONE },
  { NULL, aus_check_email, GTK_INPUT_PURPOSE_EMAIL },
  { NULL, aus_check_date, GTK_INPUT_PURPOSE_NUMBER },
};

static GtkInputPurpose
get_purpose (const AusField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (purposes); i++) {
    if (g_strcmp0 (purposes[i].name, field->name) == 0 ||
        (purposes[i].check != NULL && purposes[i].check == field->check))
      return purposes[i].purpose;
  }

  return GTK_INPUT_PURPOSE_FREE_FORM;
}

/* An entry cannot show %NULL, and crashes when it is told to. */
static gboolean
show_text (GBinding     *binding,
           const GValue *from,
           GValue       *to,
           gpointer      field)
{
  const char *text = g_value_get_string (from);

  g_value_set_string (to, text ? text : "");

  return TRUE;
}

static gboolean
take_text (GBinding     *binding,
           const GValue *from,
           GValue       *to,
           gpointer      field)
{
  g_autofree char *text = g_strstrip (g_value_dup_string (from));

  if (*text != '\0' || !aus_field_is (field, AUS_FIELD_NULLABLE))
    g_value_take_string (to, g_steal_pointer (&text));

  return TRUE;
}

static gboolean
show_enum (GBinding     *binding,
           const GValue *from,
           GValue       *to,
           gpointer      field)
{
  g_value_set_uint (to, (guint) g_value_get_enum (from));

  return TRUE;
}

static gboolean
take_enum (GBinding     *binding,
           const GValue *from,
           GValue       *to,
           gpointer      field)
{
  /* Nothing is selected while the list is being replaced. */
  if (g_value_get_uint (from) == GTK_INVALID_LIST_POSITION)
    return FALSE;

  g_value_set_enum (to, (int) g_value_get_uint (from));

  return TRUE;
}

static double
get_lowest (GBinding *binding)
{
  g_autoptr (GObject) button = g_binding_dup_target (binding);

  return gtk_adjustment_get_lower (gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (button)));
}

static gboolean
show_integer (GBinding     *binding,
              const GValue *from,
              GValue       *to,
              gpointer      field)
{
  gint64 number = g_value_get_int64 (from);
  gboolean is_null = aus_field_is (field, AUS_FIELD_NULLABLE) && number == AUS_INTEGER_NULL;

  g_value_set_double (to, is_null ? get_lowest (binding) : (double) number);

  return TRUE;
}

static gboolean
take_integer (GBinding     *binding,
              const GValue *from,
              GValue       *to,
              gpointer      field)
{
  double number = g_value_get_double (from);
  gboolean is_null = aus_field_is (field, AUS_FIELD_NULLABLE) && number <= get_lowest (binding);

  g_value_set_int64 (to, is_null ? AUS_INTEGER_NULL : (gint64) number);

  return TRUE;
}

/* The step below the minimum of a nullable number is null, and shown as nothing. */
static gboolean
output_cb (GtkSpinButton *button)
{
  GtkAdjustment *adjustment = gtk_spin_button_get_adjustment (button);

  if (gtk_adjustment_get_value (adjustment) > gtk_adjustment_get_lower (adjustment))
    return FALSE;

  gtk_editable_set_text (GTK_EDITABLE (button), "");

  return TRUE;
}

static int
input_cb (GtkSpinButton *button,
          double        *value)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (button)) != '\0')
    return FALSE;

  *value = gtk_adjustment_get_lower (gtk_spin_button_get_adjustment (button));

  return TRUE;
}

static void
bind (AusRecord             *record,
      const AusField        *field,
      GtkWidget             *editor,
      const char            *property,
      GBindingTransformFunc  show,
      GBindingTransformFunc  take)
{
  AusRecordClass *klass = AUS_RECORD_GET_CLASS (record);

  g_object_bind_property_full (record, klass->properties[field - klass->fields]->name, editor, property,
                               G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE, show, take, (gpointer) field, NULL);
}

static void
describe (GtkWidget      *editor,
          const AusField *field)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (editor), GTK_ACCESSIBLE_PROPERTY_REQUIRED,
                                  aus_field_is (field, AUS_FIELD_REQUIRED), -1);
}

static GtkWidget *
create_entry_row (AusRecord      *record,
                  const AusField *field)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ENTRY_ROW, "title", _(field->label), "input-purpose",
                                 get_purpose (field), NULL);
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (row));

  gtk_text_set_max_length (GTK_TEXT (text), (int) aus_field_get_max_length (field));
  describe (GTK_WIDGET (text), field);
  bind (record, field, row, "text", show_text, take_text);

  return row;
}

static GtkWidget *
create_combo_row (AusRecord      *record,
                  const AusField *field)
{
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  GEnumClass *klass = g_type_class_ref (field->enum_type ());
  GtkWidget *row;

  /* Values count from 0 without gaps, so that places in the list are values. */
  for (guint i = 0; i < klass->n_values; i++)
    gtk_string_list_append (words, aus_enum_to_word (field->enum_type (), i));

  g_type_class_unref (klass);
  row = g_object_new (ADW_TYPE_COMBO_ROW, "title", _(field->label), "model", words, NULL);
  bind (record, field, row, "selected", show_enum, take_enum);

  return row;
}

/* An action row whose title names @editor. */
static GtkWidget *
create_action_row (const AusField *field,
                   GtkWidget      *editor)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", _(field->label), NULL);

  gtk_widget_set_valign (editor, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), editor);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), editor);
  gtk_accessible_update_property (GTK_ACCESSIBLE (editor), GTK_ACCESSIBLE_PROPERTY_LABEL, _(field->label), -1);
  describe (editor, field);

  return row;
}

static GtkWidget *
create_switch_row (AusRecord      *record,
                   const AusField *field)
{
  GtkWidget *editor = gtk_switch_new ();

  bind (record, field, editor, "active", NULL, NULL);

  return create_action_row (field, editor);
}

static GtkWidget *
create_number_row (AusRecord      *record,
                   const AusField *field)
{
  gboolean is_limited = field->minimum < field->maximum;
  gboolean is_nullable = aus_field_is (field, AUS_FIELD_NULLABLE);
  gboolean is_real = field->kind == AUS_KIND_REAL;
  double lowest = (is_limited ? (double) field->minimum : -MAX_WHOLE) - (is_nullable ? 1 : 0);
  double highest = is_limited ? (double) field->maximum : MAX_WHOLE;
  GtkWidget *editor = gtk_spin_button_new_with_range (lowest, highest, 1);

  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (editor), is_real ? 2 : 0);
  gtk_editable_set_width_chars (GTK_EDITABLE (editor), 6);

  if (is_nullable) {
    g_signal_connect (editor, "output", G_CALLBACK (output_cb), NULL);
    g_signal_connect (editor, "input", G_CALLBACK (input_cb), NULL);
  }

  bind (record, field, editor, "value", is_real ? NULL : show_integer, is_real ? NULL : take_integer);
  /* Where the limits forbid what the record has, it takes what is shown, or people would save what they never saw. */
  g_object_notify (G_OBJECT (editor), "value");

  return create_action_row (field, editor);
}

GtkWidget *
aus_field_row_new (AusRecord      *record,
                   const AusField *field)
{
  g_return_val_if_fail (AUS_IS_RECORD (record), NULL);
  g_return_val_if_fail (field != NULL && field->label != NULL, NULL);

  switch (field->kind) {
    case AUS_KIND_TEXT:
      return create_entry_row (record, field);
    case AUS_KIND_INTEGER:
    case AUS_KIND_REAL:
      return create_number_row (record, field);
    case AUS_KIND_BOOLEAN:
      return create_switch_row (record, field);
    case AUS_KIND_ENUM:
      return create_combo_row (record, field);
    case AUS_KIND_TIME:
      break;
  }

  g_return_val_if_reached (NULL);
}
