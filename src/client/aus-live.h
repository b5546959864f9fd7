#pragma once

#include "aus-api.h"

G_BEGIN_DECLS

#define AUS_TYPE_LIVE (aus_live_get_type ())

G_DECLARE_FINAL_TYPE (AusLive, aus_live, AUS, LIVE, GObject)

/**
 * AusLive:
 *
 * A WebSocket that comes back: after a loss it tries again with growing waits, and at once when the network
 * changes, then asks for what it missed.
 *
 * Property `connected`. Signals: `frame (JsonObject *frame)`; `lost (GError *error, gboolean final)`, when a
 * connection ended or could not be made. Where it is final the server has refused us, and nothing is tried
 * any more until aus_live_start() is called anew.
 */

/* @path: such as `/ws/events/` */
AusLive  *aus_live_new           (AusApi          *api,
                                  const char      *path);
/* In milliseconds; 500 and 30000 to begin with. */
void      aus_live_set_waits     (AusLive         *self,
                                  guint            first,
                                  guint            cap);
/* The system's monitor to begin with. */
void      aus_live_set_monitor   (AusLive         *self,
                                  GNetworkMonitor *monitor);

void      aus_live_start         (AusLive         *self);
void      aus_live_stop          (AusLive         *self);
/* Tries now if it is waiting for the next try. */
void      aus_live_retry         (AusLive         *self);

/**
 * aus_live_send:
 * @frame: (transfer none): what to send
 *
 * Bursts are spread out, for the server cuts whoever sends more than 20 frames a second.
 *
 * Returns: %FALSE where it is not connected; what waits for its turn when the connection ends is lost, too
 */
gboolean  aus_live_send          (AusLive         *self,
                                  JsonObject      *frame);

gboolean  aus_live_get_connected (AusLive         *self);

G_END_DECLS
