#include "aus-app-test.h"

#include "aus-checks.h"
#include "aus-door.h"
#include "aus-enum-words.h"
#include "aus-json.h"
#include "aus-record-form.h"

#define AUS_TYPE_SHEET (aus_sheet_get_type ())

G_DECLARE_FINAL_TYPE (AusSheet, aus_sheet, AUS, SHEET, AusRecord)

/* One field of each kind. */
struct _AusSheet
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *title;
  char      *nick_name;
  char      *email;
  char      *born;
  char      *phone;
  guint      sex;
  gboolean   is_good;
  gint64     count;
  gint64     limit;
  double     weight;
};

G_DEFINE_FINAL_TYPE (AusSheet, aus_sheet, AUS_TYPE_RECORD)

static const AusField fields[] = {
  AUS_FIELD (AusSheet, id, .flags = AUS_FIELD_CREATE_ONLY | AUS_FIELD_ID),
  AUS_FIELD (AusSheet, revision, .flags = AUS_FIELD_READONLY),
  AUS_FIELD (AusSheet, title, .label = "Title", .flags = AUS_FIELD_REQUIRED, .max_length = 10),
  AUS_FIELD (AusSheet, nick_name, .label = "Nickname", .flags = AUS_FIELD_NULLABLE),
  AUS_FIELD (AusSheet, email, .label = "E-Mail", .check = aus_check_email),
  AUS_FIELD (AusSheet, born, .label = "Date of Birth", .check = aus_check_date),
  AUS_FIELD (AusSheet, phone, .label = "Phone"),
  AUS_FIELD (AusSheet, sex, .label = "Sex", .enum_type = aus_sex_get_type),
  AUS_FIELD (AusSheet, is_good, .label = "Good", .flags = AUS_FIELD_REQUIRED),
  AUS_FIELD (AusSheet, count, .label = "Count", .minimum = 5, .maximum = 480),
  AUS_FIELD (AusSheet, limit, .label = "Limit", .flags = AUS_FIELD_NULLABLE, .minimum = 1, .maximum = 9),
  AUS_FIELD (AusSheet, weight, .label = "Weight", .minimum = -5, .maximum = 5),
};

static const char *const names[] = { "title", "nick_name", "email", "born", "phone", "sex", "is_good", "count",
                                     "limit", "weight", NULL };

typedef struct
{
  AusSheet      *sheet;
  AusRecordForm *form;
  GtkWindow     *window;
} Fixture;

static void
aus_sheet_class_init (AusSheetClass *klass)
{
  aus_record_class_set_fields (AUS_RECORD_CLASS (klass), "sheets", fields, G_N_ELEMENTS (fields));
}

static void
aus_sheet_init (AusSheet *self)
{
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->sheet = g_object_new (AUS_TYPE_SHEET, "id", "0190163d-8694-739b-aea5-966c26f8ad91", NULL);
  self->form = AUS_RECORD_FORM (aus_record_form_new (AUS_RECORD (self->sheet), names));
  self->window = GTK_WINDOW (g_object_new (ADW_TYPE_WINDOW, "default-height", 900, "content", self->form, NULL));
  gtk_window_present (self->window);
  app_test_settle ();
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  AusRecordForm *form = self->form;

  g_object_add_weak_pointer (G_OBJECT (form), (gpointer *) &form);
  app_test_destroy (self->window);
  g_assert_null (form);
  g_assert_finalize_object (self->sheet);
}

/* The row with that title, or what is in it of @type. */
static GtkWidget *
find_editor (Fixture    *self,
             const char *title,
             GType       type)
{
  GtkWidget *label = app_test_find_label (GTK_WIDGET (self->form), title);
  GtkWidget *row = label ? gtk_widget_get_ancestor (label, ADW_TYPE_PREFERENCES_ROW) : NULL;

  g_assert_nonnull (row);

  return app_test_find_type (row, type);
}

static const char *
text_of (GtkWidget *editor)
{
  return gtk_editable_get_text (GTK_EDITABLE (editor));
}

static void
test_texts (Fixture       *self,
            gconstpointer  data)
{
  GtkWidget *title = find_editor (self, "Title", ADW_TYPE_ENTRY_ROW);
  GtkWidget *nick_name = find_editor (self, "Nickname", ADW_TYPE_ENTRY_ROW);

  g_assert_null (self->sheet->nick_name);
  g_assert_cmpstr (text_of (nick_name), ==, "");
  g_object_set (self->sheet, "title", "Chart", "nick-name", "Ada", NULL);
  g_assert_cmpstr (text_of (title), ==, "Chart");
  g_assert_cmpstr (text_of (nick_name), ==, "Ada");
  g_object_set (self->sheet, "nick-name", NULL, NULL);
  g_assert_cmpstr (text_of (nick_name), ==, "");

  gtk_editable_set_text (GTK_EDITABLE (nick_name), " Bo  ");
  g_assert_cmpstr (self->sheet->nick_name, ==, "Bo");
  g_assert_cmpstr (text_of (nick_name), ==, " Bo  ");
  gtk_editable_set_text (GTK_EDITABLE (nick_name), " ");
  g_assert_null (self->sheet->nick_name);
  gtk_editable_set_text (GTK_EDITABLE (title), "");
  g_assert_cmpstr (self->sheet->title, ==, "");
  gtk_editable_set_text (GTK_EDITABLE (title), "12345678901");
  g_assert_cmpstr (self->sheet->title, ==, "1234567890");
}

static void
test_purposes (Fixture       *self,
               gconstpointer  data)
{
  const struct { const char *title; GtkInputPurpose purpose; } cases[] = {
    { "Title", GTK_INPUT_PURPOSE_FREE_FORM },
    { "E-Mail", GTK_INPUT_PURPOSE_EMAIL },
    { "Date of Birth", GTK_INPUT_PURPOSE_NUMBER },
    { "Phone", GTK_INPUT_PURPOSE_PHONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GtkWidget *row = find_editor (self, cases[i].title, ADW_TYPE_ENTRY_ROW);

    g_assert_cmpint (adw_entry_row_get_input_purpose (ADW_ENTRY_ROW (row)), ==, cases[i].purpose);
  }
}

static void
test_enum (Fixture       *self,
           gconstpointer  data)
{
  AdwComboRow *row = ADW_COMBO_ROW (find_editor (self, "Sex", ADW_TYPE_COMBO_ROW));

  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, AUS_SEX_UNKNOWN);
  g_object_set (self->sheet, "sex", AUS_SEX_MALE, NULL);
  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, AUS_SEX_MALE);
  adw_combo_row_set_selected (row, AUS_SEX_FEMALE);
  g_assert_cmpuint (self->sheet->sex, ==, AUS_SEX_FEMALE);
  g_assert_cmpstr (gtk_string_object_get_string (adw_combo_row_get_selected_item (row)), ==, "Female");
}

static void
test_boolean (Fixture       *self,
              gconstpointer  data)
{
  GtkWidget *editor = find_editor (self, "Good", GTK_TYPE_SWITCH);

  gtk_test_accessible_assert_property (editor, GTK_ACCESSIBLE_PROPERTY_LABEL, "Good");
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (editor)));
  g_object_set (self->sheet, "is-good", TRUE, NULL);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (editor)));
  gtk_switch_set_active (GTK_SWITCH (editor), FALSE);
  g_assert_false (self->sheet->is_good);
}

static void
test_numbers (Fixture       *self,
              gconstpointer  data)
{
  GtkSpinButton *count = GTK_SPIN_BUTTON (find_editor (self, "Count", GTK_TYPE_SPIN_BUTTON));
  GtkSpinButton *weight = GTK_SPIN_BUTTON (find_editor (self, "Weight", GTK_TYPE_SPIN_BUTTON));

  /* What is shown is what there is, also where the limits forbid 0. */
  g_assert_cmpfloat (gtk_spin_button_get_value (count), ==, 5);
  g_assert_cmpint (self->sheet->count, ==, 5);
  g_object_set (self->sheet, "count", (gint64) 20, "weight", 1.5, NULL);
  g_assert_cmpfloat (gtk_spin_button_get_value (count), ==, 20);
  g_assert_cmpfloat (gtk_spin_button_get_value (weight), ==, 1.5);
  gtk_spin_button_set_value (count, 500);
  gtk_spin_button_set_value (weight, -2.25);
  g_assert_cmpint (self->sheet->count, ==, 480);
  g_assert_cmpfloat (self->sheet->weight, ==, -2.25);
  gtk_spin_button_set_value (count, 1);
  g_assert_cmpint (self->sheet->count, ==, 5);
}

static void
test_null_number (Fixture       *self,
                  gconstpointer  data)
{
  GtkSpinButton *limit = GTK_SPIN_BUTTON (find_editor (self, "Limit", GTK_TYPE_SPIN_BUTTON));

  g_assert_cmpint (self->sheet->limit, ==, AUS_INTEGER_NULL);
  g_assert_cmpstr (text_of (GTK_WIDGET (limit)), ==, "");
  gtk_spin_button_spin (limit, GTK_SPIN_STEP_FORWARD, 1);
  g_assert_cmpint (self->sheet->limit, ==, 1);
  g_assert_cmpstr (text_of (GTK_WIDGET (limit)), ==, "1");
  g_object_set (self->sheet, "limit", (gint64) 7, NULL);
  g_assert_cmpstr (text_of (GTK_WIDGET (limit)), ==, "7");

  gtk_editable_set_text (GTK_EDITABLE (limit), "");
  gtk_spin_button_update (limit);
  g_assert_cmpint (self->sheet->limit, ==, AUS_INTEGER_NULL);
  g_object_set (self->sheet, "limit", (gint64) 7, NULL);
  g_object_set (self->sheet, "limit", AUS_INTEGER_NULL, NULL);
  g_assert_cmpstr (text_of (GTK_WIDGET (limit)), ==, "");
}

static void
test_faults (Fixture       *self,
             gconstpointer  data)
{
  GtkWidget *title = find_editor (self, "Title", ADW_TYPE_ENTRY_ROW);
  GtkWidget *limit = find_editor (self, "Limit", GTK_TYPE_SPIN_BUTTON);
  GtkWidget *form = GTK_WIDGET (self->form);
  g_autoptr (GError) error = NULL;

  aus_error_add_field (&error, "title", "Wrong title.");
  aus_error_add_field (&error, "limit", "Wrong limit.");
  aus_error_add_field (&error, "colour", "Wrong colour.");
  aus_record_form_show_faults (self->form, error);
  g_assert_nonnull (app_test_find_label (form, "Wrong title."));
  g_assert_nonnull (app_test_find_label (form, "Wrong limit."));
  g_assert_nonnull (app_test_find_label (form, "Wrong colour."));
  gtk_test_accessible_assert_state (title, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  gtk_test_accessible_assert_property (title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Wrong title.");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (self->window), title));

  /* Whoever edits one, sees the other still. */
  gtk_editable_set_text (GTK_EDITABLE (title), "A");
  g_assert_null (app_test_find_label (form, "Wrong title."));
  gtk_test_accessible_assert_state (title, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_FALSE);
  g_assert_nonnull (app_test_find_label (form, "Wrong limit."));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (limit), 3);
  g_assert_null (app_test_find_label (form, "Wrong limit."));

  aus_record_form_show_faults (self->form, error);
  g_assert_nonnull (app_test_find_label (form, "Wrong title."));
  aus_record_form_show_faults (self->form, NULL);
  g_assert_null (app_test_find_label (form, "Wrong title."));
  g_assert_null (app_test_find_label (form, "Wrong colour."));
}

static void
test_required (Fixture       *self,
               gconstpointer  data)
{
  GtkWidget *title = find_editor (self, "Title", ADW_TYPE_ENTRY_ROW);
  GtkWidget *email = find_editor (self, "E-Mail", ADW_TYPE_ENTRY_ROW);

  gtk_test_accessible_assert_property (gtk_editable_get_delegate (GTK_EDITABLE (title)),
                                       GTK_ACCESSIBLE_PROPERTY_REQUIRED, TRUE);
  gtk_test_accessible_assert_property (gtk_editable_get_delegate (GTK_EDITABLE (email)),
                                       GTK_ACCESSIBLE_PROPERTY_REQUIRED, FALSE);
  gtk_test_accessible_assert_property (find_editor (self, "Good", GTK_TYPE_SWITCH),
                                       GTK_ACCESSIBLE_PROPERTY_REQUIRED, TRUE);
}

static void
test_json (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  g_assert_true (aus_record_form_get_record (self->form) == AUS_RECORD (self->sheet));
  g_assert_true (aus_record_form_has (self->form, "nick_name"));
  g_assert_false (aus_record_form_has (self->form, "revision"));
  g_object_set (self->sheet, "title", "Chart", "sex", AUS_SEX_OTHER, "count", (gint64) 6, NULL);
  node = aus_record_form_to_json (self->form);
  object = json_node_get_object (node);
  g_assert_cmpstr (aus_json_get_text (object, "id"), ==, self->sheet->id);
  g_assert_cmpstr (aus_json_get_text (object, "title"), ==, "Chart");
  g_assert_cmpstr (aus_json_get_text (object, "sex"), ==, "other");
  g_assert_cmpint (aus_json_get_integer (object, "count", 0), ==, 6);
  g_assert_true (json_object_get_null_member (object, "limit"));
  g_assert_false (json_object_has_member (object, "email"));
  g_assert_false (json_object_has_member (object, "revision"));
}

/* Whatever clients may choose in the records that there are has a word. */
static void
test_enum_words (void)
{
  const GType types[] = { AUS_TYPE_BOOKING, AUS_TYPE_CONSULTATION, AUS_TYPE_DOOR, AUS_TYPE_PATIENT, AUS_TYPE_USER };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    AusRecordClass *klass = g_type_class_ref (types[i]);

    for (guint j = 0; j < klass->n_fields; j++) {
      const AusField *field = &klass->fields[j];
      GEnumClass *values = field->kind == AUS_KIND_ENUM ? g_type_class_ref (field->enum_type ()) : NULL;

      for (guint k = 0; values != NULL && k < values->n_values && field->label != NULL &&
           !aus_field_is (field, AUS_FIELD_READONLY); k++) {
        g_assert_cmpint (values->values[k].value, ==, k);
        g_assert_nonnull (aus_enum_to_word (field->enum_type (), k));
      }

      g_clear_pointer (&values, g_type_class_unref);
    }

    g_type_class_unref (klass);
  }
}

#define ADD(path, function) \
  g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);

  ADD ("/record-form/texts", test_texts);
  ADD ("/record-form/purposes", test_purposes);
  ADD ("/record-form/enum", test_enum);
  ADD ("/record-form/boolean", test_boolean);
  ADD ("/record-form/numbers", test_numbers);
  ADD ("/record-form/null-number", test_null_number);
  ADD ("/record-form/faults", test_faults);
  ADD ("/record-form/required", test_required);
  ADD ("/record-form/json", test_json);
  g_test_add_func ("/record-form/enum-words", test_enum_words);

  return g_test_run ();
}
