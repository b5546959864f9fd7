#pragma once

#include "aus-consultation.h"
#include "aus-participant.h"

G_BEGIN_DECLS

/* Words and symbolic icons for what people see of a visit. Static texts are translated and owned by
   gettext. */

const char *aus_status_to_word     (AusStatus           status);
const char *aus_status_to_icon     (AusStatus           status);
/* A style class of resources/style.css. */
const char *aus_status_to_style    (AusStatus           status);

/* Empty while the person has never come. */
const char *aus_presence_to_word   (AusPresence         presence);
const char *aus_presence_to_icon   (AusPresence         presence);
/* Why somebody who is there is not in the call; empty where they are. */
const char *aus_admission_to_word  (AusAdmission        admission);
const char *aus_role_to_word       (AusParticipantRole  role);
const char *aus_provider_to_word   (AusVideoProvider    provider);

/* The local wall time, such as 10:00; "" for %NULL. Returns: (transfer full) */
char       *aus_format_time        (GDateTime          *time);
/* The local day in words. Returns: (transfer full) */
char       *aus_format_day         (GDateTime          *time);
/* Whole minutes from @since to @now, never negative. */
int         aus_minutes_between    (GDateTime          *since,
                                    GDateTime          *now);

/* As a clock shows it, 04:09 or 1:04:09. Returns: (transfer full) */
char       *aus_format_elapsed     (GTimeSpan           elapsed);

/* How long somebody waits: "Waiting", then "Waiting 4 min". Returns: (transfer full) */
char       *aus_visit_state_text   (AusConsultation    *visit,
                                    GDateTime          *now);
/* One sentence for those who hear the row: "10:00, Anna Krüger, waiting". Returns: (transfer full) */
char       *aus_visit_sentence     (AusConsultation    *visit);
/* Reason, provider and doctor, whichever there are. Returns: (transfer full) */
char       *aus_visit_details      (AusConsultation    *visit);

G_END_DECLS
