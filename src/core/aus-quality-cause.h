#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * AusQualityCause:
 * @AUS_QUALITY_CAUSE_OWN: the connection of whoever says so
 * @AUS_QUALITY_CAUSE_OTHER: that of the other side
 * @AUS_QUALITY_CAUSE_WAY: something between the two; neither is slow to reach the server
 * @AUS_QUALITY_CAUSE_DEVICE: the device of whoever says so does not keep up
 *
 * What makes a call worse than excellent.
 */
typedef enum
{
  AUS_QUALITY_CAUSE_NONE,
  AUS_QUALITY_CAUSE_OWN,
  AUS_QUALITY_CAUSE_OTHER,
  AUS_QUALITY_CAUSE_WAY,
  AUS_QUALITY_CAUSE_DEVICE,
} AusQualityCause;

GType aus_quality_cause_get_type (void) G_GNUC_CONST;

G_END_DECLS
