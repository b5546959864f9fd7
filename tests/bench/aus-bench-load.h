#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusBenchFigures:
 * @rate: answers a second
 * @p50: milliseconds within which half of them came
 * @p99: the same for 99 of 100
 */
typedef struct
{
  double rate;
  double p50;
  double p99;
} AusBenchFigures;

/* Writes the whole request @number of a run. */
typedef void (* AusBenchRequest) (GString  *request,
                                  guint     number,
                                  gpointer  data);

/**
 * AusBenchTask:
 * @status: what each must be answered with
 */
typedef struct
{
  AusBenchRequest request;
  gpointer        data;
  guint           status;
} AusBenchTask;

/* Keeps 16 connections busy for @seconds. */
gboolean aus_bench_load         (guint16              port,
                                 const AusBenchTask  *task,
                                 double               seconds,
                                 AusBenchFigures     *figures,
                                 GError             **error);
/* Sorts @times, in microseconds, and takes the figures from them. */
void     aus_bench_figures_take (AusBenchFigures     *self,
                                 GArray              *times,
                                 double               seconds);
/* The run in the middle of @n_runs by rate. */
void     aus_bench_figures_median (AusBenchFigures   *runs,
                                   guint              n_runs,
                                   AusBenchFigures   *median);

G_END_DECLS
