#pragma once

#include "aus-bench-clinic.h"
#include "aus-bench-load.h"

G_BEGIN_DECLS

#define AUS_BENCH_N_LISTENERS 50

/**
 * aus_bench_fan_out:
 * @rate: messages a second, each sent once
 * @n_sent: (out): how many were sent in the end
 *
 * Messages in one visit that 50 sockets listen to. The figures are those of deliveries, from the sending to each.
 */
gboolean aus_bench_fan_out     (AusBenchClinic   *clinic,
                                guint16           port,
                                guint             rate,
                                guint            *n_sent,
                                AusBenchFigures  *figures,
                                GError          **error);
/* (transfer full) (element-type AusBenchPeer): @n_sockets sockets, each in another visit. */
GPtrArray *aus_bench_open_sockets (AusBenchClinic  *clinic,
                                   guint16          port,
                                   guint            n_sockets,
                                   GError         **error);

G_END_DECLS
