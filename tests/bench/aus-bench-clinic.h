#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Who is signed in, as one of the twenty doctors. */
#define AUS_BENCH_TOKEN "bench-bench-bench-bench-bench-be"
/* By which what a Jitsi server tells is known. */
#define AUS_BENCH_EVENTS_TOKEN "bench-events-bench-events-bench-"

/**
 * AusBenchClinic:
 * @folder: the server's data folder
 * @n_rows: how many consultations there are
 */
typedef struct
{
  char *folder;
  guint n_rows;
} AusBenchClinic;

/* Returns: (transfer full): in a new folder, deleted in the end */
AusBenchClinic *aus_bench_clinic_new      (guint             n_rows,
                                           GError          **error);
void            aus_bench_clinic_free     (AusBenchClinic   *self);

/* Writes the id of the signed-in doctor's visit @number, which may be any number. */
void            aus_bench_clinic_write_id (AusBenchClinic   *self,
                                           GString          *text,
                                           guint             number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusBenchClinic, aus_bench_clinic_free)

G_END_DECLS
