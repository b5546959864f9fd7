#pragma once

#include "aus-database.h"
#include "aus-patient.h"

G_BEGIN_DECLS

/* The digits that tell one telephone from another, however they were written down: without the country's or the town's
 * way in. "" where there are too few. (transfer full) */
char     *aus_duplicates_make_phone_key (const char   *phone);
/* Whether @patient may be somebody who is here already: of the same family name and birth date, or of the same
 * telephone or e-mail. Fails with %AUS_ERROR_CONFLICT, which names them in the member “candidates”. */
gboolean  aus_duplicates_check          (AusDatabase  *database,
                                         AusPatient   *patient,
                                         GError      **error);

G_END_DECLS
