#pragma once

#include "aus-caller.h"
#include "aus-clinic.h"

G_BEGIN_DECLS

/* Links that a player opens without a header. Each is for one thing and one sign-in or door, ends by itself, and
 * ends with what it was made from: it lets nobody do what that person could not do this moment. */

/* (transfer full): what stands in the link. @place: of the thing, as in its path; @expires_at: in microseconds */
char    *aus_media_link_make    (AusClinic        *clinic,
                                 const AusCaller  *caller,
                                 const char       *place,
                                 gint64            expires_at);
/* Fills @caller with whom the link was made for. Fails with %AUS_ERROR_UNAUTHENTICATED where it was made for something
 * else, has ended, or was never made. */
gboolean aus_media_link_resolve (AusClinic        *clinic,
                                 AusCaller        *caller,
                                 AusDatabase      *database,
                                 const char       *place,
                                 const char       *link,
                                 GError          **error);

G_END_DECLS
