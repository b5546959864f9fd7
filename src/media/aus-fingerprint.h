#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/**
 * aus_fingerprint_check:
 * @webrtc: a webrtcbin that has just connected
 *
 * Whether the certificate by which the media are encrypted is the one that the other side has named over the signal
 * channel, where it is known who speaks. webrtcbin does not look, so that anybody on the way could put themselves
 * between the two.
 *
 * Returns: %FALSE with %AUS_ERROR_FORBIDDEN where it is another's, or cannot be told
 */
gboolean aus_fingerprint_check (GstElement  *webrtc,
                                GError     **error);

G_END_DECLS
