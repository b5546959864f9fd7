#pragma once

#include "aus-call.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What goes out. Each sets the answer and leaves unpausing to its caller. */

/* Headers of every answer: no one may keep it, guess its type or frame it; who may read it from elsewhere. */
void aus_reply_add_headers (SoupServerMessage *message,
                            AusClinic         *clinic,
                            const char        *request_id);
/* What the handler has said beside its answer, or the reason why there is none. */
void aus_reply_add_more    (SoupServerMessage *message,
                            AusCall           *call);
/* What the call's handler wrote. */
void aus_reply_send        (SoupServerMessage *message,
                            AusCall           *call);
/* A failure; those inside the server are logged under @request_id. */
void aus_reply_fail        (SoupServerMessage *message,
                            const GError      *error,
                            const char        *request_id);
/* 405 with what is allowed. */
void aus_reply_not_allowed (SoupServerMessage *message,
                            const char        *allowed);
/* To a browser that asks what it may ask. */
void aus_reply_preflight   (SoupServerMessage *message,
                            AusClinic         *clinic);

/* For an answer whose status has no body. */
void aus_reply_set_no_body (SoupServerMessage *message);

G_END_DECLS
