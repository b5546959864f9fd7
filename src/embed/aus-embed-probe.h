#pragma once

#include "aus-embed.h"

G_BEGIN_DECLS

/* See AusEmbedModule. */
void     aus_embed_probe        (GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
gboolean aus_embed_probe_finish (GAsyncResult         *result,
                                 GError              **error);

G_END_DECLS
