#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * AusFramePacer:
 *
 * Sends text frames on a socket, in order and never more than 20 in a second: a few at once, then one every
 * 75 ms.
 */
typedef struct _AusFramePacer AusFramePacer;

AusFramePacer *aus_frame_pacer_new  (SoupWebsocketConnection *socket);
/* What has not been sent is forgotten. */
void           aus_frame_pacer_free (AusFramePacer           *self);
/* @text: (transfer full) */
void           aus_frame_pacer_send (AusFramePacer           *self,
                                     char                    *text);

G_END_DECLS
