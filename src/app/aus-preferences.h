#pragma once

#include "aus-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AUS_TYPE_PREFERENCES (aus_preferences_get_type ())

G_DECLARE_FINAL_TYPE (AusPreferences, aus_preferences, AUS, PREFERENCES, AdwPreferencesWindow)

/**
 * AusPreferences:
 *
 * The account of whoever is signed in: password, second step and devices; for admins the clinic's
 * video providers, too. It closes where they are signed out.
 */
AusPreferences *aus_preferences_new    (GtkWindow *parent,
                                        AusClient *client);
/* Whether somebody is signed in who may change something. */
gboolean        aus_preferences_is_for (AusClient *client);

G_END_DECLS
