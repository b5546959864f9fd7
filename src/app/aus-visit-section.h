#pragma once

#include "aus-consultation.h"

G_BEGIN_DECLS

/**
 * AusVisitSection:
 * @AUS_VISIT_SECTION_NONE: not today's business
 * @AUS_VISIT_SECTION_NOW: the patient waits or the visit is in progress, whatever the day
 * @AUS_VISIT_SECTION_LATER: of today, not begun
 * @AUS_VISIT_SECTION_DONE: of today, over in whatever way
 * @AUS_VISIT_SECTION_WAITING: the patient waits; a part of @AUS_VISIT_SECTION_NOW
 */
typedef enum
{
  AUS_VISIT_SECTION_NONE,
  AUS_VISIT_SECTION_NOW,
  AUS_VISIT_SECTION_LATER,
  AUS_VISIT_SECTION_DONE,
  AUS_VISIT_SECTION_WAITING,
} AusVisitSection;

#define AUS_TYPE_VISIT_SECTION (aus_visit_section_get_type ())

GType    aus_visit_section_get_type (void) G_GNUC_CONST;

/* Whether @visit belongs there on the local day of @now. Before midnight that is what begins soon after it, too. */
gboolean aus_visit_section_has      (AusVisitSection  section,
                                     AusConsultation *visit,
                                     GDateTime       *now);

G_END_DECLS
