#pragma once

#include <adwaita.h>

#include "aus-message.h"
#include "aus-room.h"

G_BEGIN_DECLS

#define AUS_TYPE_PHOTO_WINDOW (aus_photo_window_get_type ())

G_DECLARE_FINAL_TYPE (AusPhotoWindow, aus_photo_window, AUS, PHOTO_WINDOW, AdwWindow)

/**
 * AusPhotoWindow:
 *
 * A picture from the conversation, in the window's size or its own, and the question whether it goes into the record,
 * for those who may decide that.
 */
AusPhotoWindow *aus_photo_window_new (GtkWindow  *parent,
                                      AusRoom    *room,
                                      AusMessage *message);

G_END_DECLS
