#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AUS_TYPE_STATUS_PILL (aus_status_pill_get_type ())

G_DECLARE_FINAL_TYPE (AusStatusPill, aus_status_pill, AUS, STATUS_PILL, GtkWidget)

/* Shows an icon and a word, so that colour alone never tells. @style is a class of resources/style.css. */
void aus_status_pill_set (AusStatusPill *self,
                          const char    *icon_name,
                          const char    *word,
                          const char    *style);

G_END_DECLS
