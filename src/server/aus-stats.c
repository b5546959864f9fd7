#include "aus-stats.h"

#include "aus-time.h"

#include <string.h>

static const char *const measures[] = {
  [AUS_MEASURE_WAIT] = "wait",
  [AUS_MEASURE_DELAY] = "delay",
  [AUS_MEASURE_DURATION] = "duration",
};

static int
compare_numbers (gconstpointer a,
                 gconstpointer b,
                 gpointer      unused)
{
  const gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

void
aus_stats_init (AusStats *self)
{
  *self = (AusStats) { 0 };

  for (guint i = 0; i < AUS_N_MEASURES; i++)
    self->numbers[i] = g_tree_new_full (compare_numbers, NULL, g_free, g_free);
}

void
aus_stats_clear (AusStats *self)
{
  for (guint i = 0; i < AUS_N_MEASURES; i++)
    g_clear_pointer (&self->numbers[i], g_tree_unref);
}

static void
add_word (gint64     *counts,
          GType       type,
          const char *word,
          gint64      total)
{
  guint value;

  if (aus_enum_from_nick (type, word, &value))
    counts[value] += total;
}

static void
add_number (GTree  *numbers,
            gint64  number,
            gint64  total)
{
  gint64 *known = g_tree_lookup (numbers, &number);

  if (known != NULL)
    *known += total;
  else
    g_tree_insert (numbers, g_memdup2 (&number, sizeof number), g_memdup2 (&total, sizeof total));
}

void
aus_stats_add (AusStats     *self,
               AusStatement *row)
{
  const char *what = aus_statement_get_text (row, 0);
  const char *word = aus_statement_get_text (row, 1);
  const gint64 number = aus_statement_get_integer (row, 2);
  const gint64 total = aus_statement_get_integer (row, 3);

  if (strcmp (what, "status") == 0) {
    add_word (self->by_status, AUS_TYPE_STATUS, word, total);
    self->total += total;
  } else if (strcmp (what, "provider") == 0) {
    add_word (self->by_provider, AUS_TYPE_VIDEO_PROVIDER, word, total);
  } else if (strcmp (what, "upcoming") == 0) {
    self->upcoming += total;
  } else if (strcmp (what, "no_show") == 0 && number >= 0 && number < (gint64) G_N_ELEMENTS (self->no_shows)) {
    self->no_shows[number] += total;
  } else if (strcmp (what, "issues") == 0) {
    self->with_issues += total;
  }

  for (guint i = 0; i < AUS_N_MEASURES; i++) {
    if (strcmp (what, measures[i]) == 0)
      add_number (self->numbers[i], number, total);
  }
}

static void
add_minutes (AusStats   *self,
             AusMeasure  measure,
             gint64      microseconds)
{
  add_number (self->numbers[measure], MAX (microseconds / AUS_TIME_MINUTE, 0), 1);
}

static void
add_times (AusStats     *self,
           AusStatement *row)
{
  const gint64 due = aus_statement_get_integer (row, 2);
  const gint64 arrived = aus_statement_get_integer (row, 3);
  const gint64 started = aus_statement_get_integer (row, 4);
  const gboolean waited = !aus_statement_is_null (row, 3);

  if (aus_statement_is_null (row, 4))
    return;

  if (waited)
    add_minutes (self, AUS_MEASURE_WAIT, started - arrived);

  add_minutes (self, AUS_MEASURE_DELAY, started - (waited ? MAX (due, arrived) : due));
}

void
aus_stats_add_visit (AusStats     *self,
                     AusStatement *row)
{
  const char *status = aus_statement_get_text (row, 0);

  self->total++;
  add_word (self->by_status, AUS_TYPE_STATUS, status, 1);
  add_word (self->by_provider, AUS_TYPE_VIDEO_PROVIDER, aus_statement_get_text (row, 1), 1);
  add_times (self, row);

  if (!aus_statement_is_null (row, 5))
    add_number (self->numbers[AUS_MEASURE_DURATION], aus_statement_get_integer (row, 5), 1);

  if (strcmp (status, aus_enum_to_nick (AUS_TYPE_STATUS, AUS_STATUS_NO_SHOW)) == 0) {
    guint kind = AUS_NO_SHOW_KIND_NONE;

    aus_enum_from_nick (aus_no_show_kind_get_type (), aus_statement_get_text (row, 6), &kind);
    self->no_shows[MAX (kind, AUS_NO_SHOW_KIND_PATIENT)]++;
  }

  self->with_issues += aus_statement_get_integer (row, 7) > 0;
}

typedef struct
{
  gint64 count;
  gint64 sum;
  gint64 within;
  gint64 limit;
  gint64 rank;
  gint64 found;
} Walk;

static gboolean
sum_cb (gpointer key,
        gpointer value,
        gpointer user_data)
{
  const gint64 number = *(gint64 *) key, total = *(gint64 *) value;
  Walk *walk = user_data;

  walk->count += total;
  walk->sum += number * total;

  if (number <= walk->limit)
    walk->within += total;

  return FALSE;
}

static gboolean
rank_cb (gpointer key,
         gpointer value,
         gpointer user_data)
{
  const gint64 total = *(gint64 *) value;
  Walk *walk = user_data;

  walk->found = *(gint64 *) key;
  walk->rank -= total;

  return total > 0 && walk->rank <= 0;
}

/* The number that a share of all are not above: the nearest rank. */
static gint64
find_quantile (GTree  *numbers,
               gint64  count,
               gint64  percent)
{
  Walk walk = { .rank = (count * percent + 99) / 100 };

  g_tree_foreach (numbers, rank_cb, &walk);

  return walk.found;
}

static Walk
sum_up (GTree *numbers)
{
  Walk walk = { .limit = AUS_STATS_ON_TIME };

  g_tree_foreach (numbers, sum_cb, &walk);

  return walk;
}

/* Nothing is on average of none. */
static void
add_quantile (AusJsonWriter *writer,
              const char    *name,
              GTree         *numbers,
              gint64         count,
              gint64         percent)
{
  if (count > 0)
    aus_json_add_integer (writer, name, find_quantile (numbers, count, percent));
  else
    aus_json_add_null (writer, name);
}

static void
write_counts (AusJsonWriter *writer,
              const char    *name,
              GType          type,
              const gint64  *counts,
              guint          n_counts)
{
  aus_json_begin_object (writer, name);

  for (guint i = 0; i < n_counts; i++) {
    const char *nick = aus_enum_to_nick (type, i);

    if (*nick != '\0')
      aus_json_add_integer (writer, nick, counts[i]);
  }

  aus_json_end_object (writer);
}

static void
write_times (AusStats      *self,
             AusJsonWriter *writer)
{
  const Walk waits = sum_up (self->numbers[AUS_MEASURE_WAIT]);
  const Walk delays = sum_up (self->numbers[AUS_MEASURE_DELAY]);

  aus_json_begin_object (writer, "waits");
  aus_json_add_integer (writer, "count", waits.count);
  add_quantile (writer, "median_minutes", self->numbers[AUS_MEASURE_WAIT], waits.count, 50);
  add_quantile (writer, "p90_minutes", self->numbers[AUS_MEASURE_WAIT], waits.count, 90);
  aus_json_end_object (writer);

  aus_json_begin_object (writer, "punctuality");
  aus_json_add_integer (writer, "started", delays.count);
  aus_json_add_integer (writer, "on_time", delays.within);

  if (delays.count > 0)
    aus_json_add_real (writer, "on_time_percent", 100.0 * delays.within / delays.count);
  else
    aus_json_add_null (writer, "on_time_percent");

  add_quantile (writer, "median_delay_minutes", self->numbers[AUS_MEASURE_DELAY], delays.count, 50);
  aus_json_end_object (writer);
}

void
aus_stats_write (AusStats      *self,
                 AusJsonWriter *writer)
{
  const Walk durations = sum_up (self->numbers[AUS_MEASURE_DURATION]);

  aus_json_add_integer (writer, "total_consultations", self->total);
  aus_json_add_integer (writer, "completed_consultations", self->by_status[AUS_STATUS_COMPLETED]);
  aus_json_add_integer (writer, "upcoming_consultations", self->upcoming);
  aus_json_add_integer (writer, "active_consultations",
                        self->by_status[AUS_STATUS_WAITING] + self->by_status[AUS_STATUS_IN_PROGRESS]);
  aus_json_add_real (writer, "average_duration",
                     durations.count > 0 ? (double) durations.sum / durations.count : 0);
  aus_json_add_integer (writer, "total_duration", durations.sum);
  write_counts (writer, "by_provider", AUS_TYPE_VIDEO_PROVIDER, self->by_provider, G_N_ELEMENTS (self->by_provider));
  write_counts (writer, "by_status", AUS_TYPE_STATUS, self->by_status, G_N_ELEMENTS (self->by_status));
  write_times (self, writer);
  write_counts (writer, "no_shows_by_kind", aus_no_show_kind_get_type (), self->no_shows,
                G_N_ELEMENTS (self->no_shows));
  aus_json_begin_object (writer, "failures");
  aus_json_add_integer (writer, "technical_no_shows", self->no_shows[AUS_NO_SHOW_KIND_TECHNICAL]);
  aus_json_add_integer (writer, "consultations_with_issues", self->with_issues);
  aus_json_end_object (writer);
}
