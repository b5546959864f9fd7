#include "aus-field-faults.h"

#include "aus-reveal.h"

static const AusFaultRow *
find_row (const AusFaultRow *rows,
          guint              n_rows,
          const char        *field)
{
  for (guint i = 0; i < n_rows; i++) {
    if (g_str_equal (rows[i].field, field))
      return &rows[i];
  }

  return NULL;
}

static void
append_sentence (GString    *text,
                 const char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');

  g_string_append (text, sentence);
}

void
aus_fault_row_show (const AusFaultRow *row,
                    const char        *text)
{
  gtk_label_set_label (row->label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row->label), text != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row->widget), GTK_ACCESSIBLE_STATE_INVALID,
                               text ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text ? text : "", -1);

  if (text != NULL)
    gtk_widget_add_css_class (row->widget, "error");
  else
    gtk_widget_remove_css_class (row->widget, "error");
}

void
aus_fault_rows_clear (const AusFaultRow *rows,
                      guint              n_rows)
{
  for (guint i = 0; i < n_rows; i++)
    aus_fault_row_show (&rows[i], NULL);
}

void
aus_fault_rows_show (const AusFaultRow *rows,
                     guint              n_rows,
                     GtkLabel          *general,
                     const GError      *error)
{
  g_autoptr (GString) rest = g_string_new (NULL);
  GPtrArray *faults = aus_error_get_fields (error);
  const AusFaultRow *first = NULL;

  aus_fault_rows_clear (rows, n_rows);

  for (guint i = 0; faults != NULL && i < faults->len; i++) {
    const AusFieldFault *fault = g_ptr_array_index (faults, i);
    const AusFaultRow *row = find_row (rows, n_rows, fault->name);

    if (row == NULL) {
      append_sentence (rest, fault->text);
      continue;
    }

    aus_fault_row_show (row, fault->text);
    first = first ? first : row;
  }

  if (first == NULL && rest->len == 0)
    append_sentence (rest, error->message);

  gtk_label_set_label (general, rest->str);
  gtk_widget_set_visible (GTK_WIDGET (general), rest->len > 0);

  if (first != NULL) {
    gtk_widget_grab_focus (first->widget);
    aus_reveal (GTK_WIDGET (first->label));
  }
}
