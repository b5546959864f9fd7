#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  AUS_SIGNAL_RESTART,
  AUS_SIGNAL_OFFER,
  AUS_SIGNAL_ANSWER,
  AUS_SIGNAL_CANDIDATE,
  AUS_SIGNAL_SCREEN,
} AusSignalKind;

/**
 * AusSignal:
 * @from: the sender
 * @epoch: which attempt it belongs to; 0 with a restart
 * @sdp: of an offer or answer, else %NULL
 * @candidate: of a candidate, else %NULL; empty where there are no more
 * @media_index: which medium the candidate is for
 * @screen: with all but restarts and candidates, whether the pictures are of a screen
 *
 * A `signal` frame that was understood. The texts belong to the frame.
 */
typedef struct
{
  AusSignalKind  kind;
  const char    *from;
  gint64         epoch;
  const char    *sdp;
  const char    *candidate;
  guint          media_index;
  gboolean       screen;
} AusSignal;

/* Returns: %FALSE with %AUS_ERROR_INVALID, which names the fields, if @frame is not as it must be */
gboolean    aus_signal_read            (JsonObject      *frame,
                                        AusSignal       *signal,
                                        GError         **error);

/* All return: (transfer full): a frame to be sent */

/* @screen: whether our pictures are of a screen. */
JsonObject *aus_signal_new_description (const char      *to,
                                        gint64           epoch,
                                        const char      *type,
                                        const char      *sdp,
                                        gboolean         screen);
/* That we are ready, and may be called. */
JsonObject *aus_signal_new_restart     (const char      *to);
JsonObject *aus_signal_new_screen      (const char      *to,
                                        gint64           epoch,
                                        gboolean         screen);
JsonObject *aus_signal_new_candidate   (const char      *to,
                                        gint64           epoch,
                                        const char      *candidate,
                                        const char      *mid,
                                        guint            media_index);

G_END_DECLS
