#include "aus-attempt-private.h"

#include "aus-error.h"
#include "aus-ice.h"
#include "aus-sdp.h"

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#define MAX_CANDIDATES 200

typedef struct
{
  guint  media_index;
  char  *text;
} Candidate;

static void
clear_candidate (gpointer data)
{
  Candidate *candidate = data;

  g_free (candidate->text);
}

static void
candidate_free (gpointer data)
{
  clear_candidate (data);
  g_free (data);
}

static void
description_free (gpointer data)
{
  gst_webrtc_session_description_free (data);
}

static GstPromise *
new_promise (AusAttempt           *self,
             GstPromiseChangeFunc  func)
{
  return gst_promise_new_with_change_func (func, g_object_ref (self), g_object_unref);
}

/* On a GStreamer thread. Returns the reply, or NULL after a failure has been delivered. */
static const GstStructure *
take_reply (AusAttempt *self,
            GstPromise *promise)
{
  const GstStructure *reply;
  g_autoptr (GError) error = NULL;

  if (gst_promise_wait (promise) != GST_PROMISE_RESULT_REPLIED)
    return NULL;

  reply = gst_promise_get_reply (promise);

  if (reply != NULL && gst_structure_get (reply, "error", G_TYPE_ERROR, &error, NULL)) {
    aus_attempt_deliver (self, aus_attempt_break_cb, g_strdup (error->message), g_free);
    return NULL;
  }

  return reply;
}

/* Our own offer or answer: it may go out once webrtcbin has it, for candidates follow at once. */
static void
set_local (AusAttempt                  *self,
           GstWebRTCSessionDescription *description)
{
  gboolean offers = description->type == GST_WEBRTC_SDP_TYPE_OFFER;

  aus_sdp_ask_for_remb (description->sdp);
  g_clear_pointer (&self->local, gst_sdp_message_free);
  gst_sdp_message_copy (description->sdp, &self->local);
  g_signal_emit_by_name (self->webrtc, "set-local-description", description, NULL);
  self->signaling = offers ? AUS_SIGNALING_OFFERED : AUS_SIGNALING_STABLE;
  self->n_media = gst_sdp_message_medias_len (self->local);
  aus_attempt_describe (self, offers ? "offer" : "answer");
}

/* The offer names a new way; candidates that belong to the old name do not count any more. */
static void
name_anew (AusAttempt                  *self,
           GstWebRTCSessionDescription *description)
{
  g_autofree char *ufrag = NULL;
  g_autofree char *password = NULL;

  self->remote_known = FALSE;
  self->revived_at = g_get_monotonic_time ();

  if (aus_ice_restart (self->webrtc, &ufrag, &password))
    aus_sdp_set_ice (description->sdp, ufrag, password);
}

/* Whoever hears of what is said may end the call over it. */
static void
propose_again (AusAttempt *self)
{
  g_autoptr (GPtrArray) candidates = self->closed ? NULL : aus_ice_list_candidates (self->webrtc);

  for (guint i = 0; !self->closed && i < candidates->len; i++)
    aus_attempt_propose (self, g_ptr_array_index (candidates, i), 0);
}

static void
offered_cb (AusAttempt *self,
            gpointer    data)
{
  if (self->reviving)
    name_anew (self, data);

  set_local (self, data);

  if (self->reviving)
    propose_again (self);

  self->reviving = FALSE;
}

/* webrtcbin 1.22 would change its part in DTLS with each answer. */
static void
answered_cb (AusAttempt *self,
             gpointer    data)
{
  GstWebRTCSessionDescription *description = data;

  if (self->setup != NULL)
    aus_sdp_set_setup (description->sdp, self->setup);

  if (self->answered_at == 0)
    self->answered_at = g_get_monotonic_time ();

  set_local (self, description);
}

static void
offer_created_cb (GstPromise *promise,
                  gpointer    user_data)
{
  AusAttempt *self = user_data;
  const GstStructure *reply = take_reply (self, promise);
  GstWebRTCSessionDescription *description = NULL;

  if (reply != NULL
      && gst_structure_get (reply, "offer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &description, NULL))
    aus_attempt_deliver (self, offered_cb, description, description_free);

  gst_promise_unref (promise);
}

static void
answer_created_cb (GstPromise *promise,
                   gpointer    user_data)
{
  AusAttempt *self = user_data;
  const GstStructure *reply = take_reply (self, promise);
  GstWebRTCSessionDescription *description = NULL;

  if (reply != NULL
      && gst_structure_get (reply, "answer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &description, NULL))
    aus_attempt_deliver (self, answered_cb, description, description_free);

  gst_promise_unref (promise);
}

static void
flush_candidates_cb (AusAttempt *self,
                     gpointer    unused)
{
  self->remote_known = TRUE;

  for (guint i = 0; i < self->candidates->len; i++) {
    const Candidate *candidate = &g_array_index (self->candidates, Candidate, i);

    g_signal_emit_by_name (self->webrtc, "add-ice-candidate", candidate->media_index, candidate->text);
  }

  g_array_set_size (self->candidates, 0);
}

static void
create_answer_cb (AusAttempt *self,
                  gpointer    unused)
{
  flush_candidates_cb (self, NULL);
  g_signal_emit_by_name (self->webrtc, "create-answer", NULL, new_promise (self, answer_created_cb));
}

static void
answer_set_cb (GstPromise *promise,
               gpointer    user_data)
{
  AusAttempt *self = user_data;

  if (gst_promise_wait (promise) == GST_PROMISE_RESULT_REPLIED) {
    take_reply (self, promise);
    aus_attempt_deliver (self, flush_candidates_cb, NULL, NULL);
  }

  gst_promise_unref (promise);
}

static void
offer_set_cb (GstPromise *promise,
              gpointer    user_data)
{
  AusAttempt *self = user_data;

  if (gst_promise_wait (promise) == GST_PROMISE_RESULT_REPLIED) {
    take_reply (self, promise);
    aus_attempt_deliver (self, create_answer_cb, NULL, NULL);
  }

  gst_promise_unref (promise);
}

/* Takes @sdp. */
static void
set_remote (AusAttempt           *self,
            GstWebRTCSDPType      type,
            GstSDPMessage        *sdp,
            GstPromiseChangeFunc  func)
{
  GstWebRTCSessionDescription *description = gst_webrtc_session_description_new (type, sdp);

  g_mutex_lock (&self->mutex);
  aus_sdp_add_pictures (sdp, self->picture_ssrcs);
  g_mutex_unlock (&self->mutex);

  self->remote_sends = aus_sdp_sends (sdp);
  g_signal_emit_by_name (self->webrtc, "set-remote-description", description, new_promise (self, func));
  gst_webrtc_session_description_free (description);
}

static void
propose_cb (AusAttempt *self,
            gpointer    data)
{
  const Candidate *candidate = data;

  aus_attempt_propose (self, candidate->text, candidate->media_index);
}

static void
ice_candidate_cb (GstElement *webrtc,
                  guint       media_index,
                  const char *text,
                  AusAttempt *self)
{
  Candidate *candidate;

  if (text == NULL || *text == '\0')
    return;

  candidate = g_new (Candidate, 1);
  candidate->media_index = media_index;
  candidate->text = g_strdup (text);
  aus_attempt_deliver (self, propose_cb, candidate, candidate_free);
}

static void
take_offer (AusAttempt    *self,
            GstSDPMessage *offer)
{
  self->signaling = AUS_SIGNALING_ANSWERING;
  self->n_media = gst_sdp_message_medias_len (offer);
  set_remote (self, GST_WEBRTC_SDP_TYPE_OFFER, offer, offer_set_cb);
}

void
aus_attempt_negotiate (AusAttempt    *self,
                       GstSDPMessage *offer)
{
  self->candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_array_set_clear_func (self->candidates, clear_candidate);
  aus_attempt_connect (self, self->webrtc, "on-ice-candidate", G_CALLBACK (ice_candidate_cb));

  if (offer != NULL)
    take_offer (self, offer);
  else
    g_signal_emit_by_name (self->webrtc, "create-offer", NULL, new_promise (self, offer_created_cb));
}

void
aus_attempt_revive (AusAttempt *self)
{
  g_autoptr (AusAttempt) alive = g_object_ref (self);

  if (self->closed || self->reviving || self->connected_at == 0)
    return;

  if (self->signaling == AUS_SIGNALING_OFFERED) {
    aus_attempt_describe (self, "offer");
    propose_again (self);
  } else if (self->signaling == AUS_SIGNALING_STABLE && self->remote_known &&
             self->state != AUS_PEER_STATE_CONNECTED) {
    g_debug ("looking for another way");
    self->reviving = TRUE;
    g_signal_emit_by_name (self->webrtc, "create-offer", NULL, new_promise (self, offer_created_cb));
  }
}

gboolean
aus_attempt_accept_answer (AusAttempt  *self,
                           const char  *sdp,
                           GError     **error)
{
  g_autoptr (GstSDPMessage) answer = aus_sdp_parse (sdp, error);
  const char *setup;

  if (answer == NULL)
    return FALSE;

  if (self->signaling != AUS_SIGNALING_OFFERED) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "there is no offer to be answered");
    return FALSE;
  }

  if (gst_sdp_message_medias_len (answer) != gst_sdp_message_medias_len (self->local)) {
    aus_error_add_field (error, "description.sdp", "It does not answer each medium of the offer.");
    return FALSE;
  }

  setup = aus_sdp_get_setup (answer);

  if (self->setup == NULL)
    self->setup = g_strcmp0 (setup, "passive") == 0 ? "active" : "passive";

  self->signaling = AUS_SIGNALING_STABLE;
  self->answered_at = g_get_monotonic_time ();
  set_remote (self, GST_WEBRTC_SDP_TYPE_ANSWER, g_steal_pointer (&answer), answer_set_cb);

  return TRUE;
}

gboolean
aus_attempt_accept_offer (AusAttempt  *self,
                          const char  *sdp,
                          GError     **error)
{
  g_autoptr (GstSDPMessage) offer = aus_sdp_parse (sdp, error);

  if (offer == NULL)
    return FALSE;

  if (self->signaling != AUS_SIGNALING_STABLE || !self->remote_known) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "the offer crosses ours, which holds");
    return FALSE;
  }

  if (gst_sdp_message_medias_len (offer) < gst_sdp_message_medias_len (self->local)) {
    aus_error_add_field (error, "description.sdp", "It lacks a medium there was.");
    return FALSE;
  }

  take_offer (self, g_steal_pointer (&offer));

  return TRUE;
}

void
aus_attempt_add_candidate (AusAttempt *self,
                           guint       media_index,
                           const char *text)
{
  Candidate candidate = { media_index, g_strdup (text) };

  if (*text == '\0' || media_index >= self->n_media
      || ++self->n_candidates > MAX_CANDIDATES) {
    g_free (candidate.text);
    return;
  }

  g_array_append_val (self->candidates, candidate);

  if (self->remote_known)
    flush_candidates_cb (self, NULL);
}
