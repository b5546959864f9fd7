#pragma once

#include "aus-call.h"
#include "aus-consultation.h"
#include "aus-provider.h"

G_BEGIN_DECLS

/* @join_url: (nullable): borrowed, as all texts are */
AusMeeting  aus_meeting_describe   (AusConsultation   *consultation,
                                    const char        *join_url);
/* *@consultation, in full, is %NULL where no visit has that meeting with that provider. */
gboolean    aus_meeting_find_visit (AusDatabase       *database,
                                    const char        *provider,
                                    const char        *meeting_id,
                                    AusConsultation  **consultation,
                                    GError           **error);
/* Gives the consultation a meeting with its provider, or the prospect of one where that takes the network.
 * %AUS_ERROR_INVALID that names video_provider where it cannot. */
gboolean    aus_meeting_create     (AusClinic         *clinic,
                                    AusDatabase       *database,
                                    AusConsultation   *consultation,
                                    GError           **error);
/* To be called once what aus_meeting_create() changed is stored: has the provider asked for it. */
gboolean    aus_meeting_follow     (AusClinic         *clinic,
                                    AusDatabase       *database,
                                    AusConsultation   *consultation,
                                    GError           **error);
/* Whether the caller is one of the doctors who hold it, and not one who looks on. */
gboolean    aus_meeting_is_host    (AusDatabase       *database,
                                    const AusCaller   *caller,
                                    AusConsultation   *consultation,
                                    gboolean          *is_host,
                                    GError           **error);
/* All that this caller needs to join, made at this moment and for them alone. %AUS_ERROR_CONFLICT where there is no
 * meeting yet. (transfer full) */
JsonObject *aus_meeting_get_info   (AusClinic         *clinic,
                                    AusDatabase       *database,
                                    const AusCaller   *caller,
                                    AusConsultation   *consultation,
                                    GError           **error);
/* Whether the caller was let in and is not on hold; %AUS_ERROR_CONFLICT where they are to wait. */
gboolean    aus_meeting_admits     (AusDatabase       *database,
                                    const AusCaller   *caller,
                                    AusConsultation   *consultation,
                                    GError           **error);
/* The caller's own link; %NULL where none is needed, or where it is not the time for it. (transfer full) (nullable) */
char       *aus_meeting_get_url    (AusClinic         *clinic,
                                    AusDatabase       *database,
                                    const AusCaller   *caller,
                                    AusConsultation   *consultation);

G_END_DECLS
