#include "aus-people-pane.h"

#include "aus-person-row.h"

struct _AusPeoplePane
{
  GtkWidget   parent_instance;

  GListModel *model;

  GtkWidget  *box;
  GtkStack   *stack;
  GtkListBox *list;
};

enum
{
  PROP_0,
  PROP_MODEL,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusPeoplePane, aus_people_pane, GTK_TYPE_WIDGET)

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return aus_person_row_new (item);
}

static void
items_changed_cb (AusPeoplePane *self)
{
  gboolean empty = self->model == NULL || g_list_model_get_n_items (self->model) == 0;

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "people");
}

static void
set_model (AusPeoplePane *self,
           GListModel    *model)
{
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, items_changed_cb, self);

  g_set_object (&self->model, model);
  gtk_list_box_bind_model (self->list, model, create_row, NULL, NULL);

  if (model != NULL)
    g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);

  items_changed_cb (self);
}

static void
aus_people_pane_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_MODEL:
      g_value_set_object (value, AUS_PEOPLE_PANE (object)->model);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_people_pane_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id) {
    case PROP_MODEL:
      set_model (AUS_PEOPLE_PANE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_people_pane_dispose (GObject *object)
{
  AusPeoplePane *self = AUS_PEOPLE_PANE (object);

  if (self->box != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->box));

  g_clear_object (&self->model);

  G_OBJECT_CLASS (aus_people_pane_parent_class)->dispose (object);
}

static void
aus_people_pane_class_init (AusPeoplePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = aus_people_pane_get_property;
  object_class->set_property = aus_people_pane_set_property;
  object_class->dispose = aus_people_pane_dispose;

  props[PROP_MODEL] =
    g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-people-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, AusPeoplePane, box);
  gtk_widget_class_bind_template_child (widget_class, AusPeoplePane, stack);
  gtk_widget_class_bind_template_child (widget_class, AusPeoplePane, list);
}

static void
aus_people_pane_init (AusPeoplePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
