#include "aus-peer-private.h"

#include "aus-error.h"
#include "aus-signal.h"

/* Restarts that come in a burst make one new attempt. */
#define RESTART_INTERVAL (300 * G_TIME_SPAN_MILLISECOND)
/* Whoever asked to be called has waited so long in vain. */
#define PATIENCE_S 8

/* How a call comes about: by our offer, or by one of the other side. */

static void
description_cb (AusPeer    *self,
                const char *type,
                const char *sdp)
{
  aus_peer_say (self, aus_signal_new_description (self->participant_id, self->epoch, type, sdp,
                                                  aus_local_media_get_sharing (self->media)));
}

static void
candidate_cb (AusPeer    *self,
              const char *candidate,
              const char *mid,
              guint       media_index)
{
  aus_peer_say (self, aus_signal_new_candidate (self->participant_id, self->epoch, candidate, mid, media_index));
}

static AusAttempt *
make_attempt (AusPeer *self)
{
  static const struct
  {
    const char *signal;
    GCallback   callback;
  } handlers[] = {
    { "description", G_CALLBACK (description_cb) },
    { "candidate", G_CALLBACK (candidate_cb) },
    { "state", G_CALLBACK (aus_peer_set_state) },
    { "frame", G_CALLBACK (aus_peer_see) },
    { "level", G_CALLBACK (aus_peer_set_level) },
    { "quality", G_CALLBACK (aus_peer_measure) },
  };
  AusAttempt *attempt = aus_attempt_new (self->media, self->ice);

  aus_attempt_set_muted (attempt, self->muted);
  aus_attempt_set_sparing (attempt, self->is_sparing);
  aus_attempt_set_still (attempt, self->screen || self->is_dark);

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (attempt, handlers[i].signal, handlers[i].callback, self, G_CONNECT_SWAPPED);

  return attempt;
}

static void
close_attempt (AusPeer    *self,
               AusAttempt *attempt)
{
  g_signal_handlers_disconnect_by_data (attempt, self);
  aus_attempt_close (attempt);
  g_object_unref (attempt);
}

static void
offer (AusPeer *self)
{
  g_autoptr (GError) error = NULL;

  /* The clock makes it rise from one run of the program to the next, too. */
  self->epoch = MAX (self->epoch + 1, g_get_real_time () / 1000);
  self->called_at = g_get_monotonic_time ();
  self->attempt = make_attempt (self);

  if (aus_attempt_start (self->attempt, NULL, &error)) {
    aus_peer_set_state (self, AUS_PEER_STATE_CONNECTING);
  } else {
    g_message ("no call can be made: %s", error->message);
    close_attempt (self, g_steal_pointer (&self->attempt));
    aus_peer_set_state (self, AUS_PEER_STATE_FAILED);
  }
}

static gboolean
in_vain_cb (gpointer user_data)
{
  AusPeer *self = user_data;

  self->patience = 0;
  aus_peer_set_state (self, AUS_PEER_STATE_FAILED);

  return G_SOURCE_REMOVE;
}

/* Says that we are ready to be called. Whoever calls may have been started afresh, so its numbers may begin again. */
static void
ask (AusPeer *self)
{
  self->epoch = 0;
  self->called_at = g_get_monotonic_time ();
  self->patience = g_timeout_add_seconds (PATIENCE_S, in_vain_cb, self);
  aus_peer_set_state (self, AUS_PEER_STATE_CONNECTING);
  aus_peer_say (self, aus_signal_new_restart (self->participant_id));
}

static gboolean
restart_cb (gpointer user_data)
{
  AusPeer *self = user_data;

  self->restart_source = 0;
  aus_peer_call (self);

  return G_SOURCE_REMOVE;
}

static void
restart (AusPeer *self)
{
  gint64 age = g_get_monotonic_time () - self->called_at;

  if (self->called_at == 0 || age >= RESTART_INTERVAL)
    aus_peer_call (self);
  else if (self->restart_source == 0)
    self->restart_source = g_timeout_add ((guint) ((RESTART_INTERVAL - age) / 1000), restart_cb, self);
}

static gboolean
is_call (AusPeer         *self,
         const AusSignal *signal)
{
  return self->answers && signal->kind == AUS_SIGNAL_OFFER && signal->epoch > self->epoch;
}

/* What was is kept where the offer is none. */
static gboolean
answer (AusPeer          *self,
        const AusSignal  *signal,
        GError          **error)
{
  AusAttempt *attempt = make_attempt (self);

  if (!aus_attempt_start (attempt, signal->sdp, error)) {
    close_attempt (self, attempt);
    return FALSE;
  }

  aus_peer_break_off (self);
  self->attempt = attempt;
  self->epoch = signal->epoch;
  aus_peer_set_screen (self, signal->screen);
  aus_peer_set_state (self, AUS_PEER_STATE_CONNECTING);

  return TRUE;
}

static gboolean
check_attempt (AusPeer          *self,
               const AusSignal  *signal,
               GError          **error)
{
  if (g_strcmp0 (signal->from, self->participant_id) != 0) {
    aus_error_add_field (error, "from", "It is not from the other side of this call.");
    return FALSE;
  }

  if (signal->kind == AUS_SIGNAL_RESTART || is_call (self, signal))
    return TRUE;

  if (self->attempt == NULL || signal->epoch != self->epoch) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_STALE, "it belongs to another attempt");
    return FALSE;
  }

  return TRUE;
}

static gboolean
act (AusPeer          *self,
     const AusSignal  *signal,
     GError          **error)
{
  if (is_call (self, signal))
    return answer (self, signal, error);

  switch (signal->kind) {
    case AUS_SIGNAL_RESTART:
      restart (self);
      return TRUE;
    case AUS_SIGNAL_SCREEN:
      aus_peer_set_screen (self, signal->screen);
      return TRUE;
    case AUS_SIGNAL_OFFER:
      aus_peer_set_screen (self, signal->screen);
      return aus_attempt_accept_offer (self->attempt, signal->sdp, error);
    case AUS_SIGNAL_ANSWER:
      aus_peer_set_screen (self, signal->screen);
      return aus_attempt_accept_answer (self->attempt, signal->sdp, error);
    case AUS_SIGNAL_CANDIDATE:
      aus_attempt_add_candidate (self->attempt, signal->media_index, signal->candidate);
      return TRUE;
  }

  g_assert_not_reached ();
}

void
aus_peer_tell_screen (AusPeer *self)
{
  if (self->attempt != NULL)
    aus_peer_say (self, aus_signal_new_screen (self->participant_id, self->epoch,
                                               aus_local_media_get_sharing (self->media)));
}

void
aus_peer_break_off (AusPeer *self)
{
  g_clear_handle_id (&self->restart_source, g_source_remove);
  g_clear_handle_id (&self->patience, g_source_remove);

  if (self->attempt == NULL)
    return;

  self->earlier_frames += aus_attempt_get_frames (self->attempt);
  close_attempt (self, g_steal_pointer (&self->attempt));
}

void
aus_peer_call (AusPeer *self)
{
  g_return_if_fail (AUS_IS_PEER (self));
  g_return_if_fail (self->state != AUS_PEER_STATE_CLOSED);

  aus_peer_break_off (self);

  if (self->answers)
    ask (self);
  else
    offer (self);
}

void
aus_peer_revive (AusPeer *self)
{
  g_return_if_fail (AUS_IS_PEER (self));

  if (self->attempt == NULL)
    return;

  if (!self->is_app)
    aus_attempt_revive (self->attempt);
  else if (!self->answers && self->state == AUS_PEER_STATE_INTERRUPTED)
    aus_peer_call (self);
}

gboolean
aus_peer_handle_signal (AusPeer    *self,
                        JsonObject *frame)
{
  g_autoptr (GError) error = NULL;
  AusSignal signal;

  g_return_val_if_fail (AUS_IS_PEER (self), FALSE);
  g_return_val_if_fail (frame != NULL, FALSE);

  if (self->state == AUS_PEER_STATE_CLOSED)
    return FALSE;

  if (aus_signal_read (frame, &signal, &error)
      && check_attempt (self, &signal, &error)
      && act (self, &signal, &error))
    return TRUE;

  g_debug ("a signal is ignored: %s", error->message);

  return FALSE;
}
