#pragma once

#include "aus-media.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * aus_media_stream_send:
 * @media: (transfer full): with its first piece read
 * @request_id: for the log
 *
 * Answers with @media, a piece after another as the peer takes them, so that memory stays as it is however long it is.
 * Where a later piece turns out to be damaged the connection ends in front of it, and the log says why. Status and
 * headers are the caller's, but for the length.
 */
void aus_media_stream_send (SoupServerMessage *message,
                            AusMedia          *media,
                            const char        *request_id);

G_END_DECLS
