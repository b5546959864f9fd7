#include "aus-visit-list.h"

#include "aus-item-watcher.h"
#include "aus-visit-row.h"

/* Rows say "Waiting 4 min". */
#define UPDATE_SECONDS 15

struct _AusVisitList
{
  GtkWidget           parent_instance;

  char               *title;
  char               *search;
  AusVisitSection     section;
  GListModel         *model;

  GtkWidget          *box;
  GtkListBox         *list;
  GtkSortListModel   *sorted;
  GtkFilter          *filter;
  GtkSorter          *sorter;
  AusItemWatcher     *watcher;
  guint               timer;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_SEARCH,
  PROP_SECTION,
  PROP_MODEL,
  PROP_N_VISITS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusVisitList, aus_visit_list, GTK_TYPE_WIDGET)

static gboolean
is_in_section (AusConsultation *visit,
               AusVisitList    *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return aus_visit_section_has (self->section, visit, now);
}

static gint64
get_rank (AusVisitList    *self,
          AusConsultation *visit)
{
  GDateTime *time = visit->scheduled_start;

  if (self->section == AUS_VISIT_SECTION_WAITING && visit->waiting_since != NULL)
    time = visit->waiting_since;

  return time ? g_date_time_to_unix (time) : 0;
}

/* Whoever waits longest comes first; all else goes by the clock. Not a GtkNumericSorter: it would keep old
   keys. */
static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  gint64 one = get_rank (user_data, (AusConsultation *) a);
  gint64 other = get_rank (user_data, (AusConsultation *) b);

  return one < other ? GTK_ORDERING_SMALLER : one > other ? GTK_ORDERING_LARGER : GTK_ORDERING_EQUAL;
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return aus_visit_row_new (item);
}

static void
items_changed_cb (AusVisitList *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), aus_visit_list_get_n_visits (self) > 0);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_VISITS]);
}

static void
watcher_changed_cb (AusVisitList *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
}

static gboolean
update_cb (gpointer user_data)
{
  AusVisitList *self = user_data;
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    aus_visit_row_update (AUS_VISIT_ROW (row));

  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);

  return G_SOURCE_CONTINUE;
}

static void
aus_visit_list_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  AusVisitList *self = AUS_VISIT_LIST (object);

  switch (prop_id) {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_SEARCH:
      g_value_set_string (value, self->search);
      break;
    case PROP_SECTION:
      g_value_set_enum (value, self->section);
      break;
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_N_VISITS:
      g_value_set_uint (value, aus_visit_list_get_n_visits (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_visit_list_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  AusVisitList *self = AUS_VISIT_LIST (object);

  switch (prop_id) {
    case PROP_TITLE:
      g_free (self->title);
      self->title = g_value_dup_string (value);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      self->title ? self->title : "", -1);
      break;
    case PROP_SEARCH:
      g_free (self->search);
      self->search = g_value_dup_string (value);
      break;
    case PROP_SECTION:
      self->section = g_value_get_enum (value);
      watcher_changed_cb (self);
      break;
    case PROP_MODEL:
      g_set_object (&self->model, g_value_get_object (value));
      aus_item_watcher_set_model (self->watcher, self->model);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_visit_list_dispose (GObject *object)
{
  AusVisitList *self = AUS_VISIT_LIST (object);

  g_clear_handle_id (&self->timer, g_source_remove);

  if (self->box != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->box));

  g_clear_object (&self->watcher);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (aus_visit_list_parent_class)->dispose (object);
}

static void
aus_visit_list_finalize (GObject *object)
{
  AusVisitList *self = AUS_VISIT_LIST (object);

  g_free (self->title);
  g_free (self->search);

  G_OBJECT_CLASS (aus_visit_list_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, NULL, flags);
  props[PROP_SECTION] =
    g_param_spec_enum ("section", NULL, NULL, AUS_TYPE_VISIT_SECTION, AUS_VISIT_SECTION_NONE, flags);
  props[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  props[PROP_N_VISITS] =
    g_param_spec_uint ("n-visits", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
aus_visit_list_class_init (AusVisitListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = aus_visit_list_get_property;
  object_class->set_property = aus_visit_list_set_property;
  object_class->dispose = aus_visit_list_dispose;
  object_class->finalize = aus_visit_list_finalize;

  install_properties (object_class);

  g_type_ensure (AUS_TYPE_CONSULTATION);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-visit-list.ui");
  gtk_widget_class_bind_template_child (widget_class, AusVisitList, box);
  gtk_widget_class_bind_template_child (widget_class, AusVisitList, list);
  gtk_widget_class_bind_template_child (widget_class, AusVisitList, sorted);
  gtk_widget_class_bind_template_child (widget_class, AusVisitList, filter);
  gtk_widget_class_bind_template_child (widget_class, AusVisitList, sorter);
  gtk_widget_class_bind_template_callback (widget_class, is_in_section);
}

static void
aus_visit_list_init (AusVisitList *self)
{
  self->watcher = aus_item_watcher_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);

  g_signal_connect_swapped (self->watcher, "changed", G_CALLBACK (watcher_changed_cb), self);
  g_signal_connect_object (self->sorted, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_custom_sorter_set_sort_func (GTK_CUSTOM_SORTER (self->sorter), compare, self, NULL);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->sorted), create_row, NULL, NULL);
  self->timer = g_timeout_add_seconds (UPDATE_SECONDS, update_cb, self);
}

guint
aus_visit_list_get_n_visits (AusVisitList *self)
{
  g_return_val_if_fail (AUS_IS_VISIT_LIST (self), 0);

  return self->sorted ? g_list_model_get_n_items (G_LIST_MODEL (self->sorted)) : 0;
}

AusConsultation *
aus_visit_list_get_first (AusVisitList *self)
{
  g_autoptr (AusConsultation) first = NULL;

  g_return_val_if_fail (AUS_IS_VISIT_LIST (self), NULL);

  first = g_list_model_get_item (G_LIST_MODEL (self->sorted), 0);

  /* The list keeps it. */
  return first;
}
