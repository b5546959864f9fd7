#pragma once

#include "aus-database.h"

G_BEGIN_DECLS

#define AUS_TYPE_STORE (aus_store_get_type ())

G_DECLARE_FINAL_TYPE (AusStore, aus_store, AUS, STORE, GObject)

/**
 * AusStore:
 *
 * A database with one writer thread and several readers. The writer drains its queue: every waiting job runs in its own
 * savepoint inside one transaction, one COMMIT ends the batch, and only then is anybody told. Readers work on snapshots
 * and never wait for the writer.
 *
 * Made on a thread with a main context, where all callbacks and signals are delivered. Disposing it finishes the jobs
 * that were queued; those handed in afterwards are told %AUS_ERROR_UNAVAILABLE at once.
 *
 * Signal “committed” (GPtrArray *events, gint64 seq): a batch is durable; delivered before its jobs' callbacks.
 */

/* Runs on a worker thread. Must not block on anything but the database. */
typedef gboolean (* AusJob)  (AusDatabase   *database,
                              gpointer       data,
                              GError       **error);
/* Runs on the store's thread; owns @data from then on. @error is %NULL on success. */
typedef void     (* AusDone) (gpointer       data,
                              const GError  *error);

/* Opens and migrates; slow, for start-up. @mode is never %AUS_DATABASE_READER. */
AusStore *aus_store_new        (const char       *path,
                                AusDatabaseMode   mode,
                                guint             n_readers,
                                GError          **error);

void      aus_store_write      (AusStore         *self,
                                AusJob            job,
                                AusDone           done,
                                gpointer          data);
void      aus_store_read       (AusStore         *self,
                                AusJob            job,
                                AusDone           done,
                                gpointer          data);
/* The same, waiting for the end: for start-up, commands and tests. */
gboolean  aus_store_write_sync (AusStore         *self,
                                AusJob            job,
                                gpointer          data,
                                GError          **error);
gboolean  aus_store_read_sync  (AusStore         *self,
                                AusJob            job,
                                gpointer          data,
                                GError          **error);
/* How many transactions were committed, and how many jobs were in them, and in the last of them. */
void      aus_store_get_written   (AusStore      *self,
                                   guint64       *n_batches,
                                   guint64       *n_jobs,
                                   guint         *last_batch);
/* Jobs handed in and not yet told about. */
guint     aus_store_get_n_pending (AusStore      *self);

G_END_DECLS
