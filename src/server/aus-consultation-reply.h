#pragma once

#include "aus-call.h"
#include "aus-consultation.h"

G_BEGIN_DECLS

/* Answers with the members of @consultation in full, for an object that the caller of this has begun. */
void aus_consultation_reply_members (AusCall         *call,
                                     AusDatabase     *database,
                                     AusConsultation *consultation);
/* Answers with @consultation in full. */
void aus_consultation_reply         (AusCall         *call,
                                     AusDatabase     *database,
                                     AusConsultation *consultation);

/* Answers an act: the word that clients of old expect, and the consultation as it is now. */
gboolean aus_consultation_reply_act (AusCall         *call,
                                     AusDatabase     *database,
                                     AusConsultation *consultation,
                                     const char      *word);

G_END_DECLS
