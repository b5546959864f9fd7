#pragma once

#include <json-glib/json-glib.h>

#include "aus-local-media.h"
#include "aus-peer.h"

G_BEGIN_DECLS

#define AUS_TYPE_ATTEMPT (aus_attempt_get_type ())

G_DECLARE_FINAL_TYPE (AusAttempt, aus_attempt, AUS, ATTEMPT, GObject)

/**
 * AusAttempt:
 *
 * One attempt at a call: one webrtcbin in one pipeline. It offers, or answers the offer it begins with; later offers of
 * the other side are answered, and ignored where they cross one of ours, for webrtcbin cannot roll back.
 *
 * Signals, on the main thread and none after aus_attempt_close(): `description (const char *type, const char
 * *sdp)`, `candidate (const char *candidate, const char *mid, guint media_index)`, `state (AusPeerState)`,
 * `frame (AusFrame *)`, `level (double)`, `quality ()`.
 */
AusAttempt *aus_attempt_new           (AusLocalMedia    *media,
                                       JsonObject       *ice);

/* Begins; the offer, or the answer to @offer (nullable), comes as `description`. */
gboolean    aus_attempt_start         (AusAttempt       *self,
                                       const char       *offer,
                                       GError          **error);
gboolean    aus_attempt_accept_answer (AusAttempt       *self,
                                       const char       *sdp,
                                       GError          **error);
gboolean    aus_attempt_accept_offer  (AusAttempt       *self,
                                       const char       *sdp,
                                       GError          **error);
void        aus_attempt_add_candidate (AusAttempt       *self,
                                       guint             media_index,
                                       const char       *candidate);
/* Looks for another way where the call is interrupted, while the present one is used on; repeats an offer that nobody
 * has answered. Only where it will be heard, for an offer cannot be taken back. */
void        aus_attempt_revive        (AusAttempt       *self);
void        aus_attempt_close         (AusAttempt       *self);

/* Whether what comes is not played. */
void        aus_attempt_set_muted     (AusAttempt       *self,
                                       gboolean          muted);
/* Whether no picture is sent. */
void        aus_attempt_set_sparing   (AusAttempt       *self,
                                       gboolean          is_sparing);
/* Whether the other side's pictures need not move: a screen, or none. Then they do not freeze. */
void        aus_attempt_set_still     (AusAttempt       *self,
                                       gboolean          still);
/* How many pieces of sound were let through to whoever listens here. */
guint       aus_attempt_get_heard     (AusAttempt       *self);
guint64     aus_attempt_get_frames    (AusAttempt       *self);
gboolean    aus_attempt_get_quality   (AusAttempt       *self,
                                       AusPeerQuality       *quality);

G_END_DECLS
