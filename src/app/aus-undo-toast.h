#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Says what was done, with a way back for @seconds. Returns: (transfer full) */
AdwToast *aus_undo_toast_new (const char *title,
                              const char *action,
                              guint       seconds);

G_END_DECLS
