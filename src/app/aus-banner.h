#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AUS_TYPE_BANNER (aus_banner_get_type ())

G_DECLARE_FINAL_TYPE (AusBanner, aus_banner, AUS, BANNER, GtkWidget)

/**
 * AusBanner:
 *
 * One lasting fact and at most one way to act on it, above the content it concerns.
 */

/**
 * aus_banner_show:
 * @title: the fact, a sentence
 * @button: (nullable): what can be done, or %NULL for no button
 * @action: (nullable): the detailed name of the action behind @button
 */
void        aus_banner_show      (AusBanner  *self,
                                  const char *title,
                                  const char *button,
                                  const char *action);
void        aus_banner_hide      (AusBanner  *self);

gboolean    aus_banner_is_shown  (AusBanner  *self);
const char *aus_banner_get_title (AusBanner  *self);

G_END_DECLS
