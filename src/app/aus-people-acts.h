#pragma once

#include <adwaita.h>

#include "aus-client.h"
#include "aus-consultation.h"
#include "aus-room.h"

G_BEGIN_DECLS

#define AUS_TYPE_PEOPLE_ACTS (aus_people_acts_get_type ())

G_DECLARE_FINAL_TYPE (AusPeopleActs, aus_people_acts, AUS, PEOPLE_ACTS, GObject)

/**
 * AusPeopleActs:
 *
 * What can be done about who is in a visit, as the actions `people.hold`, `people.let-in` and `people.remove` with the
 * id of a participant, and `people.invite`. It says by toasts what went wrong, who waits to be let in, and who has been
 * on hold for long.
 */

/* Puts the actions into the window that @toasts is in, and goes with it. */
AusPeopleActs *aus_people_acts_new (AdwToastOverlay *toasts,
                                    AusClient       *client,
                                    AusRoom         *room,
                                    AusConsultation *visit);

G_END_DECLS
