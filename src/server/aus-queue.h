#pragma once

#include "aus-consultation.h"
#include "aus-database.h"

G_BEGIN_DECLS

/**
 * AusQueuePlace:
 * @position: 1 is next; 0 where the patient does not wait
 * @minutes: how long it will take, as far as the plan, the running visit and the doctor's pace of today tell
 * @overrun: how many minutes longer than planned this doctor's visits take today, on average
 */
typedef struct
{
  gint64 position;
  gint64 minutes;
  gint64 overrun;
} AusQueuePlace;

gboolean aus_queue_find (AusDatabase      *database,
                         AusConsultation  *consultation,
                         AusQueuePlace    *place,
                         GError          **error);
/* Tells everybody who waits for the same doctor where they stand now. */
gboolean aus_queue_tell (AusDatabase      *database,
                         AusConsultation  *consultation,
                         GError          **error);

G_END_DECLS
