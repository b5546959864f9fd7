#pragma once

#include <gst/sdp/sdp.h>

G_BEGIN_DECLS

/* Session descriptions (RFC 8866, RFC 8829): what must hold of a foreign one, and what it says. */

/**
 * aus_sdp_parse:
 *
 * Returns: (transfer full) (nullable): a description with at least one medium, each with ICE credentials and
 *   a fingerprint; %NULL with %AUS_ERROR_INVALID on “description.sdp”
 */
GstSDPMessage *aus_sdp_parse        (const char           *text,
                                     GError              **error);

/* Whether the other side announces to send sound or pictures. */
gboolean       aus_sdp_sends        (const GstSDPMessage  *sdp);

/* Returns: (nullable): the mid of the medium at @index */
const char    *aus_sdp_get_mid      (const GstSDPMessage  *sdp,
                                     guint                 index);

/* The part in DTLS that the first medium asks for: `active`, `passive`, `actpass` or %NULL. */
const char    *aus_sdp_get_setup    (const GstSDPMessage  *sdp);
void           aus_sdp_set_setup    (GstSDPMessage        *sdp,
                                     const char           *setup);

/* Names the way of all media (RFC 8839). */
void           aus_sdp_set_ice      (GstSDPMessage        *sdp,
                                     const char           *ufrag,
                                     const char           *password);

/* Has the receiver of pictures say how much it can take (REMB) in place of transport-wide feedback. */
void           aus_sdp_ask_for_remb (GstSDPMessage        *sdp);

/* Adds the SSRCs of all pictures, as GUINT_TO_POINTER, to a set. */
void           aus_sdp_add_pictures (const GstSDPMessage  *sdp,
                                     GHashTable           *ssrcs);

G_END_DECLS
