#pragma once

#include "aus-hub.h"

G_BEGIN_DECLS

/* Does what a client's frame asks for, and answers it where it carries a “ref”. */
void aus_frames_handle (AusHub        *hub,
                        AusSubscriber *subscriber,
                        JsonObject    *frame);
/* Says that what was asked for is done. @ref: (nullable): nothing is sent without it */
void aus_frames_acknowledge (AusSubscriber *subscriber,
                             const char    *ref);
/* Sends an error frame. @ref: (nullable): as a JSON value that the client gave */
void aus_frames_refuse (AusSubscriber *subscriber,
                        const char    *ref,
                        const GError  *error);

/* Says to all in the visit that the room is open now. */
void aus_frames_tell_opened (AusHub     *hub,
                             const char *consultation_id);

G_END_DECLS
