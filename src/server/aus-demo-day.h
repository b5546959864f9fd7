#pragma once

#include "aus-clinic.h"
#include "aus-database.h"
#include "aus-demo-visits.h"

G_BEGIN_DECLS

/**
 * AusDemoDay:
 * @now: in microseconds, at full five minutes
 * @staff: (element-type AusUser): one receptionist among them
 * @patients: (element-type AusPatient)
 *
 * What visits are made of.
 */
typedef struct
{
  AusClinic   *clinic;
  AusDatabase *database;
  gint64       now;
  GPtrArray   *staff;
  GPtrArray   *patients;
} AusDemoDay;

/* Makes the visit as its people would: it is booked, the patient comes, the doctor lets them in, writes, and ends it.
 * Only its times are moved to where they belong afterwards. Inside a write job.
 * @door_id: (inout): set where this is the visit whose patient may come now */
gboolean aus_demo_day_add (const AusDemoDay    *self,
                           const AusDemoVisit  *visit,
                           char               **door_id,
                           GError             **error);

G_END_DECLS
