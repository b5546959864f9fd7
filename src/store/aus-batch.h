#pragma once

#include "aus-store.h"

G_BEGIN_DECLS

/**
 * AusBatch:
 * @jobs: what runs together
 * @events: (nullable): what was announced, after a commit
 * @seq: where the sequence stood at the commit
 *
 * Jobs on their way through a worker thread and back.
 */
typedef struct
{
  GPtrArray *jobs;
  GPtrArray *events;
  gint64     seq;

  /*< private >*/
  guint      n_finished;
} AusBatch;

void      aus_batch_push        (GAsyncQueue *queue,
                                 AusJob       job,
                                 AusDone      done,
                                 gpointer     data);
/* Tells one worker to stop after what was pushed so far. */
void      aus_batch_push_end    (GAsyncQueue *queue);

/* Waits for a job. Returns: (transfer full) (nullable): %NULL at the end */
AusBatch *aus_batch_take        (GAsyncQueue *queue);

/* Runs it and whatever else has come through @queue by then, each in its savepoint, and commits once. */
void      aus_batch_write       (AusBatch    *self,
                                 AusDatabase *database,
                                 GAsyncQueue *queue);
/* Runs it on a snapshot. */
void      aus_batch_read        (AusBatch    *self,
                                 AusDatabase *database);
/* How many jobs are not told yet how it went. */
guint     aus_batch_get_n_left  (AusBatch    *self);
/* Tells the next one; there must be one. */
void      aus_batch_finish_next (AusBatch    *self);
void      aus_batch_free        (AusBatch    *self);

/**
 * AusOutbox:
 *
 * Carries what is done from the workers to the thread that made it, in one source for all. Of much at once it tells a
 * part each time, so that whoever was told first is answered, and may ask for the next, while the rest is told.
 */
typedef struct _AusOutbox AusOutbox;

/* A batch is there; its jobs are told after that. */
typedef void (* AusDeliver) (AusBatch *batch,
                             gpointer  user_data);

AusOutbox *aus_outbox_new            (AusDeliver  deliver,
                                      gpointer    user_data);
AusOutbox *aus_outbox_ref            (AusOutbox  *self);
void       aus_outbox_unref          (AusOutbox  *self);
/* From any thread. @batch: (transfer full) */
void       aus_outbox_post           (AusOutbox  *self,
                                      AusBatch   *batch);
/* Counts a job that will come back. */
void       aus_outbox_expect         (AusOutbox  *self);
guint      aus_outbox_get_n_expected (AusOutbox  *self);
/* Blocks until a job is done, and tells it. */
void       aus_outbox_wait           (AusOutbox  *self);
/* Delivers what is left and no more after that. */
void       aus_outbox_close          (AusOutbox  *self);

G_END_DECLS
