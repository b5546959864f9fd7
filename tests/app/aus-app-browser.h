#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A browser in @folder that writes down what it is asked to open, in the file that AUS_OPENED names. To be called
 * before anything looks for one. */
void app_browser_install (const char *folder);

G_END_DECLS
