#include "aus-quality.h"

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

static guint64
get_count (const GstStructure *structure,
           const char         *name)
{
  guint64 value = 0;

  gst_structure_get_uint64 (structure, name, &value);

  return value;
}

static gint64
get_lost (const GstStructure *structure)
{
  const GValue *value = gst_structure_get_value (structure, "packets-lost");
  g_auto (GValue) number = G_VALUE_INIT;

  if (value == NULL)
    return 0;

  g_value_init (&number, G_TYPE_INT64);

  return g_value_transform (value, &number) ? g_value_get_int64 (&number) : 0;
}

static gboolean
add_entry_cb (GQuark        name,
              const GValue *value,
              gpointer      user_data)
{
  AusTotals *totals = user_data;
  const GstStructure *entry;
  GstWebRTCStatsType type;
  double seconds = 0;

  if (!GST_VALUE_HOLDS_STRUCTURE (value))
    return TRUE;

  entry = gst_value_get_structure (value);

  if (!gst_structure_get (entry, "type", GST_TYPE_WEBRTC_STATS_TYPE, &type, NULL))
    return TRUE;

  if (type == GST_WEBRTC_STATS_INBOUND_RTP) {
    totals->bytes += get_count (entry, "bytes-received");
    totals->packets += get_count (entry, "packets-received");
    totals->lost += get_lost (entry);

    if (gst_structure_get_double (entry, "jitter", &seconds))
      totals->jitter_ms = MAX (totals->jitter_ms, seconds * 1000);
  } else if (type == GST_WEBRTC_STATS_REMOTE_INBOUND_RTP
             && gst_structure_get_double (entry, "round-trip-time", &seconds)) {
    totals->rtt_ms = MAX (totals->rtt_ms, seconds * 1000);
  }

  return TRUE;
}

AusTotals
aus_totals_from_stats (const GstStructure *stats)
{
  AusTotals totals = { 0 };

  gst_structure_foreach (stats, add_entry_cb, &totals);

  return totals;
}

void
aus_quality_meter_add (AusQualityMeter *self,
                       const AusTotals *totals)
{
  if (self->n_samples == AUS_QUALITY_SAMPLES) {
    memmove (self->samples, self->samples + 1, sizeof (AusTotals) * (AUS_QUALITY_SAMPLES - 1));
    self->n_samples--;
  }

  self->samples[self->n_samples++] = *totals;
}

gboolean
aus_quality_meter_read (const AusQualityMeter *self,
                        AusPeerQuality            *quality)
{
  const AusTotals *first = self->samples;
  const AusTotals *last = self->samples + self->n_samples - 1;
  double seconds, lost, arrived;

  if (self->n_samples < 2 || last->time <= first->time)
    return FALSE;

  seconds = (last->time - first->time) / (double) G_USEC_PER_SEC;
  lost = MAX (last->lost - first->lost, 0);
  arrived = last->packets > first->packets ? last->packets - first->packets : 0;
  *quality = (AusPeerQuality) {
    .loss = lost + arrived > 0 ? lost / (lost + arrived) : 0,
    .bitrate = last->bytes > first->bytes ? (last->bytes - first->bytes) * 8 / seconds : 0,
    .frame_rate = last->frames > first->frames ? (last->frames - first->frames) / seconds : 0,
    .frozen = CLAMP ((last->frozen - first->frozen) / (seconds * G_USEC_PER_SEC), 0, 1),
  };

  for (guint i = 0; i < self->n_samples; i++) {
    quality->rtt_ms += self->samples[i].rtt_ms / self->n_samples;
    quality->jitter_ms += self->samples[i].jitter_ms / self->n_samples;
  }

  return TRUE;
}
