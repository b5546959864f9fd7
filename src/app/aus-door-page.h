#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AUS_TYPE_DOOR_PAGE (aus_door_page_get_type ())

G_DECLARE_FINAL_TYPE (AusDoorPage, aus_door_page, AUS, DOOR_PAGE, GtkWidget)

/* Shows the link through which a patient comes, once it is made: the server never tells it again. */

/**
 * aus_door_page_show:
 * @summary: who and when, in one line that can be read aloud
 * @door_url: (nullable): the link
 */
void aus_door_page_show (AusDoorPage *self,
                         const char  *summary,
                         const char  *door_url);

G_END_DECLS
