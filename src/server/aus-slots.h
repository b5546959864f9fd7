#pragma once

#include "aus-availability.h"
#include "aus-database.h"
#include "aus-json-writer.h"

G_BEGIN_DECLS

/**
 * aus_slots_write:
 * @doctor_id: whose time
 * @date: YYYY-MM-DD, a day that exists, by the clocks of each of the doctor's hours
 * @now: nothing is offered before it
 *
 * Adds an array called “slots” with the times that are free: within the doctor's hours, not in their leave, with the
 * notice and the pauses that they want, and such that clocks show them once.
 */
gboolean aus_slots_write (AusDatabase    *database,
                          const char     *doctor_id,
                          const char     *date,
                          gint64          now,
                          AusJsonWriter  *writer,
                          GError        **error);

G_END_DECLS
