#pragma once

#include <adwaita.h>

#include "aus-client.h"
#include "aus-film-desk.h"
#include "aus-local-media.h"

G_BEGIN_DECLS

#define AUS_TYPE_WINDOW (aus_window_get_type ())

G_DECLARE_FINAL_TYPE (AusWindow, aus_window, AUS, WINDOW, AdwApplicationWindow)

/**
 * AusWindow:
 *
 * The main window: signing in, Today and Waiting. Properties: `client`, `settings` (for its size and the last
 * sign-in).
 * @media_source of aus_window_new() is what can be tried out before a call.
 *
 * Actions: `devices.check`, `win.show-view (s)`, `win.search`, `win.admit-next`, `win.retry`, `win.sign-in`,
 * `win.dismiss`.
 */
AusWindow *aus_window_new       (GtkApplication *application,
                                 AusClient      *client,
                                 GSettings      *settings,
                                 AusMediaSource  media_source);

/* Whether the list may be shown at all is known: before, nothing but an empty window is. */
void       aus_window_set_ready (AusWindow      *self);
/* Of which it tells those that the server does not take. Once. */
void       aus_window_set_films (AusWindow      *self,
                                 AusFilmDesk    *films);
/* Whether no patient is shown, since others may be looking at this screen. */
void       aus_window_set_private (AusWindow    *self,
                                 gboolean        is_private);
/* Says @text for some seconds. */
void       aus_window_toast     (AusWindow      *self,
                                 const char     *text);

G_END_DECLS
