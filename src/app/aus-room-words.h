#pragma once

#include "aus-client.h"
#include "aus-consultation.h"

G_BEGIN_DECLS

/* What a room says while there is no picture in it. All (transfer full). */

char *aus_room_title       (AusConsultation *visit,
                            AusStatus        status);
char *aus_room_description (AusConsultation *visit,
                            AusStatus        status);
/* By what a doctor makes sure who it is: year of birth, time. */
char *aus_room_identity    (AusClient       *client,
                            AusConsultation *visit);

G_END_DECLS
