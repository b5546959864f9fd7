#pragma once

#include <gst/gst.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * aus_ice_set_up:
 * @webrtc: a webrtcbin that has not been started
 * @ice: (nullable): `ice_servers` and `ice_transport_policy`, as in `meeting_info`
 * @loopback: whether the loopback addresses are used, too
 *
 * Tells webrtcbin the STUN and TURN servers and whether to use relays alone, and keeps it from opening ports in
 * the home router.
 *
 * Returns: (transfer full) (element-type AusTurnTunnel): what carries the call where it goes over TLS; to be kept as
 *   long as the call lasts
 */
GPtrArray *aus_ice_set_up      (GstElement *webrtc,
                                JsonObject *ice,
                                gboolean    loopback);

/**
 * aus_ice_restart:
 * @ufrag: (out) (transfer full): the fresh name, for the next offer
 * @password: (out) (transfer full): and its password
 *
 * Looks for ways afresh (RFC 8445 section 9), while the present one is used on. webrtcbin 1.22 cannot. All media share
 * one way.
 *
 * Returns: whether it could
 */
gboolean   aus_ice_restart     (GstElement *webrtc,
                                char      **ufrag,
                                char      **password);

/* Our own candidates as they were gathered, since the other side forgets them with the old name. (transfer full) */
GPtrArray *aus_ice_list_candidates (GstElement *webrtc);

/* Gives back what relays hold for @webrtc, which is let go of then; takes what aus_ice_set_up() returned. */
void       aus_ice_part        (GstElement *webrtc,
                                GPtrArray  *tunnels);

/* Returns: (transfer full) (nullable): @uri (RFC 7064, RFC 7065) in GStreamer's form; %NULL if it is none */
char      *aus_ice_convert_uri (const char *uri,
                                const char *username,
                                const char *credential);

G_END_DECLS
