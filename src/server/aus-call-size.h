#pragma once

#include "aus-consultation.h"
#include "aus-database.h"
#include "aus-json-writer.h"
#include "aus-participant.h"

G_BEGIN_DECLS

/* In the built-in call everybody sends to everybody, which carries so many. */
#define AUS_CALL_SIZE 4

/* Inside a job. Visits of other providers have no limit. */

/* Fails where all places beside those of doctor and patient have a link already. */
gboolean aus_call_size_check_doors (AusDatabase      *database,
                                    AusConsultation  *consultation,
                                    guint             n_more,
                                    GError          **error);
/* As “guests_left”: how many more links there may be, or null where there is no limit. */
gboolean aus_call_size_write_left  (AusDatabase      *database,
                                    AusConsultation  *consultation,
                                    AusJsonWriter    *out,
                                    GError          **error);
/* How many are in the call beside @seat, with a place kept for the doctor. */
gboolean aus_call_size_count       (AusDatabase      *database,
                                    AusConsultation  *consultation,
                                    AusParticipant   *seat,
                                    gboolean         *is_full,
                                    GError          **error);
/* The same as an error. */
gboolean aus_call_size_check_seat  (AusDatabase      *database,
                                    AusConsultation  *consultation,
                                    AusParticipant   *seat,
                                    GError          **error);

G_END_DECLS
