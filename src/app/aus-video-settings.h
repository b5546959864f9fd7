#pragma once

#include <adwaita.h>

#include "aus-client.h"

G_BEGIN_DECLS

#define AUS_TYPE_VIDEO_SETTINGS (aus_video_settings_get_type ())

G_DECLARE_FINAL_TYPE (AusVideoSettings, aus_video_settings, AUS, VIDEO_SETTINGS, AdwPreferencesPage)

/**
 * AusVideoSettings:
 *
 * For admins: the video providers and how they are, and the meetings that did not come about.
 *
 * Signal `open (const char *name, const char *display_name)`: somebody wants to see that provider.
 */
AusVideoSettings *aus_video_settings_new   (AusClient        *client);
/* Asks again how all is. */
void              aus_video_settings_load  (AusVideoSettings *self);
/* Lets go of the client. */
void              aus_video_settings_close (AusVideoSettings *self);

G_END_DECLS
