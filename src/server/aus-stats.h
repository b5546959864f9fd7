#pragma once

#include "aus-consultation-state.h"
#include "aus-database.h"
#include "aus-json-writer.h"

G_BEGIN_DECLS

/* So late is still on time. */
#define AUS_STATS_ON_TIME 5

/**
 * AusMeasure:
 * @AUS_MEASURE_WAIT: minutes from the patient's arrival to the start
 * @AUS_MEASURE_DELAY: minutes from when it could have started, for it was due and the patient was there
 * @AUS_MEASURE_DURATION: minutes from start to end
 *
 * What there is a number of for a visit. The words are those of the view visit_measures.
 */
typedef enum
{
  AUS_MEASURE_WAIT,
  AUS_MEASURE_DELAY,
  AUS_MEASURE_DURATION,
  AUS_N_MEASURES,
} AusMeasure;

/**
 * AusStats:
 * @numbers: for each measure how often each number of minutes was (gint64 to gint64)
 *
 * What is counted of visits.
 */
typedef struct
{
  gint64      total;
  gint64      upcoming;
  gint64      by_status[AUS_STATUS_NO_SHOW + 1];
  gint64      by_provider[AUS_VIDEO_PROVIDER_GOOGLE_MEET + 1];
  gint64      no_shows[AUS_NO_SHOW_KIND_CLINIC + 1];
  gint64      with_issues;
  GTree      *numbers[AUS_N_MEASURES];
} AusStats;

void aus_stats_init  (AusStats      *self);
void aus_stats_clear (AusStats      *self);
/* Takes a row of: what is counted, its word, its number, and how many there are. */
void aus_stats_add   (AusStats      *self,
                      AusStatement  *row);
/* Takes a visit, as a row of these columns; with the same results as the view visit_measures. */
#define AUS_STATS_VISIT_SQL \
  "status, video_provider, scheduled_start, waiting_since, actual_start, duration_minutes, no_show_kind, issue_count"
void aus_stats_add_visit (AusStats     *self,
                          AusStatement *row);
/* Adds all members. */
void aus_stats_write (AusStats      *self,
                      AusJsonWriter *writer);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AusStats, aus_stats_clear)

G_END_DECLS
