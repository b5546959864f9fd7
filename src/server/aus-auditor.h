#pragma once

#include "aus-audit.h"
#include "aus-call.h"
#include "aus-store.h"

G_BEGIN_DECLS

#define AUS_TYPE_AUDITOR (aus_auditor_get_type ())

G_DECLARE_FINAL_TYPE (AusAuditor, aus_auditor, AUS, AUDITOR, GObject)

/**
 * AusAuditor:
 *
 * Brings what was read into the audit log. A read is answered first and noted behind the answer, in one transaction
 * with others; a write is noted in its own transaction. Where the log cannot be written, reads go on until so many
 * wait to be noted that none may be added. Main thread.
 */
AusAuditor    *aus_auditor_new        (AusStore       *store);

/* Takes what @call read, if it is of a kind that is noted; with records of many kinds each of them. */
void           aus_auditor_note       (AusAuditor     *self,
                                       AusCall        *call);
/* Notes that @call came with a wrong password or code. */
void           aus_auditor_note_try   (AusAuditor     *self,
                                       AusCall        *call);
/* Fails with %AUS_ERROR_UNAVAILABLE where nothing more may be read now. */
gboolean       aus_auditor_check_room (AusAuditor     *self,
                                       GError        **error);
/* Hands what waits to the writer: before any other write, so that the log has the order in which things happened. */
void           aus_auditor_flush      (AusAuditor     *self);
/* How many wait or are on their way. */
guint          aus_auditor_get_n      (AusAuditor     *self);

/* (transfer full) (nullable): what the log says of a call that was answered well; %NULL where it says nothing. */
AusAuditEntry *aus_auditor_describe   (AusCall        *call);

G_END_DECLS
