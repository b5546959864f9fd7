#include "aus-quality-timeline.h"

#include <glib/gi18n.h>

#include "aus-quality-words.h"

/* Nobody says anything for longer than this unless they are not in the call. */
#define LONGEST_STEP (6 * G_TIME_SPAN_SECOND)
#define USUAL_STEP (2 * G_TIME_SPAN_SECOND)
#define N_GRADES (AUS_QUALITY_POOR + 1)
#define N_CAUSES (AUS_QUALITY_CAUSE_DEVICE + 1)

typedef struct
{
  gint64          at;
  AusQuality      quality;
  AusQualityCause cause;
} Sample;

struct _AusQualityTimeline
{
  GtkWidget  parent_instance;

  GArray    *samples;
  gint64     from;
  gint64     until;
};

G_DEFINE_FINAL_TYPE (AusQualityTimeline, aus_quality_timeline, GTK_TYPE_WIDGET)

static const struct
{
  const char *colour;
  float       height;
} bars[N_GRADES] = {
  [AUS_QUALITY_EXCELLENT] = { "#2ec27e", 1 },
  [AUS_QUALITY_GOOD] = { "#57e389", .75f },
  [AUS_QUALITY_FAIR] = { "#e5a50a", .5f },
  [AUS_QUALITY_POOR] = { "#e01b24", .25f },
};

/* For how long the sample holds. */
static gint64
get_length (AusQualityTimeline *self,
            guint               index)
{
  const Sample *sample = &g_array_index (self->samples, Sample, index);
  gint64 step;

  if (index + 1 == self->samples->len)
    return USUAL_STEP;

  step = g_array_index (self->samples, Sample, index + 1).at - sample->at;

  return step > LONGEST_STEP ? USUAL_STEP : step;
}

static void
draw (AusQualityTimeline *self,
      GtkSnapshot        *snapshot,
      guint               index)
{
  const Sample *sample = &g_array_index (self->samples, Sample, index);
  const float width = gtk_widget_get_width (GTK_WIDGET (self));
  const float height = gtk_widget_get_height (GTK_WIDGET (self));
  const float scale = width / MAX (self->until - self->from, USUAL_STEP);
  const float bar = height * bars[sample->quality].height;
  float x = (sample->at - self->from) * scale;
  const float length = MAX (get_length (self, index) * scale, 1);
  GdkRGBA colour;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = width - x - length;

  gdk_rgba_parse (&colour, bars[sample->quality].colour);
  gtk_snapshot_append_color (snapshot, &colour, &GRAPHENE_RECT_INIT (x, height - bar, length, bar));
}

static void
aus_quality_timeline_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  AusQualityTimeline *self = AUS_QUALITY_TIMELINE (widget);
  const float width = gtk_widget_get_width (widget);
  const float height = gtk_widget_get_height (widget);
  GdkRGBA line;

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  for (guint i = 0; i < self->samples->len; i++)
    draw (self, snapshot, i);

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &line);
  line.alpha *= .3f;
  gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (0, height - 1, width, 1));
  gtk_snapshot_pop (snapshot);
}

static void
aus_quality_timeline_finalize (GObject *object)
{
  g_array_unref (AUS_QUALITY_TIMELINE (object)->samples);

  G_OBJECT_CLASS (aus_quality_timeline_parent_class)->finalize (object);
}

static void
aus_quality_timeline_class_init (AusQualityTimelineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aus_quality_timeline_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = aus_quality_timeline_snapshot;

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
aus_quality_timeline_init (AusQualityTimeline *self)
{
  self->samples = g_array_new (FALSE, FALSE, sizeof (Sample));
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, 48);
}

static void
tell (AusQualityTimeline *self)
{
  g_autofree char *words = aus_quality_timeline_describe (self);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
aus_quality_timeline_add (AusQualityTimeline *self,
                          gint64              at,
                          AusQuality          quality,
                          AusQualityCause     cause)
{
  const Sample sample = { at, quality, cause };

  g_return_if_fail (AUS_IS_QUALITY_TIMELINE (self));

  if (quality == AUS_QUALITY_NONE)
    return;

  g_array_append_val (self->samples, sample);
  tell (self);
}

void
aus_quality_timeline_set_span (AusQualityTimeline *self,
                               gint64              from,
                               gint64              until)
{
  g_return_if_fail (AUS_IS_QUALITY_TIMELINE (self));

  self->from = from;
  self->until = until;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static char *
describe_time (gint64 time)
{
  const int seconds = time / G_TIME_SPAN_SECOND;

  /* Translators: a length of time, in minutes or seconds. */
  return seconds >= 60 ? g_strdup_printf (_("%d min"), (seconds + 30) / 60) : g_strdup_printf (_("%d s"), seconds);
}

static AusQualityCause
find_most (const gint64 *times)
{
  guint most = AUS_QUALITY_CAUSE_NONE;

  for (guint i = 1; i < N_CAUSES; i++) {
    if (times[i] > times[most])
      most = i;
  }

  return most;
}

char *
aus_quality_timeline_describe (AusQualityTimeline *self)
{
  gint64 grades[N_GRADES] = { 0 }, causes[N_CAUSES] = { 0 };
  g_autoptr (GString) words = g_string_new (NULL);
  const char *cause;

  g_return_val_if_fail (AUS_IS_QUALITY_TIMELINE (self), NULL);

  for (guint i = 0; i < self->samples->len; i++) {
    const Sample *sample = &g_array_index (self->samples, Sample, i);

    grades[sample->quality] += get_length (self, i);
    causes[sample->cause] += sample->cause != AUS_QUALITY_CAUSE_NONE ? get_length (self, i) : 0;
  }

  for (guint i = AUS_QUALITY_EXCELLENT; i < N_GRADES; i++) {
    g_autofree char *time = describe_time (grades[i]);

    /* Translators: such as “Good connection” and for how long it was so. */
    if (grades[i] > 0)
      g_string_append_printf (words, words->len ? ", " : "");
    if (grades[i] > 0)
      g_string_append_printf (words, _("%s: %s"), aus_quality_to_words (i), time);
  }

  cause = aus_quality_cause_to_words (find_most (causes));

  if (cause != NULL)
    g_string_append_printf (words, ". %s.", cause);

  return g_string_free (g_steal_pointer (&words), FALSE);
}

AusQuality
aus_quality_timeline_get_worst (AusQualityTimeline *self)
{
  AusQuality worst = AUS_QUALITY_NONE;

  g_return_val_if_fail (AUS_IS_QUALITY_TIMELINE (self), AUS_QUALITY_NONE);

  for (guint i = 0; i < self->samples->len; i++)
    worst = MAX (worst, g_array_index (self->samples, Sample, i).quality);

  return worst;
}
