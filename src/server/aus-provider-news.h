#pragma once

#include "aus-clinic.h"
#include "aus-consultation.h"
#include "aus-database.h"

G_BEGIN_DECLS

/* What the staff of visits hear of their providers. All of it inside write jobs. */

/* Where @name is ill, it is looked at again before long. What is not known to be ill, such as one that only gave no
 * meeting, has nothing to recover from. */
gboolean aus_provider_news_note_trouble (AusClinic   *clinic,
                                    AusDatabase      *database,
                                    const char       *name,
                                    GError          **error);
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
