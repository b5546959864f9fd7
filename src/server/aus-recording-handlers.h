#pragma once

#include "aus-handlers.h"

G_BEGIN_DECLS

/* Those of recordings. */

extern const AusParameter aus_recording_parameters[];

AUS_HANDLER (aus_recording_gate);
AUS_HANDLER (aus_recording_ask);
AUS_HANDLER (aus_recording_start);
AUS_HANDLER (aus_recording_stop);
AUS_HANDLER (aus_recording_list);
AUS_HANDLER (aus_recording_show);
AUS_HANDLER (aus_recording_update);
AUS_HANDLER (aus_recording_delete);

G_END_DECLS
