#pragma once

#include "aus-caller.h"
#include "aus-consultation.h"
#include "aus-participant.h"

G_BEGIN_DECLS

/**
 * aus_seats_take:
 *
 * The caller's seat in a visit: the one they have, or a new one. Inside a write job. It does not say that they are
 * there.
 *
 * Returns: (transfer full)
 */
AusParticipant *aus_seats_take         (AusDatabase      *database,
                                        const AusCaller  *caller,
                                        AusConsultation  *consultation,
                                        GError          **error);
/* The id of it, for whoever needs no more: mostly the seat is there. (transfer full) */
char           *aus_seats_take_id      (AusDatabase      *database,
                                        const AusCaller  *caller,
                                        AusConsultation  *consultation,
                                        GError          **error);
/* The caller's seat, or %NULL without an error where they have none. (transfer full) (nullable) */
AusParticipant *aus_seats_find         (AusDatabase      *database,
                                        const AusCaller  *caller,
                                        AusConsultation  *consultation,
                                        GError          **error);
/* Whether a visit is in progress, or was. */
gboolean        aus_seats_have_begun   (AusConsultation  *consultation);
/* Whether the caller is a companion who has not come in, and the visit has begun: nothing of it is theirs until
 * somebody of the clinic lets them in. @seat: (nullable): of the caller */
gboolean        aus_seats_is_outside   (const AusCaller  *caller,
                                        AusConsultation  *consultation,
                                        AusParticipant   *seat);
/* Writes down how somebody is there and tells it; “user_joined” and “user_left” come with it where they fit.
 * @reason: (nullable): why they left */
gboolean        aus_seats_set_presence (AusDatabase      *database,
                                        AusConsultation  *consultation,
                                        AusParticipant   *participant,
                                        AusPresence       presence,
                                        const char       *reason,
                                        GError          **error);
/* Writes down whether they show a picture and tells it. */
gboolean        aus_seats_set_picture  (AusDatabase      *database,
                                        AusConsultation  *consultation,
                                        AusParticipant   *participant,
                                        AusPicture        picture,
                                        GError          **error);
/* Writes down whether they are in the call and tells it. @by: who decided */
gboolean        aus_seats_set_admission (AusDatabase     *database,
                                        AusConsultation  *consultation,
                                        AusParticipant   *participant,
                                        AusAdmission      admission,
                                        const char       *by,
                                        GError          **error);
/* After a restart nobody is there until they come back. */
gboolean        aus_seats_reset        (AusDatabase      *database,
                                        gpointer          unused,
                                        GError          **error);
/* Whoever has been lost for ten minutes has left. */
gboolean        aus_seats_expire       (AusDatabase      *database,
                                        gpointer          unused,
                                        GError          **error);

G_END_DECLS
