#include "aus-wrap-layout.h"

#define COLUMN_SPACING 12
#define ROW_SPACING 6

struct _AusWrapLayout
{
  GtkLayoutManager parent_instance;
};

typedef struct
{
  GtkWidget *words;
  GtkWidget *acts;
  int        acts_width;
  int        words_height;
  int        acts_height;
  int        height;
  gboolean   is_wrapped;
} Plan;

G_DEFINE_FINAL_TYPE (AusWrapLayout, aus_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
measure_width (GtkWidget *child,
               int       *natural)
{
  int least;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, natural, NULL, NULL);

  return least;
}

static int
measure_height (GtkWidget *child,
                int        width)
{
  int least;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);

  return least;
}

/* What there is to do may be nothing: then it takes no room. */
static int
measure_gap (const Plan *plan,
             int         spacing)
{
  return plan->acts_width > 0 ? spacing : 0;
}

static void
plan_for (GtkWidget *box,
          int        width,
          Plan      *plan)
{
  int beside, least;

  plan->words = gtk_widget_get_first_child (box);
  plan->acts = gtk_widget_get_last_child (box);
  least = measure_width (plan->words, NULL);
  measure_width (plan->acts, &plan->acts_width);
  plan->acts_width = width < 0 ? plan->acts_width : MIN (plan->acts_width, width);
  plan->acts_height = measure_height (plan->acts, plan->acts_width);
  beside = width < 0 ? -1 : width - plan->acts_width - measure_gap (plan, COLUMN_SPACING);
  plan->words_height = measure_height (plan->words, width);
  plan->height = plan->words_height + measure_gap (plan, ROW_SPACING) + plan->acts_height;
  plan->is_wrapped = width >= 0 && beside < least;

  if (!plan->is_wrapped) {
    const int squeezed = MAX (measure_height (plan->words, beside), plan->acts_height);

    plan->is_wrapped = squeezed > plan->height;
    plan->height = MIN (squeezed, plan->height);
  }
}

static GtkSizeRequestMode
aus_wrap_layout_get_request_mode (GtkLayoutManager *manager,
                                  GtkWidget        *box)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_cb (GtkLayoutManager *manager,
            GtkWidget        *box,
            GtkOrientation    orientation,
            int               for_size,
            int              *minimum,
            int              *natural,
            int              *minimum_baseline,
            int              *natural_baseline)
{
  Plan plan;
  int words_natural, least;

  plan_for (box, orientation == GTK_ORIENTATION_VERTICAL ? for_size : -1, &plan);

  if (orientation == GTK_ORIENTATION_VERTICAL) {
    *minimum = *natural = plan.height;
    return;
  }

  least = measure_width (plan.words, &words_natural);
  *minimum = MAX (least, measure_width (plan.acts, NULL));
  *natural = words_natural + measure_gap (&plan, COLUMN_SPACING) + plan.acts_width;
}

static void
aus_wrap_layout_allocate (GtkLayoutManager *manager,
                          GtkWidget        *box,
                          int               width,
                          int               height,
                          int               baseline)
{
  const gboolean is_rtl = gtk_widget_get_direction (box) == GTK_TEXT_DIR_RTL;
  GtkAllocation words = { 0, 0, width, height };
  GtkAllocation acts = { 0, 0, 0, height };
  Plan plan;

  plan_for (box, width, &plan);
  acts.width = plan.acts_width;

  if (plan.is_wrapped) {
    words.height = MAX (plan.words_height, height - plan.acts_height - measure_gap (&plan, ROW_SPACING));
    acts.height = plan.acts_height;
    acts.y = height - acts.height;
  } else {
    words.width -= acts.width + measure_gap (&plan, COLUMN_SPACING);
  }

  if (is_rtl)
    words.x = width - words.width;
  else
    acts.x = width - acts.width;

  gtk_widget_size_allocate (plan.words, &words, -1);
  gtk_widget_size_allocate (plan.acts, &acts, -1);
}

static void
aus_wrap_layout_class_init (AusWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = aus_wrap_layout_get_request_mode;
  layout_class->measure = measure_cb;
  layout_class->allocate = aus_wrap_layout_allocate;
}

static void
aus_wrap_layout_init (AusWrapLayout *self)
{
}
