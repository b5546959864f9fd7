#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

/* Whether there is a doctor of this id who works here; the error names @field. */
gboolean aus_doctors_check (AusDatabase  *database,
                            const char   *id,
                            const char   *field,
                            GError      **error);

G_END_DECLS
