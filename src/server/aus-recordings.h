#pragma once

#include "aus-access.h"
#include "aus-recording.h"

G_BEGIN_DECLS

/* Narrows a query of recordings to those that the caller may see: a doctor those of their own visits, a patient those
 * that the doctor shared, admins as the clinic's policy says and where nobody took their consent back. */
void           aus_recordings_narrow    (AusQuery       *query,
                                         AusCall        *call);
/* The same for those of one visit. */
void           aus_recordings_narrow_visit (AusQuery    *query,
                                         AusCall        *call);
/* Reads one, of those; %AUS_ERROR_NOT_FOUND for all others. (transfer full) */
AusRecording  *aus_recordings_get       (AusCall        *call,
                                         AusDatabase    *database,
                                         const char     *id,
                                         GError        **error);
/* The visit that it is of. (transfer full) */
AusConsultation *aus_recordings_get_visit (AusDatabase  *database,
                                           AusRecording *recording,
                                           GError      **error);
/* Where the caller watches the newest that they may see of a visit; *@url is %NULL where there is none.
 * *@url: (transfer full) */
gboolean       aus_recordings_find_url  (AusCall        *call,
                                         AusDatabase    *database,
                                         const char     *consultation_id,
                                         char          **url,
                                         GError        **error);
/* Has the visit point at its newest recording that can be seen, or at none. */
gboolean       aus_recordings_point     (AusClinic      *clinic,
                                         AusDatabase    *database,
                                         AusConsultation *consultation,
                                         GError        **error);
/* Deletes it for good: what is left is the record, and a file that nobody can open.
 * @by: who does it, as others read it */
gboolean       aus_recordings_delete    (AusClinic      *clinic,
                                         AusDatabase    *database,
                                         AusRecording   *recording,
                                         const char     *by,
                                         GError        **error);

G_END_DECLS
