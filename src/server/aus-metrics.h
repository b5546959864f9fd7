#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is so just now, as the main thread sees it. */
typedef struct
{
  guint   n_sockets;
  guint   n_connections;
  guint   n_jobs;
  guint   n_unnoted;
  guint64 n_batches;
  guint64 n_written;
  guint   last_batch;
} AusGauges;

/**
 * AusMetrics:
 *
 * Counts what the server does, for Prometheus. Any thread.
 */
typedef struct _AusMetrics AusMetrics;

AusMetrics *aus_metrics_new        (void);
void        aus_metrics_free       (AusMetrics      *self);
/* A request was answered. @route: its place in the table, or the number of routes where it had none */
void        aus_metrics_note       (AusMetrics      *self,
                                    guint            route,
                                    guint            status,
                                    double           seconds);
/* A password was compared with a hash. */
void        aus_metrics_note_password (AusMetrics   *self);
void        aus_metrics_set_gauges (AusMetrics      *self,
                                    const AusGauges *gauges);
/* Adds it all to @text, as Prometheus reads it (text format 0.0.4). */
void        aus_metrics_write      (AusMetrics      *self,
                                    GString         *text);

G_END_DECLS
