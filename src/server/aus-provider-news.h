#pragma once

#include "aus-clinic.h"
#include "aus-consultation.h"
#include "aus-database.h"

G_BEGIN_DECLS

/* What the staff of visits hear of their providers. All of it inside write jobs. */

/* “provider_trouble”, where there is any with that of @consultation. It is then looked at again before long. */
gboolean aus_provider_news_tell    (AusClinic        *clinic,
                                    AusDatabase      *database,
                                    AusConsultation  *consultation,
                                    GError          **error);
/* The same to all whose visits are about to begin with @name, or wait for it. */
gboolean aus_provider_news_warn    (AusClinic        *clinic,
                                    AusDatabase      *database,
                                    const char       *name,
                                    GError          **error);
/* “provider_recovered” to them, where @name was in trouble and is so no more. Meetings that could not be had are tried
 * for again. */
gboolean aus_provider_news_relieve (AusClinic        *clinic,
                                    AusDatabase      *database,
                                    const char       *name,
                                    GError          **error);

G_END_DECLS
