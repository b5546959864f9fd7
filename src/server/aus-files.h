#pragma once

#include "aus-access.h"
#include "aus-file.h"
#include "aus-message.h"
#include "aus-participant.h"

G_BEGIN_DECLS

/* What is sent in visits. It is for those who see the message that it came with, and before that for its sender alone;
 * reception and administration never see any. Inside jobs. */

/* Narrows a query of a visit's files to those that the caller may see. @seat: (nullable): the caller's own */
void     aus_files_narrow   (AusQuery         *query,
                             const AusCaller  *caller,
                             AusConsultation  *consultation,
                             AusParticipant   *seat);
/* Reads one, of those; %AUS_ERROR_NOT_FOUND for all others. *@consultation: (transfer full) (optional): the outline of
 * its visit. (transfer full) */
AusFile *aus_files_get      (AusCall          *call,
                             AusDatabase      *database,
                             const char       *id,
                             AusConsultation **consultation,
                             GError          **error);
/* Saves what changed of it, and lets those who see it know. */
gboolean aus_files_save     (AusDatabase      *database,
                             AusConsultation  *consultation,
                             AusFile          *file,
                             GError          **error);
/* Finds the file that @message names, which its sender must have uploaded, and writes down in @message what it is.
 * *@file: (transfer full): %NULL where it names none */
gboolean aus_files_take_up  (AusDatabase      *database,
                             const char       *sender_id,
                             AusMessage       *message,
                             AusFile         **file,
                             GError          **error);
/* The file came with @message from now on. */
gboolean aus_files_attach   (AusDatabase      *database,
                             AusFile          *file,
                             AusMessage       *message,
                             GError          **error);
/* Deletes it for good: what is left is the record, a line in the conversation, and content that nobody can open.
 * @by: who does it, as others read it */
gboolean aus_files_delete   (AusDatabase      *database,
                             AusConsultation  *consultation,
                             AusFile          *file,
                             const char       *by,
                             GError          **error);

G_END_DECLS
