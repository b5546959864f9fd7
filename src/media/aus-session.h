#pragma once

#include <json-glib/json-glib.h>

#include "aus-local-media.h"
#include "aus-peer.h"

G_BEGIN_DECLS

#define AUS_TYPE_SESSION (aus_session_get_type ())

G_DECLARE_FINAL_TYPE (AusSession, aus_session, AUS, SESSION, GObject)

/**
 * AusSession:
 *
 * One attempt at a call: one webrtcbin in one pipeline. It offers; later offers of the other side are answered, and ignored
 * where they cross one of ours, for webrtcbin cannot roll back.
 *
 * Signals, on the main thread and none after aus_session_close(): `description (const char *type, const char *sdp)`,
 * `candidate (const char *candidate, const char *mid, guint media_index)`, `state (AusPeerState)`, `frame (AusFrame *)`,
 * `level (double)`, `quality ()`.
 */
AusSession *aus_session_new           (AusLocalMedia    *media,
                                       JsonArray        *ice_servers);

/* Begins; the offer comes as `description`. */
gboolean    aus_session_start         (AusSession       *self,
                                       GError          **error);
gboolean    aus_session_accept_answer (AusSession       *self,
                                       const char       *sdp,
                                       GError          **error);
gboolean    aus_session_accept_offer  (AusSession       *self,
                                       const char       *sdp,
                                       GError          **error);
void        aus_session_add_candidate (AusSession       *self,
                                       guint             media_index,
                                       const char       *candidate);
void        aus_session_close         (AusSession       *self);

guint64     aus_session_get_frames    (AusSession       *self);
gboolean    aus_session_get_quality   (AusSession       *self,
                                       AusQuality       *quality);

G_END_DECLS
