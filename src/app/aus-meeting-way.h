#pragma once

#include "aus-enums.h"

#include "aus-embed-loader.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * aus_meeting_way_find:
 * @settings: (nullable): with “embed-meetings”
 *
 * Finds out whether meetings of @provider can be shown inside the app.
 */
void                  aus_meeting_way_find      (AusVideoProvider      provider,
                                                 GSettings            *settings,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
/* Returns: (transfer none): what shows them, or %NULL with a sentence that says why they open in the browser */
const AusEmbedModule *aus_meeting_way_finish    (GAsyncResult         *result,
                                                 GError              **error);
/* Where pages of meetings may lead, besides the host of the meeting. */
const char *const    *aus_meeting_way_domains   (AusVideoProvider      provider);

G_END_DECLS
