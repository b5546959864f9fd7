#pragma once

#include "aus-cache.h"
#include "aus-database.h"

G_BEGIN_DECLS

/* What a cache does inside its jobs. */

AusCacheContents *aus_cache_read_contents (AusDatabase  *database,
                                           gint64        from,
                                           gint64        to,
                                           GError      **error);
GPtrArray        *aus_cache_read_messages (AusDatabase  *database,
                                           const char   *consultation_id,
                                           GError      **error);
gboolean          aus_cache_write_page    (AusDatabase  *database,
                                           AusSyncPage      *page,
                                           GError      **error);
gboolean          aus_cache_write_user    (AusDatabase  *database,
                                           const char   *user,
                                           GError      **error);
gboolean          aus_cache_delete_all    (AusDatabase  *database,
                                           GError      **error);

G_END_DECLS
