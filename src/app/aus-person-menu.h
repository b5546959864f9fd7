#pragma once

#include <gio/gio.h>

#include "aus-participant.h"

G_BEGIN_DECLS

/* What may be done about somebody who came by a door, by the actions of AusPeopleActs; empty for all others.
 * Returns: (transfer full) */
GMenuModel *aus_person_menu_new (AusParticipant *participant);

G_END_DECLS
