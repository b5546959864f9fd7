#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusBenchProgram:
 * @port: where it listens
 * @start_ms: how long it took from its start to saying so
 *
 * A server in a process of its own, which says “Listening on http://127.0.0.1:PORT/”.
 */
typedef struct
{
  GSubprocess *process;
  guint16      port;
  double       start_ms;
} AusBenchProgram;

/* Returns: (transfer full) */
AusBenchProgram *aus_bench_program_new     (const char *const  *arguments,
                                            GError            **error);
/* Ends it. */
void             aus_bench_program_free    (AusBenchProgram    *self);
/* The memory it occupies now, in MiB. */
double           aus_bench_program_get_rss (AusBenchProgram    *self);
/* The time it has spent on processors so far, in seconds. */
double           aus_bench_program_get_cpu (AusBenchProgram    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusBenchProgram, aus_bench_program_free)

G_END_DECLS
