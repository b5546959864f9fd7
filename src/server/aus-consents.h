#pragma once

#include "aus-caller.h"
#include "aus-consent.h"
#include "aus-consultation.h"
#include "aus-participant.h"

G_BEGIN_DECLS

/* Whom a recording concerns, for events: reception hears nothing of it. */
#define AUS_CONSENT_AUDIENCE (AUS_ROLES_CLINICAL | AUS_ROLES_BY_DOOR)

/**
 * AusUnasked:
 * @participant_id: (nullable): %NULL for a doctor who has not come in yet
 * @state: (nullable): what they answered, or %NULL where they did not
 *
 * Somebody without whose consent there is no recording.
 */
typedef struct
{
  char *participant_id;
  char *name;
  char *role;
  char *state;
} AusUnasked;

/* Those who are there and have not agreed, and the doctor of the visit in any case. Inside a job.
 * Returns: (transfer full) (element-type AusUnasked) */
GPtrArray *aus_consents_list_missing (AusDatabase      *database,
                                      AusConsultation  *consultation,
                                      AusConsentKind    kind,
                                      GError          **error);
/* What this seat answered last. *@state is left as it is, and *@is_known is %FALSE, where it was not asked. */
gboolean   aus_consents_get_state    (AusDatabase      *database,
                                      AusParticipant   *seat,
                                      AusConsentKind    kind,
                                      AusConsentState  *state,
                                      gboolean         *is_known,
                                      GError          **error);
/* Stores @consent, which says what @seat answered, and tells everybody in the call. A recording without it ends. */
gboolean   aus_consents_add          (AusDatabase      *database,
                                      const AusCaller  *caller,
                                      AusConsultation  *consultation,
                                      AusParticipant   *seat,
                                      AusConsent       *consent,
                                      GError          **error);

G_END_DECLS
