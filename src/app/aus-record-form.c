#include "aus-record-form.h"

#include "aus-field-faults.h"
#include "aus-field-row.h"
#include "aus-json.h"
#include "aus-record-json.h"

struct _AusRecordForm
{
  GtkWidget             parent_instance;

  AusRecord            *record;
  GArray               *rows;

  GtkWidget            *box;
  AdwPreferencesGroup  *group;
  GtkLabel             *general_fault;
};

G_DEFINE_FINAL_TYPE (AusRecordForm, aus_record_form, GTK_TYPE_WIDGET)

static const AusFaultRow *
get_row (AusRecordForm *self,
         guint          i)
{
  return &g_array_index (self->rows, AusFaultRow, i);
}

static const AusFaultRow *
find_row (AusRecordForm *self,
          const char    *name)
{
  for (guint i = 0; i < self->rows->len; i++) {
    if (g_str_equal (get_row (self, i)->field, name))
      return get_row (self, i);
  }

  return NULL;
}

/* Whoever edits a field hears no more of what was wrong with it. */
static void
record_changed_cb (AusRecordForm *self,
                   GParamSpec    *pspec)
{
  g_autofree char *name = g_strdelimit (g_strdup (pspec->name), "-", '_');
  const AusFaultRow *row = find_row (self, name);

  if (row != NULL)
    aus_fault_row_show (row, NULL);
}

/* Under the field's own row; only there while something is wrong. */
static GtkLabel *
add_fault_label (AusRecordForm *self)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "visible", FALSE, "wrap", TRUE, "xalign", 0.0, "margin-top", 6,
                                   "margin-bottom", 9, "margin-start", 12, "margin-end", 12, NULL);
  GtkWidget *row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "activatable", FALSE, "selectable", FALSE, "focusable",
                                 FALSE, "child", label, NULL);

  gtk_widget_add_css_class (label, "error");
  g_object_bind_property (label, "visible", row, "visible", G_BINDING_SYNC_CREATE);
  adw_preferences_group_add (self->group, row);

  return GTK_LABEL (label);
}

static void
add_row (AusRecordForm *self,
         const char    *name)
{
  const AusField *field = aus_record_class_find (AUS_RECORD_GET_CLASS (self->record), name);
  AusFaultRow row = { .field = field->name, .widget = aus_field_row_new (self->record, field) };

  adw_preferences_group_add (self->group, row.widget);
  row.label = add_fault_label (self);
  g_array_append_val (self->rows, row);
}

/* All that a member of the staff may see; our own JSON can be read. */
static JsonObject *
read_record (AusRecord *record)
{
  const AusView view = { .role = AUS_ROLE_ADMIN, .detail = TRUE };
  AusJsonWriter writer;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;

  aus_json_writer_init (&writer);
  aus_record_write_json (record, &writer, NULL, &view);
  bytes = aus_json_writer_finish (&writer);
  object = aus_json_parse_object (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);

  return object;
}

static gboolean
aus_record_form_grab_focus (GtkWidget *widget)
{
  AusRecordForm *self = AUS_RECORD_FORM (widget);

  return self->rows->len > 0 && gtk_widget_grab_focus (get_row (self, 0)->widget);
}

static void
aus_record_form_dispose (GObject *object)
{
  AusRecordForm *self = AUS_RECORD_FORM (object);

  if (self->record != NULL)
    g_signal_handlers_disconnect_by_data (self->record, self);

  if (self->box != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->box));

  g_array_set_size (self->rows, 0);
  g_clear_object (&self->record);

  G_OBJECT_CLASS (aus_record_form_parent_class)->dispose (object);
}

static void
aus_record_form_finalize (GObject *object)
{
  g_array_unref (AUS_RECORD_FORM (object)->rows);

  G_OBJECT_CLASS (aus_record_form_parent_class)->finalize (object);
}

static void
aus_record_form_class_init (AusRecordFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_record_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_record_form_finalize;
  widget_class->grab_focus = aus_record_form_grab_focus;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-record-form.ui");
  gtk_widget_class_bind_template_child (widget_class, AusRecordForm, box);
  gtk_widget_class_bind_template_child (widget_class, AusRecordForm, group);
  gtk_widget_class_bind_template_child (widget_class, AusRecordForm, general_fault);
}

static void
aus_record_form_init (AusRecordForm *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (AusFaultRow));
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
aus_record_form_new (AusRecord         *record,
                     const char *const *names)
{
  AusRecordForm *self;

  g_return_val_if_fail (AUS_IS_RECORD (record), NULL);
  g_return_val_if_fail (names != NULL, NULL);

  self = g_object_new (AUS_TYPE_RECORD_FORM, NULL);
  self->record = g_object_ref (record);

  for (guint i = 0; names[i] != NULL; i++)
    add_row (self, names[i]);

  g_signal_connect_swapped (record, "notify", G_CALLBACK (record_changed_cb), self);

  return GTK_WIDGET (self);
}

AusRecord *
aus_record_form_get_record (AusRecordForm *self)
{
  g_return_val_if_fail (AUS_IS_RECORD_FORM (self), NULL);

  return self->record;
}

gboolean
aus_record_form_has (AusRecordForm *self,
                     const char    *name)
{
  g_return_val_if_fail (AUS_IS_RECORD_FORM (self), FALSE);

  return find_row (self, name) != NULL;
}

JsonNode *
aus_record_form_to_json (AusRecordForm *self)
{
  g_autoptr (JsonObject) all = NULL;
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node;

  g_return_val_if_fail (AUS_IS_RECORD_FORM (self), NULL);

  all = read_record (self->record);
  json_object_set_string_member (object, "id", aus_record_get_id (self->record));

  for (guint i = 0; i < self->rows->len; i++) {
    const char *name = get_row (self, i)->field;

    if (g_strcmp0 (aus_json_get_text (all, name), "") != 0 && json_object_has_member (all, name))
      json_object_set_member (object, name, json_node_copy (json_object_get_member (all, name)));
  }

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, g_steal_pointer (&object));

  return node;
}

void
aus_record_form_show_faults (AusRecordForm *self,
                             const GError  *error)
{
  const AusFaultRow *rows;

  g_return_if_fail (AUS_IS_RECORD_FORM (self));

  rows = (const AusFaultRow *) self->rows->data;
  aus_fault_rows_clear (rows, self->rows->len);
  gtk_widget_set_visible (GTK_WIDGET (self->general_fault), FALSE);

  if (error != NULL)
    aus_fault_rows_show (rows, self->rows->len, self->general_fault, error);
}
