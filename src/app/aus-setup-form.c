#include "aus-setup-form.h"

#include <string.h>

#include "aus-setup-row.h"

struct _AusSetupForm
{
  GtkWidget  parent_instance;

  GPtrArray *fields;
  /* They belong to the box; each is about the field in the same place. */
  GPtrArray *rows;
  GtkWidget *box;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusSetupForm, aus_setup_form, GTK_TYPE_WIDGET)

static AusSetupRow *
get_row (AusSetupForm *self,
         guint         i)
{
  return g_ptr_array_index (self->rows, i);
}

/* @values: one, or several with “|” between them */
static gboolean
is_among (const char *value,
          const char *values)
{
  g_auto (GStrv) each = g_strsplit (values, "|", -1);

  return g_strv_contains ((const char *const *) each, value);
}

/* @condition: such as “sign_in=user” */
static gboolean
holds (AusSetupForm *self,
       const char   *condition)
{
  const char *equals = strchr (condition, '=');

  for (guint i = 0; equals != NULL && i < self->rows->len; i++) {
    const char *name = aus_setup_row_get_name (get_row (self, i));

    if (strlen (name) == (gsize) (equals - condition) && g_str_has_prefix (condition, name)) {
      g_autofree char *value = aus_setup_row_get_value (get_row (self, i));

      return is_among (value, equals + 1);
    }
  }

  return TRUE;
}

static gboolean
matters (AusSetupForm        *self,
         const AusSetupField *field)
{
  for (guint i = 0; field->when != NULL && field->when[i] != NULL; i++) {
    if (!holds (self, field->when[i]))
      return FALSE;
  }

  return TRUE;
}

static void
show_rows (AusSetupForm *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    gtk_widget_set_visible (GTK_WIDGET (get_row (self, i)), matters (self, g_ptr_array_index (self->fields, i)));
}

static void
edited_cb (AusSetupForm *self)
{
  show_rows (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
clear_rows (AusSetupForm *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    gtk_box_remove (GTK_BOX (self->box), GTK_WIDGET (get_row (self, i)));

  g_ptr_array_set_size (self->rows, 0);
  self->fields = NULL;
}

static void
aus_setup_form_dispose (GObject *object)
{
  AusSetupForm *self = AUS_SETUP_FORM (object);

  if (self->box != NULL) {
    clear_rows (self);
    gtk_widget_unparent (g_steal_pointer (&self->box));
  }

  G_OBJECT_CLASS (aus_setup_form_parent_class)->dispose (object);
}

static void
aus_setup_form_finalize (GObject *object)
{
  g_ptr_array_unref (AUS_SETUP_FORM (object)->rows);

  G_OBJECT_CLASS (aus_setup_form_parent_class)->finalize (object);
}

static void
aus_setup_form_class_init (AusSetupFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_setup_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_setup_form_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", AUS_TYPE_SETUP_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
aus_setup_form_init (AusSetupForm *self)
{
  self->rows = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

void
aus_setup_form_show (AusSetupForm *self,
                     GPtrArray    *fields)
{
  g_return_if_fail (AUS_IS_SETUP_FORM (self));

  clear_rows (self);
  self->fields = fields;

  for (guint i = 0; fields != NULL && i < fields->len; i++) {
    AusSetupRow *row = aus_setup_row_new (g_ptr_array_index (fields, i));

    g_signal_connect_object (row, "changed", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
    g_ptr_array_add (self->rows, row);
    gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (row));
  }

  show_rows (self);
}

GHashTable *
aus_setup_form_collect (AusSetupForm *self)
{
  GHashTable *texts;

  g_return_val_if_fail (AUS_IS_SETUP_FORM (self), NULL);

  texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < self->rows->len; i++) {
    char *text = aus_setup_row_get_change (get_row (self, i));

    if (text != NULL)
      g_hash_table_insert (texts, g_strdup (aus_setup_row_get_name (get_row (self, i))), text);
  }

  return texts;
}

void
aus_setup_form_show_error (AusSetupForm *self,
                           GtkLabel     *general,
                           const GError *error)
{
  g_autofree AusFaultRow *faults = NULL;

  g_return_if_fail (AUS_IS_SETUP_FORM (self));

  faults = g_new0 (AusFaultRow, self->rows->len + 1);

  for (guint i = 0; i < self->rows->len; i++)
    faults[i] = aus_setup_row_get_fault (get_row (self, i));

  aus_fault_rows_show (faults, self->rows->len, general, error);
}
