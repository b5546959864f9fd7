#include "aus-today-view.h"

#include <glib/gi18n.h>

#include "aus-visit-list.h"
#include "aus-visit-text.h"

struct _AusTodayView
{
  GtkWidget     parent_instance;

  GListModel   *model;
  char         *search;
  GDateTime    *as_of;
  gboolean      loaded;
  gboolean      was_drawn;

  GtkWidget    *stack;
  GtkLabel     *day;
  GtkLabel     *age;
  AusVisitList *now;
  AusVisitList *later;
  AusVisitList *done;
};

enum
{
  PROP_0,
  PROP_MODEL,
  PROP_SEARCH,
  PROP_AS_OF,
  PROP_LOADED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusTodayView, aus_today_view, GTK_TYPE_WIDGET)

static const char *
choose_page (AusTodayView *self)
{
  if (aus_visit_list_get_n_visits (self->now) + aus_visit_list_get_n_visits (self->later)
      + aus_visit_list_get_n_visits (self->done) > 0)
    return "visits";

  if (self->search != NULL && *self->search != '\0')
    return "no-match";

  return self->loaded ? "empty" : "loading";
}

static void
update_page (AusTodayView *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = aus_format_day (now);
  g_autofree char *time = aus_format_time (self->as_of);
  /* Translators: the list was last known to be right at this time of day. */
  g_autofree char *age = g_strdup_printf (_("as of %s"), time);

  gtk_label_set_label (self->day, day);
  gtk_label_set_label (self->age, age);
  gtk_widget_set_visible (GTK_WIDGET (self->age), self->as_of != NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), choose_page (self));
}

static void
aus_today_view_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AusTodayView *self = AUS_TODAY_VIEW (object);

  switch (prop_id) {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_SEARCH:
      g_value_set_string (value, self->search);
      break;
    case PROP_AS_OF:
      g_value_set_boxed (value, self->as_of);
      break;
    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_today_view_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  AusTodayView *self = AUS_TODAY_VIEW (object);

  switch (prop_id) {
    case PROP_MODEL:
      g_set_object (&self->model, g_value_get_object (value));
      break;
    case PROP_SEARCH:
      g_free (self->search);
      self->search = g_value_dup_string (value);
      break;
    case PROP_AS_OF:
      g_clear_pointer (&self->as_of, g_date_time_unref);
      self->as_of = g_value_dup_boxed (value);
      break;
    case PROP_LOADED:
      self->loaded = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }

  update_page (self);
}

/* Aloud, for whoever measures how long it takes. */
static void
aus_today_view_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  AusTodayView *self = AUS_TODAY_VIEW (widget);

  GTK_WIDGET_CLASS (aus_today_view_parent_class)->snapshot (widget, snapshot);

  if (!self->was_drawn && g_str_equal (choose_page (self), "visits")) {
    self->was_drawn = TRUE;
    g_debug ("today's visits are drawn");
  }
}

static void
aus_today_view_dispose (GObject *object)
{
  AusTodayView *self = AUS_TODAY_VIEW (object);

  if (self->stack != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->stack));

  g_clear_object (&self->model);

  G_OBJECT_CLASS (aus_today_view_parent_class)->dispose (object);
}

static void
aus_today_view_finalize (GObject *object)
{
  AusTodayView *self = AUS_TODAY_VIEW (object);

  g_free (self->search);
  g_clear_pointer (&self->as_of, g_date_time_unref);

  G_OBJECT_CLASS (aus_today_view_parent_class)->finalize (object);
}

static void
aus_today_view_class_init (AusTodayViewClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = aus_today_view_get_property;
  object_class->set_property = aus_today_view_set_property;
  object_class->dispose = aus_today_view_dispose;
  object_class->finalize = aus_today_view_finalize;
  widget_class->snapshot = aus_today_view_snapshot;

  props[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  props[PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, NULL, flags);
  props[PROP_AS_OF] = g_param_spec_boxed ("as-of", NULL, NULL, G_TYPE_DATE_TIME, flags);
  props[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (AUS_TYPE_VISIT_LIST);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-today-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AusTodayView, stack);
  gtk_widget_class_bind_template_child (widget_class, AusTodayView, day);
  gtk_widget_class_bind_template_child (widget_class, AusTodayView, age);
  gtk_widget_class_bind_template_child (widget_class, AusTodayView, now);
  gtk_widget_class_bind_template_child (widget_class, AusTodayView, later);
  gtk_widget_class_bind_template_child (widget_class, AusTodayView, done);
  gtk_widget_class_bind_template_callback (widget_class, update_page);
}

static void
aus_today_view_init (AusTodayView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_page (self);
}
