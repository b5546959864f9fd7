#pragma once

#include "aus-database.h"
#include "aus-json-writer.h"

G_BEGIN_DECLS

/**
 * AusSlotQuestion:
 * @doctor_id: whose time
 * @date: YYYY-MM-DD, a day that exists, by the clocks of @zone or else of each of the doctor's hours
 * @zone: (nullable): where the patient is
 * @now: nothing is offered before it
 */
typedef struct
{
  const char *doctor_id;
  const char *date;
  const char *zone;
  gint64      now;
} AusSlotQuestion;

/* Adds an array called “slots” with the times that are free: within the doctor's hours, not in their leave, with the
 * notice and the pauses that they want, and such that clocks show them once. */
gboolean aus_slots_write (AusDatabase            *database,
                          const AusSlotQuestion  *question,
                          AusJsonWriter          *writer,
                          GError                **error);

G_END_DECLS
