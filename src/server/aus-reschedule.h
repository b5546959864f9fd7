#pragma once

#include "aus-caller.h"
#include "aus-consultation.h"

G_BEGIN_DECLS

/**
 * aus_reschedule:
 * @start: when it is to begin; by the clocks of @consultation's time_zone
 *
 * Gives a visit another time, as the table of moves allows, with its booking, which claims the doctor's time at once,
 * or nothing moves. All doors stay as they are, and everybody is told. Inside a write job.
 */
gboolean aus_reschedule (AusDatabase      *database,
                         const AusCaller  *caller,
                         AusConsultation  *consultation,
                         gint64            start,
                         GError          **error);

G_END_DECLS
