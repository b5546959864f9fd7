#include "aus-call-quality.h"

#include "aus-json.h"
#include "aus-remote.h"
#include "aus-verdict.h"

#define PERIOD_S 2
/* For how long what somebody said holds. */
#define HOLDS (10 * G_TIME_SPAN_SECOND)

typedef struct
{
  AusQuality      quality;
  AusQualityCause cause;
  double          server_ms;
  gint64          at;
} Report;

struct _AusCallQuality
{
  GObject       parent_instance;

  AusVideoCall *call;
  AusRoom      *room;
  GHashTable   *others;
  guint         timer;

  guint         n_pings;
  char         *ping;
  gint64        pinged_at;
  double        answered_ms;

  Report        before;
  Report        shown;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusCallQuality, aus_call_quality, G_TYPE_OBJECT)

static double
get_age_ms (gint64 since)
{
  return (g_get_monotonic_time () - since) / (double) G_TIME_SPAN_MILLISECOND;
}

static void
ping (AusCallQuality *self)
{
  g_autoptr (JsonObject) frame = json_object_new ();
  g_autofree char *ref = g_strdup_printf ("ping-%u", ++self->n_pings);

  json_object_set_string_member (frame, "type", "ping");
  json_object_set_string_member (frame, "ref", ref);

  if (aus_room_send (self->room, frame)) {
    self->ping = g_steal_pointer (&ref);
    self->pinged_at = g_get_monotonic_time ();
  }
}

/* One that is still unanswered counts by its age. Below 0 where the line is down. */
static double
measure_server (AusCallQuality *self)
{
  const double age = self->ping ? get_age_ms (self->pinged_at) : 0;

  if (!aus_room_get_connected (self->room)) {
    g_clear_pointer (&self->ping, g_free);
    return -1;
  }

  if (self->ping == NULL)
    ping (self);

  return MAX (self->answered_ms, age);
}

static void
show (AusCallQuality *self,
      AusQuality      quality,
      AusQualityCause cause)
{
  if (self->shown.quality == quality && self->shown.cause == cause)
    return;

  self->shown.quality = quality;
  self->shown.cause = cause;
  g_signal_emit (self, signals[CHANGED], 0);
}

static AusQualityCause
mirror (AusQualityCause cause)
{
  static const AusQualityCause seen_from_here[] = {
    [AUS_QUALITY_CAUSE_NONE] = AUS_QUALITY_CAUSE_NONE,
    [AUS_QUALITY_CAUSE_OWN] = AUS_QUALITY_CAUSE_OTHER,
    [AUS_QUALITY_CAUSE_OTHER] = AUS_QUALITY_CAUSE_OWN,
    [AUS_QUALITY_CAUSE_WAY] = AUS_QUALITY_CAUSE_WAY,
    [AUS_QUALITY_CAUSE_DEVICE] = AUS_QUALITY_CAUSE_OTHER,
  };

  return seen_from_here[cause];
}

/* What the others said a moment ago: the worst of it, and who of them is slowest to reach the practice. */
static Report
read_others (AusCallQuality *self)
{
  Report worst = { 0 };
  GHashTableIter iter;
  Report *report;

  g_hash_table_iter_init (&iter, self->others);

  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &report)) {
    if (g_get_monotonic_time () - report->at > HOLDS)
      continue;

    if (report->quality > worst.quality) {
      worst.quality = report->quality;
      worst.cause = mirror (report->cause);
    }

    worst.server_ms = MAX (worst.server_ms, report->server_ms);
  }

  return worst;
}

/* One bad moment is not told, but the second is. */
static void
judge (AusCallQuality *self,
       Report          own,
       Report          others)
{
  Report now = others.quality > own.quality ? others : own;
  const gboolean was_better = self->before.quality != AUS_QUALITY_NONE && self->before.quality < now.quality;
  const Report calm = was_better ? self->before : now;

  self->before = now;
  show (self, calm.quality, calm.cause);
}

static void
tell (AusCallQuality       *self,
      const AusPeerQuality *measured,
      gboolean              is_complete,
      const Report         *own)
{
  g_autoptr (JsonObject) frame = json_object_new ();

  json_object_set_string_member (frame, "type", "connection_quality");
  json_object_set_string_member (frame, "quality", aus_enum_to_nick (aus_quality_get_type (), own->quality));
  json_object_set_string_member (frame, "cause", aus_enum_to_nick (aus_quality_cause_get_type (), own->cause));
  json_object_set_double_member (frame, "freeze_ms", measured->frozen * PERIOD_S * 1000);

  if (own->server_ms >= 0)
    json_object_set_double_member (frame, "server_ms", own->server_ms);

  if (is_complete) {
    json_object_set_double_member (frame, "loss", measured->loss * 100);
    json_object_set_double_member (frame, "rtt_ms", measured->rtt_ms);
    json_object_set_double_member (frame, "jitter_ms", measured->jitter_ms);
    json_object_set_double_member (frame, "bitrate", measured->bitrate);
  }

  /* What is lost here was a moment without a line, which the other side tells of. */
  aus_room_send (self->room, frame);
}

/* The worst of the ways that there are. */
static gboolean
measure (AusCallQuality *self,
         AusPeerQuality *worst)
{
  GListModel *remotes = aus_video_call_get_remotes (self->call);
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (remotes); i++) {
    g_autoptr (AusRemote) remote = g_list_model_get_item (remotes, i);
    AusPeerQuality one;

    if (aus_remote_get_state (remote) != AUS_PEER_STATE_CONNECTED
        || !aus_peer_get_quality (aus_remote_get_peer (remote), &one))
      continue;

    if (!found || aus_verdict_grade (&one) > aus_verdict_grade (worst))
      *worst = one;

    found = TRUE;
  }

  return found;
}

static void
judge_measured (AusCallQuality       *self,
                const AusPeerQuality *measured,
                gboolean              is_complete,
                double                server_ms)
{
  const Report others = read_others (self);
  Report own = { .quality = is_complete ? aus_verdict_grade (measured) : AUS_QUALITY_POOR, .server_ms = server_ms };

  own.cause = aus_verdict_find_cause (own.quality, server_ms, others.server_ms);
  tell (self, measured, is_complete, &own);
  judge (self, own, others);
}

static gboolean
sample_cb (gpointer user_data)
{
  AusCallQuality *self = user_data;
  const AusVideoCallState state = aus_video_call_get_state (self->call);
  AusPeerQuality measured = { .frozen = 1 };
  double server_ms;

  if (state != AUS_VIDEO_CALL_STATE_CONNECTED && state != AUS_VIDEO_CALL_STATE_INTERRUPTED) {
    self->before = (Report) { 0 };
    show (self, AUS_QUALITY_NONE, AUS_QUALITY_CAUSE_NONE);
    return G_SOURCE_CONTINUE;
  }

  server_ms = measure_server (self);

  if (state == AUS_VIDEO_CALL_STATE_INTERRUPTED)
    judge_measured (self, &measured, FALSE, server_ms);
  else if (measure (self, &measured))
    judge_measured (self, &measured, TRUE, server_ms);

  return G_SOURCE_CONTINUE;
}

static void
follow_answer (AusCallQuality *self,
               JsonObject     *frame)
{
  if (self->ping == NULL || g_strcmp0 (aus_json_get_text (frame, "ref"), self->ping) != 0)
    return;

  self->answered_ms = get_age_ms (self->pinged_at);
  g_clear_pointer (&self->ping, g_free);
}

static void
follow_report (AusCallQuality *self,
               JsonObject     *frame)
{
  const char *id = aus_json_get_text (frame, "participant_id");
  const char *quality = aus_json_get_text (frame, "quality");
  const char *cause = aus_json_get_text (frame, "cause");
  Report report = { .at = g_get_monotonic_time () };
  guint number = 0;

  if (id == NULL || quality == NULL || g_strcmp0 (id, aus_room_get_you (self->room)) == 0
      || !aus_enum_from_nick (aus_quality_get_type (), quality, &number))
    return;

  report.quality = number;

  if (cause != NULL && aus_enum_from_nick (aus_quality_cause_get_type (), cause, &number))
    report.cause = number;

  if (json_object_has_member (frame, "server_ms"))
    report.server_ms = json_object_get_double_member (frame, "server_ms");

  g_hash_table_insert (self->others, g_strdup (id), g_memdup2 (&report, sizeof report));
}

static void
frame_cb (AusCallQuality *self,
          JsonObject     *frame)
{
  const char *type = aus_json_get_text (frame, "type");

  if (g_strcmp0 (type, "ack") == 0)
    follow_answer (self, frame);
  else if (g_strcmp0 (type, "connection_quality_updated") == 0)
    follow_report (self, frame);
}

static void
aus_call_quality_dispose (GObject *object)
{
  AusCallQuality *self = AUS_CALL_QUALITY (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->call);
  g_clear_object (&self->room);
  g_clear_pointer (&self->others, g_hash_table_unref);
  g_clear_pointer (&self->ping, g_free);

  G_OBJECT_CLASS (aus_call_quality_parent_class)->dispose (object);
}

static void
aus_call_quality_class_init (AusCallQualityClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_call_quality_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
aus_call_quality_init (AusCallQuality *self)
{
  self->others = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

AusCallQuality *
aus_call_quality_new (AusVideoCall *call,
                      AusRoom      *room)
{
  AusCallQuality *self = g_object_new (AUS_TYPE_CALL_QUALITY, NULL);

  self->call = g_object_ref (call);
  self->room = g_object_ref (room);
  self->timer = g_timeout_add_seconds (PERIOD_S, sample_cb, self);
  g_signal_connect_object (room, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);

  return self;
}

AusQuality
aus_call_quality_get (AusCallQuality *self)
{
  g_return_val_if_fail (AUS_IS_CALL_QUALITY (self), AUS_QUALITY_NONE);

  return self->shown.quality;
}

AusQualityCause
aus_call_quality_get_cause (AusCallQuality *self)
{
  g_return_val_if_fail (AUS_IS_CALL_QUALITY (self), AUS_QUALITY_CAUSE_NONE);

  return self->shown.cause;
}
