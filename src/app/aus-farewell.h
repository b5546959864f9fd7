#pragma once

#include <gtk/gtk.h>

#include "aus-client.h"

G_BEGIN_DECLS

/* Nobody who talks to us is to believe for long that our line broke: what was said last, such as that we hung up, is
 * given a moment to arrive before the program is gone. */

/* Lets @application not end before that. */
void aus_farewell_wait (GApplication *application,
                        AusClient    *client);
/* Hides all, and ends @application then. */
void aus_farewell_quit (GApplication *application,
                        AusClient    *client);

G_END_DECLS
