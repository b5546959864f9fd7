#pragma once

#include <gtk/gtk.h>

#include "aus-local-media.h"
#include "aus-remote.h"

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

/* @remote: (nullable): whoever is alone with us, about whom it then says all. Others have a menu of their own. */
void aus_call_menu_set_remote (AusCallMenu *self,
                               AusRemote   *remote);

G_END_DECLS
