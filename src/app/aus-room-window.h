#pragma once

#include <adwaita.h>

#include "aus-client.h"
#include "aus-consultation.h"
#include "aus-film-desk.h"
#include "aus-local-media.h"

G_BEGIN_DECLS

/**
 * AusRoomSetup:
 * @visit: which
 * @media_source: what the call shows and says
 * @draft_dir: where unsaved notes are kept
 * @films: (nullable): where recordings go; without it there are none
 * @settings: (nullable): where the choices of a call are kept
 */
typedef struct
{
  AusConsultation *visit;
  AusMediaSource   media_source;
  const char      *draft_dir;
  AusFilmDesk     *films;
  GSettings       *settings;
} AusRoomSetup;

#define AUS_TYPE_ROOM_WINDOW (aus_room_window_get_type ())

G_DECLARE_FINAL_TYPE (AusRoomWindow, aus_room_window, AUS, ROOM_WINDOW, AdwApplicationWindow)

/**
 * AusRoomWindow:
 *
 * One visit: the call, and beside it chat, notes and people. Closing it hangs up, but neither ends the visit
 * nor loses notes.
 *
 * Actions: `win.admit`, `win.start`, `win.call`, `win.hang-up`, `win.complete` (asks), `win.end` (does not),
 * `win.recall`, `win.pause`, `win.phone`, `win.resume`, `win.mute`, `win.camera`, `win.panel`, `win.small-call`,
 * `win.show-panel (s)`.
 */
AusRoomWindow *aus_room_window_new                 (GtkApplication     *application,
                                                    AusClient          *client,
                                                    const AusRoomSetup *setup);
const char    *aus_room_window_get_consultation_id (AusRoomWindow      *self);
gboolean       aus_room_window_is_in_call          (AusRoomWindow      *self);
/* Whether nothing of the visit is shown, since others may be looking at this screen. */
void           aus_room_window_set_private         (AusRoomWindow      *self,
                                                    gboolean            is_private);
gboolean       aus_room_window_get_private         (AusRoomWindow      *self);

G_END_DECLS
