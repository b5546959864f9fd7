#pragma once

#include "aus-budget.h"
#include "aus-capture.h"
#include "aus-frame-sink.h"
#include "aus-freezes.h"
#include "aus-local-media-private.h"
#include "aus-quality.h"
#include "aus-attempt.h"
#include "aus-speaker.h"

#include <gst/app/app.h>
#include <gst/sdp/sdp.h>

G_BEGIN_DECLS

typedef enum
{
  AUS_SIGNALING_STABLE,
  AUS_SIGNALING_OFFERED,
  AUS_SIGNALING_ANSWERING,
} AusSignaling;

struct _AusAttempt
{
  GObject          parent_instance;

  GMainContext    *context;
  AusLocalMedia   *media;
  JsonObject      *ice;
  GPtrArray       *tunnels;
  gboolean         closed;
  AusPeerState     state;

  /* The pipeline. The outlets are where our own media go in. */
  GstElement      *pipeline;
  GstElement      *webrtc;
  AusCapture      *video;
  AusCapture      *sound;
  GstAppSrc       *video_outlet;
  guint32          video_ssrc;
  GstAppSrc       *sound_outlet;
  GstElement      *video_inlet;
  GstElement      *sound_inlet;
  AusFrameSink    *picture;
  AusSpeaker      *speaker;
  GSource         *bus_watch;
  GSource         *timer;
  gboolean         attached;
  gboolean         broken;
  gboolean         is_sparing;

  /* The negotiation, as the main thread knows it. */
  AusSignaling     signaling;
  GstSDPMessage   *local;
  const char      *setup;
  gboolean         remote_known;
  gboolean         remote_sends;
  GArray          *candidates;
  guint            n_candidates;
  guint            n_media;
  gint64           answered_at;
  gboolean         reviving;
  gint64           revived_at;
  gint64           connected_at;
  AusQualityMeter  meter;
  AusFreezes       freezes;
  gboolean         still;
  guint            ticks;

  /* Shared with GStreamer's threads. */
  GMutex           mutex;
  GHashTable      *picture_ssrcs;
  gint64           media_at;
  gint64           key_frame_asked_at;
  AusBudget        budget;
  int              muted;
  /* Whether it is sure who the other side is. */
  int              trusted;
  int              n_heard;
};

typedef void (*AusAttemptFunc) (AusAttempt *self,
                                gpointer    data);

/**
 * aus_attempt_deliver:
 * @data: (nullable): passed to @func, then freed with @free_data
 *
 * From any thread: calls @func on the main thread, in order, unless the attempt has been closed by then.
 */
void     aus_attempt_deliver      (AusAttempt      *self,
                                   AusAttemptFunc   func,
                                   gpointer         data,
                                   GDestroyNotify   free_data);

/* Connects a handler that keeps the attempt alive and runs after others; its last argument is the session. */
void     aus_attempt_connect      (AusAttempt      *self,
                                   gpointer         instance,
                                   const char      *signal,
                                   GCallback        callback);

/* aus-attempt-pipeline.c */

gboolean aus_attempt_build        (AusAttempt      *self,
                                   GError         **error);

/* Lets our media out, once there is a way. */
void     aus_attempt_attach       (AusAttempt      *self);
void     aus_attempt_detach       (AusAttempt      *self);

/* aus-attempt-feedback.c: follows what the other side says of how our pictures arrive. */

void     aus_attempt_listen_to_feedback
                                  (AusAttempt      *self);
/* For an outlet that was attached. */
void     aus_attempt_pass_budget_on
                                  (AusAttempt      *self);

/* aus-attempt-negotiation.c */

/* @offer: (transfer full) (nullable): what is answered; else we offer. */
void     aus_attempt_negotiate    (AusAttempt      *self,
                                   GstSDPMessage   *offer);

/* aus-attempt.c: looks anew at how the connection is. */

void     aus_attempt_review_cb    (AusAttempt      *self,
                                   gpointer         unused);
void     aus_attempt_break_cb     (AusAttempt      *self,
                                   gpointer         reason);

/* aus-attempt.c: emit the signals. */

void     aus_attempt_describe     (AusAttempt      *self,
                                   const char      *type);
void     aus_attempt_propose      (AusAttempt      *self,
                                   const char      *candidate,
                                   guint            media_index);

G_END_DECLS
