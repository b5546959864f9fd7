#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AusBell:
 *
 * How a command that changes accounts beside a running server lets it know: by a socket in the data folder, which only
 * those can reach who can read the data. Nothing is said over it but that there is something to look at. Main thread.
 */
typedef struct _AusBell AusBell;

/* @rung: called when somebody rings. Where the socket cannot be made, the log says so, and the server looks by itself
 * now and then. (transfer full) (nullable) */
AusBell *aus_bell_new  (const char  *data_folder,
                        GSourceFunc  rung,
                        gpointer     user_data);
void     aus_bell_free (AusBell     *self);
/* Nothing happens where no server runs over that folder. */
void     aus_bell_ring (const char  *data_folder);

G_END_DECLS
