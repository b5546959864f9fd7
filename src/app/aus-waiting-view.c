#include "aus-waiting-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "aus-visit-list.h"
#include "aus-visit-text.h"

struct _AusWaitingView
{
  GtkWidget      parent_instance;

  GListModel    *model;

  GtkWidget     *stack;
  AdwStatusPage *empty;
  AusVisitList  *waiting;
  AusVisitList  *later;
};

enum
{
  PROP_0,
  PROP_MODEL,
  PROP_N_WAITING,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusWaitingView, aus_waiting_view, GTK_TYPE_WIDGET)

static char *
describe_next (AusWaitingView *self)
{
  AusConsultation *next = aus_visit_list_get_first (self->later);
  g_autofree char *time = NULL;

  if (next == NULL)
    return g_strdup (_("No more visits are planned for today."));

  time = aus_format_time (next->scheduled_start);

  /* Translators: the next visit of today, its time and patient. */
  return g_strdup_printf (_("Next: %s, %s"), time, next->patient_name);
}

static void
update_page (AusWaitingView *self)
{
  gboolean empty = aus_visit_list_get_n_visits (self->waiting) == 0;
  g_autofree char *next = describe_next (self);
  g_autofree char *escaped = g_markup_escape_text (next, -1);

  adw_status_page_set_description (self->empty, escaped);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), empty ? "empty" : "waiting");
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_WAITING]);
}

static void
aus_waiting_view_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  AusWaitingView *self = AUS_WAITING_VIEW (object);

  switch (prop_id) {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_N_WAITING:
      g_value_set_uint (value, aus_visit_list_get_n_visits (self->waiting));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_waiting_view_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  AusWaitingView *self = AUS_WAITING_VIEW (object);

  switch (prop_id) {
    case PROP_MODEL:
      g_set_object (&self->model, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_waiting_view_dispose (GObject *object)
{
  AusWaitingView *self = AUS_WAITING_VIEW (object);

  if (self->stack != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->stack));

  g_clear_object (&self->model);

  G_OBJECT_CLASS (aus_waiting_view_parent_class)->dispose (object);
}

static void
aus_waiting_view_class_init (AusWaitingViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = aus_waiting_view_get_property;
  object_class->set_property = aus_waiting_view_set_property;
  object_class->dispose = aus_waiting_view_dispose;

  props[PROP_MODEL] =
    g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_N_WAITING] =
    g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (AUS_TYPE_VISIT_LIST);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-waiting-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AusWaitingView, stack);
  gtk_widget_class_bind_template_child (widget_class, AusWaitingView, empty);
  gtk_widget_class_bind_template_child (widget_class, AusWaitingView, waiting);
  gtk_widget_class_bind_template_child (widget_class, AusWaitingView, later);
  gtk_widget_class_bind_template_callback (widget_class, update_page);
}

static void
aus_waiting_view_init (AusWaitingView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_page (self);
}

AusConsultation *
aus_waiting_view_get_next (AusWaitingView *self)
{
  g_return_val_if_fail (AUS_IS_WAITING_VIEW (self), NULL);

  return aus_visit_list_get_first (self->waiting);
}
