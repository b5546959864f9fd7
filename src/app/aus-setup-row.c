#include "aus-setup-row.h"

#include <glib/gi18n.h>

#include "aus-setup-words.h"

/* A key file has some two thousand bytes; whoever opens something else by mistake hears of it. */
#define MAX_FILE (64 * 1024)

#define EDITOR_HEIGHT 96

struct _AusSetupRow
{
  GtkWidget            parent_instance;

  const AusSetupField *field;
  GCancellable        *cancellable;

  GtkWidget           *box;
  /* What holds the text, such as an entry; which one says the kind. */
  GtkWidget           *editor;
  GtkWidget           *row;
  GtkLabel            *state;
  GtkToggleButton     *remove;
  GtkLabel            *fault;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusSetupRow, aus_setup_row, GTK_TYPE_WIDGET)

static gboolean
is_removed (AusSetupRow *self)
{
  return self->remove != NULL && gtk_toggle_button_get_active (self->remove);
}

/* (transfer full): what stands in the editor */
static char *
read_editor (AusSetupRow *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  if (ADW_IS_COMBO_ROW (self->editor))
    return g_strdup (self->field->words[adw_combo_row_get_selected (ADW_COMBO_ROW (self->editor))]);

  if (GTK_IS_SWITCH (self->editor))
    return g_strdup (gtk_switch_get_active (GTK_SWITCH (self->editor)) ? "true" : "false");

  if (GTK_IS_EDITABLE (self->editor))
    return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->editor))));

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);

  return g_strdup (g_strstrip (text));
}

static const char *
describe_state (AusSetupRow *self)
{
  g_autofree char *text = read_editor (self);

  if (is_removed (self))
    return _("Will be removed");

  if (*text != '\0')
    return self->field->is_set ? _("Will be replaced") : _("New");

  return self->field->is_set ? _("Set") : _("Not set");
}

static void
update_state (AusSetupRow *self)
{
  if (self->state != NULL)
    gtk_label_set_label (self->state, describe_state (self));
}

static void
changed_cb (AusSetupRow *self)
{
  const AusFaultRow fault = aus_setup_row_get_fault (self);

  aus_fault_row_show (&fault, NULL);
  update_state (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_suffix (AusSetupRow *self,
            GtkWidget   *suffix)
{
  gtk_widget_set_valign (suffix, GTK_ALIGN_CENTER);

  if (ADW_IS_ENTRY_ROW (self->row))
    adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->row), suffix);
  else
    adw_action_row_add_suffix (ADW_ACTION_ROW (self->row), suffix);
}

static void
create_entry (AusSetupRow *self,
              const char  *title)
{
  const gboolean is_number = g_strcmp0 (self->field->type, "integer") == 0;

  self->row = self->field->is_secret ? adw_password_entry_row_new () : adw_entry_row_new ();
  self->editor = self->row;
  g_object_set (self->row, "title", title, "use-markup", FALSE, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->row), self->field->value ? self->field->value : "");

  if (is_number)
    adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (self->row), GTK_INPUT_PURPOSE_DIGITS);

  g_signal_connect_object (self->editor, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

static const char *
get_initial (const AusSetupField *field)
{
  return field->value ? field->value : field->usual ? field->usual : "";
}

static void
create_choice (AusSetupRow *self,
               const char  *title)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; self->field->words[i] != NULL; i++) {
    gtk_string_list_take (list, aus_setup_word (self->field->words[i]));

    if (g_str_equal (self->field->words[i], get_initial (self->field)))
      selected = i;
  }

  self->row = self->editor = g_object_new (ADW_TYPE_COMBO_ROW, "title", title, "use-markup", FALSE, "model", list,
                                           "selected", selected, NULL);
  g_signal_connect_object (self->editor, "notify::selected", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

static void
create_switch (AusSetupRow *self,
               const char  *title)
{
  self->row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "use-markup", FALSE, NULL);
  self->editor = gtk_switch_new ();
  gtk_switch_set_active (GTK_SWITCH (self->editor), g_str_equal (get_initial (self->field), "true"));
  add_suffix (self, self->editor);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->row), self->editor);
  g_signal_connect_object (self->editor, "notify::active", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

static void
show_fault (AusSetupRow *self,
            const char  *text)
{
  const AusFaultRow fault = aus_setup_row_get_fault (self);

  aus_fault_row_show (&fault, text);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AusSetupRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_load_contents_finish (G_FILE (source), result, &text, &length, NULL, &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      show_fault (self, error->message);
    return;
  }

  if (length > MAX_FILE || !g_utf8_validate_len (text, length, NULL))
    show_fault (self, _("This file is no text of that kind."));
  else
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor)), text, (int) length);
}

static void
chosen_cb (AusSetupRow    *self,
           int             response,
           GtkFileChooser *chooser)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (chooser) : NULL;

  if (file != NULL)
    g_file_load_contents_async (file, self->cancellable, read_cb, g_object_ref (self));

  g_object_unref (chooser);
}

static void
open_cb (AusSetupRow *self)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (self->field->label, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                 GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);

  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static GtkWidget *
create_text_view (AusSetupRow *self,
                  const char  *title)
{
  GtkWidget *scroll = gtk_scrolled_window_new ();

  self->editor = gtk_text_view_new ();
  g_object_set (self->editor, "monospace", TRUE, "wrap-mode", GTK_WRAP_CHAR, "accepts-tab", FALSE, "top-margin", 9,
                "bottom-margin", 9, "left-margin", 12, "right-margin", 12, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->editor), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor)),
                            self->field->value ? self->field->value : "", -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), self->editor);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroll), EDITOR_HEIGHT);
  gtk_widget_add_css_class (scroll, "setup-text");

  return scroll;
}

/* Such as a key: pasted, or read from its file. */
static GtkWidget *
create_long (AusSetupRow *self,
             const char  *title)
{
  GtkWidget *open = gtk_button_new_from_icon_name ("document-open-symbolic");
  GtkWidget *scroll = create_text_view (self, title);

  self->row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "use-markup", FALSE, NULL);
  gtk_widget_add_css_class (open, "flat");
  gtk_widget_set_tooltip_text (open, _("Read From a File"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (open), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Read From a File"), -1);
  g_signal_connect_object (open, "clicked", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  add_suffix (self, open);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor)), "changed", G_CALLBACK (changed_cb),
                           self, G_CONNECT_SWAPPED);

  return g_object_new (ADW_TYPE_PREFERENCES_ROW, "activatable", FALSE, "focusable", FALSE, "title", title,
                       "use-markup", FALSE, "child", scroll, NULL);
}

/* Whether there is a secret, and what will become of it. */
static void
add_secret_state (AusSetupRow *self)
{
  self->state = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "dim-label");
  add_suffix (self, GTK_WIDGET (self->state));

  if (self->field->is_set && !self->field->is_required) {
    self->remove = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
    gtk_button_set_icon_name (GTK_BUTTON (self->remove), "user-trash-symbolic");
    gtk_widget_add_css_class (GTK_WIDGET (self->remove), "flat");
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->remove), _("Remove"));
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remove"), -1);
    g_signal_connect_object (self->remove, "toggled", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
    add_suffix (self, GTK_WIDGET (self->remove));
  }

  update_state (self);
}

static GtkWidget *
create_caption (const char *text,
                const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "xalign", 0.0, "margin-start", 12, "margin-end", 12, NULL);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, style);

  return label;
}

static char *
describe (const AusSetupField *field)
{
  g_autoptr (GString) text = g_string_new (field->help);
  const gboolean is_told = field->usual != NULL && field->words == NULL && g_strcmp0 (field->type, "boolean") != 0;

  if (is_told) {
    g_string_append_c (text, '\n');
    /* Translators: %s is what holds where an entry is left empty. */
    g_string_append_printf (text, _("Left empty: %s"), field->usual);
  }

  if (field->is_required) {
    g_string_prepend_c (text, ' ');
    /* Translators: comes ahead of what an entry is good for. */
    g_string_prepend (text, _("Required."));
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
build (AusSetupRow *self)
{
  const AusSetupField *field = self->field;
  const char *title = field->label;
  g_autofree char *help = describe (field);
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *below = NULL;

  if (field->is_long)
    below = create_long (self, title);
  else if (field->words != NULL)
    create_choice (self, title);
  else if (g_strcmp0 (field->type, "boolean") == 0)
    create_switch (self, title);
  else
    create_entry (self, title);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->row);

  if (below != NULL)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), below);

  if (field->is_secret)
    add_secret_state (self);

  self->fault = GTK_LABEL (create_caption (NULL, "error"));
  gtk_widget_set_visible (GTK_WIDGET (self->fault), FALSE);
  gtk_box_append (GTK_BOX (self->box), group);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->fault));
  gtk_box_append (GTK_BOX (self->box), create_caption (help, "dim-label"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->editor), GTK_ACCESSIBLE_PROPERTY_REQUIRED, field->is_required,
                                  -1);
}

static void
aus_setup_row_dispose (GObject *object)
{
  AusSetupRow *self = AUS_SETUP_ROW (object);

  g_cancellable_cancel (self->cancellable);

  if (self->box != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->box));

  G_OBJECT_CLASS (aus_setup_row_parent_class)->dispose (object);
}

static void
aus_setup_row_finalize (GObject *object)
{
  g_object_unref (AUS_SETUP_ROW (object)->cancellable);

  G_OBJECT_CLASS (aus_setup_row_parent_class)->finalize (object);
}

static void
aus_setup_row_class_init (AusSetupRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_setup_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_setup_row_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", AUS_TYPE_SETUP_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
aus_setup_row_init (AusSetupRow *self)
{
  self->cancellable = g_cancellable_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

AusSetupRow *
aus_setup_row_new (const AusSetupField *field)
{
  AusSetupRow *self = g_object_new (AUS_TYPE_SETUP_ROW, NULL);

  self->field = field;
  build (self);

  return self;
}

const char *
aus_setup_row_get_name (AusSetupRow *self)
{
  g_return_val_if_fail (AUS_IS_SETUP_ROW (self), NULL);

  return self->field->name;
}

char *
aus_setup_row_get_value (AusSetupRow *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (AUS_IS_SETUP_ROW (self), NULL);

  if (self->field->is_secret)
    return g_strdup ("");

  text = read_editor (self);

  return g_strdup (*text == '\0' && self->field->usual ? self->field->usual : text);
}

char *
aus_setup_row_get_change (AusSetupRow *self)
{
  g_autofree char *text = NULL;
  const char *before;

  g_return_val_if_fail (AUS_IS_SETUP_ROW (self), NULL);

  if (is_removed (self))
    return g_strdup ("");

  text = read_editor (self);

  if (self->field->is_secret)
    return *text != '\0' ? g_steal_pointer (&text) : NULL;

  /* What a switch or a choice shows at first is the usual, which nobody has said. */
  before = GTK_IS_EDITABLE (self->editor) || GTK_IS_TEXT_VIEW (self->editor) ? self->field->value
                                                                             : get_initial (self->field);

  return g_strcmp0 (text, before ? before : "") != 0 ? g_steal_pointer (&text) : NULL;
}

AusFaultRow
aus_setup_row_get_fault (AusSetupRow *self)
{
  return (AusFaultRow) { self->field->name, self->editor, self->fault };
}
