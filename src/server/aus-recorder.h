#pragma once

#include "aus-clinic.h"
#include "aus-consents.h"
#include "aus-recording.h"

G_BEGIN_DECLS

/* Whether a visit may be recorded, and that it no longer is. Inside jobs. */

/**
 * AusGate:
 * @faults: (element-type AusFieldFault): what stands in the way, under the name of what it is about
 * @missing: (element-type AusUnasked): whose consent is missing
 * @current: (nullable): the recording under way
 *
 * What is between a doctor and a recording.
 */
typedef struct
{
  GPtrArray    *faults;
  GPtrArray    *missing;
  AusRecording *current;
} AusGate;

gboolean aus_gate_look          (AusGate           *self,
                                 AusClinic         *clinic,
                                 AusDatabase       *database,
                                 AusConsultation   *consultation,
                                 GError           **error);
void     aus_gate_clear         (AusGate           *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AusGate, aus_gate_clear)

/* Switches recording on for this visit, and asks everybody in it whether they agree. */
gboolean aus_recorder_ask       (AusDatabase       *database,
                                 const AusCaller   *caller,
                                 AusConsultation   *consultation,
                                 GError           **error);
/* Begins to record, and tells everybody in the call. @recording: new, perhaps with an id */
gboolean aus_recorder_start     (AusClinic         *clinic,
                                 AusDatabase       *database,
                                 const AusCaller   *caller,
                                 AusConsultation   *consultation,
                                 AusRecording      *recording,
                                 GError           **error);
/* Ends the recording; what is recorded later than now is not taken any more.
 * @person: (nullable): who caused it */
gboolean aus_recorder_stop      (AusDatabase       *database,
                                 AusConsultation   *consultation,
                                 AusRecording      *recording,
                                 AusStopReason      reason,
                                 const char        *person,
                                 GError           **error);
/* Ends what is being recorded of this visit, if anything is. */
gboolean aus_recorder_stop_any  (AusDatabase       *database,
                                 AusConsultation   *consultation,
                                 AusStopReason      reason,
                                 const char        *person,
                                 GError           **error);
/* The same where somebody is there who has not consented. Where they just came, a provider that records is told. */
gboolean aus_recorder_check     (AusDatabase       *database,
                                 AusConsultation   *consultation,
                                 AusStopReason      reason,
                                 GError           **error);
/* What is being recorded of this visit; *@recording is %NULL where nothing is. (transfer full) */
gboolean aus_recorder_find      (AusDatabase       *database,
                                 const char        *consultation_id,
                                 AusRecording     **recording,
                                 GError           **error);
/* Saves what changed of it and lets its doctor know. */
gboolean aus_recorder_save      (AusDatabase       *database,
                                 AusConsultation   *consultation,
                                 AusRecording      *recording,
                                 GError           **error);

G_END_DECLS
