#pragma once

#include "aus-local-media.h"

G_BEGIN_DECLS

#define AUS_TYPE_SCREEN (aus_screen_get_type ())

G_DECLARE_FINAL_TYPE (AusScreen, aus_screen, AUS, SCREEN, GObject)

/**
 * AusScreen:
 *
 * Shows a screen or a window in a call, instead of the camera's picture. The desktop's portal asks which, and hands it
 * out by PipeWire. It ends by aus_local_media_unshare(), with the call, or where the desktop ends it.
 */
AusScreen *aus_screen_new          (AusLocalMedia        *media);

/* @bus: (nullable): where the portal is; %NULL is the session's */
void       aus_screen_begin_async  (AusScreen            *self,
                                    GDBusConnection      *bus,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
/* Fails with %G_IO_ERROR_PERMISSION_DENIED where the person does not want it after all. */
gboolean   aus_screen_begin_finish (AusScreen            *self,
                                    GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
