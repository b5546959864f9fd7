#pragma once

#include <adwaita.h>

#include "aus-client.h"
#include "aus-local-media.h"

G_BEGIN_DECLS

#define AUS_TYPE_RECORDINGS_WINDOW (aus_recordings_window_get_type ())

G_DECLARE_FINAL_TYPE (AusRecordingsWindow, aus_recordings_window, AUS, RECORDINGS_WINDOW, AdwWindow)

/* The recordings of a visit: watched, and deleted by whoever may. */
AusRecordingsWindow *aus_recordings_window_new (GtkWindow      *parent,
                                                AusClient      *client,
                                                const char     *consultation_id,
                                                AusMediaSource  media_source);
/* Asks the server once more. */
void                 aus_recordings_window_refresh (AusRecordingsWindow *self);

G_END_DECLS
