#include "aus-watchdog.h"

#include <systemd/sd-daemon.h>

/* Counted, for the writer may answer when it is gone. */
struct _AusWatchdog
{
  AusStore *store;
  guint     source;
  gboolean  is_asking;
};

static gboolean
answer_job (AusDatabase  *database,
            gpointer      data,
            GError      **error)
{
  return TRUE;
}

/* An error is an answer as well: from a full disk the server comes back by itself, and not by being ended. */
static void
answered_done (gpointer      data,
               const GError *error)
{
  AusWatchdog *self = data;

  self->is_asking = FALSE;

  if (self->source != 0)
    sd_notify (FALSE, "WATCHDOG=1");

  g_rc_box_release (self);
}

static gboolean
ask_cb (gpointer user_data)
{
  AusWatchdog *self = user_data;

  if (self->is_asking)
    return G_SOURCE_CONTINUE;

  self->is_asking = TRUE;
  aus_store_write (self->store, answer_job, answered_done, g_rc_box_acquire (self));

  return G_SOURCE_CONTINUE;
}

AusWatchdog *
aus_watchdog_new (AusStore *store)
{
  AusWatchdog *self;
  guint64 usec;

  if (sd_watchdog_enabled (FALSE, &usec) <= 0)
    return NULL;

  self = g_rc_box_new0 (AusWatchdog);
  self->store = store;
  self->source = g_timeout_add (MAX (1, usec / 2 / 1000), ask_cb, self);

  return self;
}

void
aus_watchdog_free (AusWatchdog *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_rc_box_release (self);
}
