#pragma once

#include "aus-handlers.h"

G_BEGIN_DECLS

/* Those of what is sent in visits. */

extern const AusParameter aus_file_parameters[];

AUS_HANDLER (aus_file_list);
AUS_HANDLER (aus_file_create);
AUS_HANDLER (aus_file_show);
AUS_HANDLER (aus_file_update);
AUS_HANDLER (aus_file_delete);

G_END_DECLS
