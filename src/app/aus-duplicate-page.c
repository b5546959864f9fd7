#include "aus-duplicate-page.h"

#include <adwaita.h>

#include "aus-patient-row.h"

struct _AusDuplicatePage
{
  GtkWidget   parent_instance;

  GtkWidget  *box;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (AusDuplicatePage, aus_duplicate_page, GTK_TYPE_WIDGET)

static gboolean
aus_duplicate_page_grab_focus (GtkWidget *widget)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (AUS_DUPLICATE_PAGE (widget)->list, 0);

  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
aus_duplicate_page_dispose (GObject *object)
{
  AusDuplicatePage *self = AUS_DUPLICATE_PAGE (object);

  if (self->box != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->box));

  G_OBJECT_CLASS (aus_duplicate_page_parent_class)->dispose (object);
}

static void
aus_duplicate_page_class_init (AusDuplicatePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_duplicate_page_dispose;
  widget_class->grab_focus = aus_duplicate_page_grab_focus;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "consultation.back", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/ausculta/Ausculta/ui/aus-duplicate-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AusDuplicatePage, box);
  gtk_widget_class_bind_template_child (widget_class, AusDuplicatePage, list);
}

static void
aus_duplicate_page_init (AusDuplicatePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GtkWidget *
create_row (AusPatient *patient)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "activatable", TRUE, NULL);
  g_autofree char *name = aus_patient_row_make_name (patient);
  GtkWidget *avatar = adw_avatar_new (32, name, TRUE);

  aus_patient_row_fill (ADW_ACTION_ROW (row), patient);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", patient->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "consultation.use-patient");

  return row;
}

void
aus_duplicate_page_show (AusDuplicatePage *self,
                         GPtrArray        *candidates)
{
  GtkWidget *row;

  g_return_if_fail (AUS_IS_DUPLICATE_PAGE (self));

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);

  for (guint i = 0; i < candidates->len; i++)
    gtk_list_box_append (self->list, create_row (g_ptr_array_index (candidates, i)));
}
