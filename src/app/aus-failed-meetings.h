#pragma once

#include <adwaita.h>

#include "aus-client.h"

G_BEGIN_DECLS

#define AUS_TYPE_FAILED_MEETINGS (aus_failed_meetings_get_type ())

G_DECLARE_FINAL_TYPE (AusFailedMeetings, aus_failed_meetings, AUS, FAILED_MEETINGS, AdwPreferencesGroup)

/**
 * AusFailedMeetings:
 *
 * For admins: what video providers were asked to do for visits and did not, why, and another try.
 */

/* To be called once. */
void aus_failed_meetings_attach (AusFailedMeetings *self,
                                 AusClient         *client);
void aus_failed_meetings_load   (AusFailedMeetings *self);
/* Lets go of the client. */
void aus_failed_meetings_close  (AusFailedMeetings *self);

G_END_DECLS
