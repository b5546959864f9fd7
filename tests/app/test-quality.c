#include "aus-app-test.h"

#include "aus-quality-timeline.h"
#include "aus-quality-words.h"

#define SECOND G_TIME_SPAN_SECOND

static AusQualityTimeline *
make_timeline (void)
{
  AusQualityTimeline *timeline = g_object_new (AUS_TYPE_QUALITY_TIMELINE, NULL);
  gint64 at = 1000 * SECOND;

  for (guint i = 0; i < 90; i++, at += 2 * SECOND)
    aus_quality_timeline_add (timeline, at, i < 60 ? AUS_QUALITY_EXCELLENT : AUS_QUALITY_POOR,
                              i < 60 ? AUS_QUALITY_CAUSE_NONE : AUS_QUALITY_CAUSE_OTHER);

  aus_quality_timeline_set_span (timeline, 1000 * SECOND, at);

  return timeline;
}

static void
test_words (void)
{
  g_autoptr (AusQualityTimeline) timeline = g_object_ref_sink (make_timeline ());
  g_autofree char *words = aus_quality_timeline_describe (timeline);

  g_assert_cmpstr (words, ==, "Excellent connection: 2 min, Poor connection: 1 min. Their connection is weak.");
  g_assert_cmpint (aus_quality_timeline_get_worst (timeline), ==, AUS_QUALITY_POOR);
}

/* Somebody who was away for an hour had no excellent hour. */
static void
test_gap (void)
{
  g_autoptr (AusQualityTimeline) timeline = g_object_ref_sink (g_object_new (AUS_TYPE_QUALITY_TIMELINE, NULL));
  g_autofree char *none = aus_quality_timeline_describe (timeline);
  g_autofree char *words = NULL;

  g_assert_cmpstr (none, ==, "");
  aus_quality_timeline_add (timeline, SECOND, AUS_QUALITY_GOOD, AUS_QUALITY_CAUSE_NONE);
  aus_quality_timeline_add (timeline, 3600 * SECOND, AUS_QUALITY_GOOD, AUS_QUALITY_CAUSE_NONE);
  aus_quality_timeline_add (timeline, 3700 * SECOND, AUS_QUALITY_NONE, AUS_QUALITY_CAUSE_NONE);
  words = aus_quality_timeline_describe (timeline);
  g_assert_cmpstr (words, ==, "Good connection: 4 s");
}

/* Tall and green at the beginning, low and red at the end; the other way round from right to left. */
static void
test_picture (void)
{
  GtkWidget *timeline = GTK_WIDGET (make_timeline ());
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_widget_set_size_request (timeline, 300, 48);
  gtk_window_set_child (window, timeline);
  app_test_paint (window, "quality-timeline");
  g_assert_cmphex (app_test_colour_at (timeline, 30, 6), ==, 0x2ec27e);
  g_assert_cmphex (app_test_colour_at (timeline, 280, 40), ==, 0xe01b24);
  g_assert_cmphex (app_test_colour_at (timeline, 280, 6), !=, 0xe01b24);

  gtk_widget_set_direction (timeline, GTK_TEXT_DIR_RTL);
  app_test_paint (window, "quality-timeline-rtl");
  g_assert_cmphex (app_test_colour_at (timeline, 280, 6), ==, 0x2ec27e);
  g_assert_cmphex (app_test_colour_at (timeline, 20, 40), ==, 0xe01b24);
  app_test_destroy (window);
}

static void
test_all_have_words (void)
{
  for (guint i = AUS_QUALITY_EXCELLENT; i <= AUS_QUALITY_POOR; i++) {
    g_assert_nonnull (aus_quality_to_words (i));
    g_assert_nonnull (aus_quality_get_icon (i));
  }

  for (guint i = AUS_QUALITY_CAUSE_OWN; i <= AUS_QUALITY_CAUSE_DEVICE; i++)
    g_assert_nonnull (aus_quality_cause_to_words (i));

  g_assert_null (aus_quality_cause_to_words (AUS_QUALITY_CAUSE_NONE));
}

int
main (int    argc,
      char **argv)
{
  app_test_init (&argc, &argv);

  g_test_add_func ("/quality/words", test_words);
  g_test_add_func ("/quality/gap", test_gap);
  g_test_add_func ("/quality/picture", test_picture);
  g_test_add_func ("/quality/all-have-words", test_all_have_words);

  return g_test_run ();
}
