#pragma once

#include "aus-exchange.h"

G_BEGIN_DECLS

/* Answers /d/TOKEN with the patient's page and /web/FILE with what belongs to it. FALSE where it is neither. */
gboolean aus_web_pages_run (AusDesk           *desk,
                            SoupServerMessage *message);

G_END_DECLS
