#pragma once

#include <gst/gst.h>

#include "aus-peer.h"

G_BEGIN_DECLS

/**
 * AusTotals:
 *
 * What a connection has counted since its beginning.
 */
typedef struct
{
  gint64  time;
  guint64 bytes;
  guint64 packets;
  gint64  lost;
  guint64 frames;
  double  rtt_ms;
  double  jitter_ms;
  gint64  frozen;
} AusTotals;

#define AUS_QUALITY_SAMPLES 6

/**
 * AusQualityMeter:
 *
 * The totals of the last five seconds, one a second.
 */
typedef struct
{
  AusTotals samples[AUS_QUALITY_SAMPLES];
  guint     n_samples;
} AusQualityMeter;

/* Reads the reply of webrtcbin's `get-stats`; time, frames and freezes are left to the caller. */
AusTotals aus_totals_from_stats  (const GstStructure    *stats);

void      aus_quality_meter_add  (AusQualityMeter       *self,
                                  const AusTotals       *totals);

/* Returns: %FALSE until there are two samples */
gboolean  aus_quality_meter_read (const AusQualityMeter *self,
                                  AusPeerQuality            *quality);

G_END_DECLS
