#pragma once

#include "aus-enums.h"

G_BEGIN_DECLS

/**
 * AusDemoState:
 * @AUS_DEMO_STATE_BOOKED: there is a booking alone
 * @AUS_DEMO_STATE_PLANNED: the consultation is there, too
 * @AUS_DEMO_STATE_NEXT: the same, and the patient may come now
 *
 * How far a visit has come.
 */
typedef enum
{
  AUS_DEMO_STATE_BOOKED,
  AUS_DEMO_STATE_PLANNED,
  AUS_DEMO_STATE_NEXT,
  AUS_DEMO_STATE_WAITING,
  AUS_DEMO_STATE_IN_PROGRESS,
  AUS_DEMO_STATE_COMPLETED,
  AUS_DEMO_STATE_CANCELLED,
  AUS_DEMO_STATE_NO_SHOW,
} AusDemoState;

/* What somebody wrote, so many minutes after the planned start. */
typedef struct
{
  gint        minute;
  gboolean    by_doctor;
  const char *text;
} AusDemoLine;

/**
 * AusDemoVisit:
 * @doctor: the last name
 * @patient: the family name
 * @tomorrow: whether @minute counts from tomorrow's midnight in the clinic, and not from now
 * @duration: in minutes; 0 ends the table
 * @alone: whether nobody booked it
 * @notes: what the doctor wrote, or why it was cancelled
 */
typedef struct
{
  const char       *doctor;
  const char       *patient;
  gboolean          tomorrow;
  gint              minute;
  gint              duration;
  AusDemoState      state;
  AusVideoProvider  provider;
  gboolean          in_person;
  gboolean          alone;
  const char       *reason;
  const char       *notes;
  AusDemoLine       lines[3];
} AusDemoVisit;

extern const AusDemoVisit aus_demo_visits[];

G_END_DECLS
