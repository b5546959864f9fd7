#pragma once

#include "aus-api.h"
#include "aus-cache.h"
#include "aus-listing.h"

G_BEGIN_DECLS

#define AUS_TYPE_REPLICA (aus_replica_get_type ())

G_DECLARE_FINAL_TYPE (AusReplica, aus_replica, AUS, REPLICA, GObject)

/**
 * AusReplica:
 *
 * The clinic's lists: filled from the cache, then kept up to date with the server.
 *
 * Signals: `record (AusRecord *record)`, a record came from the server, whether a list shows it or not;
 * `synced`, the lists agree with the server; `failed (GError *error)`, it cannot be asked.
 */

AusReplica    *aus_replica_new         (void);

/* Opens the cache of @email on @server_uri and shows it; another one that was open is deleted. */
void           aus_replica_open_async  (AusReplica           *self,
                                        const char           *folder,
                                        const char           *server_uri,
                                        const char           *email,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean       aus_replica_open_finish (AusReplica           *self,
                                        GAsyncResult         *result,
                                        GError              **error);

/* Keeps an open replica up to date. */
void           aus_replica_start       (AusReplica           *self,
                                        AusApi               *api);
/* Asks the server now. */
void           aus_replica_sync        (AusReplica           *self);
/* The lists stay as they are. */
void           aus_replica_stop        (AusReplica           *self);
/* Empties the lists and deletes the cache. */
void           aus_replica_wipe        (AusReplica           *self);

AusRecordList *aus_replica_get_list    (AusReplica           *self,
                                        AusListingId          list);
/* (nullable): %NULL while nothing is open. */
AusCache      *aus_replica_get_cache   (AusReplica           *self);
/* (nullable) */
GDateTime     *aus_replica_get_as_of   (AusReplica           *self);
/* (nullable): who was signed in, as JSON text, as the cache had it. */
const char    *aus_replica_get_user    (AusReplica           *self);

G_END_DECLS
