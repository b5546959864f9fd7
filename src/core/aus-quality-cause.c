#include "aus-quality-cause.h"

G_DEFINE_ENUM_TYPE (AusQualityCause, aus_quality_cause,
                    G_DEFINE_ENUM_VALUE (AUS_QUALITY_CAUSE_NONE, ""),
                    G_DEFINE_ENUM_VALUE (AUS_QUALITY_CAUSE_OWN, "own"),
                    G_DEFINE_ENUM_VALUE (AUS_QUALITY_CAUSE_OTHER, "other"),
                    G_DEFINE_ENUM_VALUE (AUS_QUALITY_CAUSE_WAY, "way"),
                    G_DEFINE_ENUM_VALUE (AUS_QUALITY_CAUSE_DEVICE, "device"))
