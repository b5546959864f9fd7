#pragma once

#include "aus-bench-clinic.h"
#include "aus-bench-load.h"

G_BEGIN_DECLS

/* Each an #AusBenchRequest whose data is the clinic. */

void aus_bench_get_one           (GString  *request,
                                  guint     number,
                                  gpointer  clinic);
void aus_bench_get_page          (GString  *request,
                                  guint     number,
                                  gpointer  clinic);
/* The message is “t” and the time. */
void aus_bench_post_message      (GString  *request,
                                  guint     number,
                                  gpointer  clinic);
void aus_bench_post_consultation (GString  *request,
                                  guint     number,
                                  gpointer  clinic);
/* Somebody comes into a room at a Jitsi server. */
void aus_bench_post_webhook      (GString  *request,
                                  guint     number,
                                  gpointer  clinic);

G_END_DECLS
