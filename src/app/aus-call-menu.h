#pragma once

#include <gtk/gtk.h>

#include "aus-local-media.h"

G_BEGIN_DECLS

#define AUS_TYPE_CALL_MENU (aus_call_menu_get_type ())

G_DECLARE_FINAL_TYPE (AusCallMenu, aus_call_menu, AUS, CALL_MENU, GtkWidget)

/**
 * AusCallMenu:
 *
 * What is wanted less often while a call goes on, behind one button.
 */

/* Once. */
void aus_call_menu_attach (AusCallMenu   *self,
                           AusLocalMedia *media);

G_END_DECLS
