#pragma once

#include "aus-clinic.h"
#include "aus-clock-watch.h"

G_BEGIN_DECLS

/* Deletes recordings and files whose time has come, and gives up those whose rest never came, some at a time; notes
 * each in the audit log. Nothing of that while @watch does not believe the clock. Inside a write job.
 * *@next: when the next is due, %G_MAXINT64 where none is */
gboolean aus_expiry_run (AusDatabase    *database,
                         AusClinic      *clinic,
                         AusClockWatch  *watch,
                         gint64         *next,
                         GError        **error);

G_END_DECLS
