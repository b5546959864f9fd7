#include "aus-verdict.h"

/* Whoever takes longer than this has a weak connection. */
#define SLOW_MS 250
#define LOST_MS 1e9

/* Up to where a measure is excellent, good and fair. */
typedef struct
{
  gsize  offset;
  double limits[3];
} Scale;

static const Scale scales[] = {
  { G_STRUCT_OFFSET (AusPeerQuality, loss), { 0.01, 0.04, 0.10 } },
  { G_STRUCT_OFFSET (AusPeerQuality, rtt_ms), { 200, 400, 800 } },
  { G_STRUCT_OFFSET (AusPeerQuality, jitter_ms), { 30, 60, 120 } },
  { G_STRUCT_OFFSET (AusPeerQuality, frozen), { 0.02, 0.08, 0.25 } },
};

AusQuality
aus_verdict_grade (const AusPeerQuality *measured)
{
  AusQuality worst = AUS_QUALITY_EXCELLENT;

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++) {
    const double value = G_STRUCT_MEMBER (double, measured, scales[i].offset);
    guint grade = AUS_QUALITY_EXCELLENT;

    for (guint step = 0; step < G_N_ELEMENTS (scales[i].limits) && value > scales[i].limits[step]; step++)
      grade++;

    worst = MAX (worst, grade);
  }

  return worst;
}

AusQualityCause
aus_verdict_find_cause (AusQuality quality,
                        double     own_ms,
                        double     other_ms)
{
  const double own = own_ms < 0 ? LOST_MS : own_ms;
  const double other = other_ms < 0 ? LOST_MS : other_ms;

  if (quality < AUS_QUALITY_FAIR)
    return AUS_QUALITY_CAUSE_NONE;

  if (own <= SLOW_MS && other <= SLOW_MS)
    return AUS_QUALITY_CAUSE_WAY;

  return own >= other ? AUS_QUALITY_CAUSE_OWN : AUS_QUALITY_CAUSE_OTHER;
}
