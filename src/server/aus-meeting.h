#pragma once

#include "aus-call.h"
#include "aus-consultation.h"

G_BEGIN_DECLS

/* Gives the consultation a meeting with its provider. %AUS_ERROR_INVALID that names video_provider where it cannot. */
gboolean    aus_meeting_create   (AusClinic         *clinic,
                                  AusConsultation   *consultation,
                                  GError           **error);
/* All that this caller needs to join, made at this moment and for them alone. (transfer full) */
JsonObject *aus_meeting_get_info (AusClinic         *clinic,
                                  const AusCaller   *caller,
                                  AusConsultation   *consultation,
                                  GError           **error);
/* The caller's own link; %NULL where none is needed, or where it is not the time for it. (transfer full) (nullable) */
char       *aus_meeting_get_url  (AusClinic         *clinic,
                                  const AusCaller   *caller,
                                  AusConsultation   *consultation);

G_END_DECLS
