#include "aus-visit-section.h"

#define SOON (3 * G_TIME_SPAN_HOUR)

G_DEFINE_ENUM_TYPE (AusVisitSection, aus_visit_section,
                    G_DEFINE_ENUM_VALUE (AUS_VISIT_SECTION_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (AUS_VISIT_SECTION_NOW, "now"),
                    G_DEFINE_ENUM_VALUE (AUS_VISIT_SECTION_LATER, "later"),
                    G_DEFINE_ENUM_VALUE (AUS_VISIT_SECTION_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (AUS_VISIT_SECTION_WAITING, "waiting"))

static const AusVisitSection section_of_status[] = {
  [AUS_STATUS_SCHEDULED] = AUS_VISIT_SECTION_LATER,
  [AUS_STATUS_WAITING] = AUS_VISIT_SECTION_NOW,
  [AUS_STATUS_IN_PROGRESS] = AUS_VISIT_SECTION_NOW,
  [AUS_STATUS_COMPLETED] = AUS_VISIT_SECTION_DONE,
  [AUS_STATUS_CANCELLED] = AUS_VISIT_SECTION_DONE,
  [AUS_STATUS_NO_SHOW] = AUS_VISIT_SECTION_DONE,
};

static gboolean
is_same_day (GDateTime *time,
             GDateTime *now)
{
  g_autoptr (GDateTime) local = time ? g_date_time_to_local (time) : NULL;
  g_autoptr (GDateTime) today = g_date_time_to_local (now);

  return local != NULL && g_date_time_get_year (local) == g_date_time_get_year (today)
         && g_date_time_get_day_of_year (local) == g_date_time_get_day_of_year (today);
}

/* What is about to begin is of today, whatever the date. */
static gboolean
is_soon (GDateTime *time,
         GDateTime *now)
{
  const GTimeSpan left = time ? g_date_time_difference (time, now) : -1;

  return left >= 0 && left < SOON;
}

gboolean
aus_visit_section_has (AusVisitSection  section,
                       AusConsultation *visit,
                       GDateTime       *now)
{
  if (section == AUS_VISIT_SECTION_WAITING)
    return visit->status == AUS_STATUS_WAITING;

  if (section != section_of_status[visit->status])
    return FALSE;

  if (section == AUS_VISIT_SECTION_LATER && is_soon (visit->scheduled_start, now))
    return TRUE;

  return section == AUS_VISIT_SECTION_NOW || is_same_day (visit->scheduled_start, now);
}
