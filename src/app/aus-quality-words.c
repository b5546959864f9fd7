#include "aus-quality-words.h"

#include <glib/gi18n.h>

static const struct
{
  const char *words;
  const char *icon;
} grades[] = {
  [AUS_QUALITY_NONE] = { NULL, "network-cellular-signal-none-symbolic" },
  [AUS_QUALITY_EXCELLENT] = { N_("Excellent connection"), "network-cellular-signal-excellent-symbolic" },
  [AUS_QUALITY_GOOD] = { N_("Good connection"), "network-cellular-signal-good-symbolic" },
  [AUS_QUALITY_FAIR] = { N_("Fair connection"), "network-cellular-signal-ok-symbolic" },
  [AUS_QUALITY_POOR] = { N_("Poor connection"), "network-cellular-signal-weak-symbolic" },
};

static const char *const causes[] = {
  [AUS_QUALITY_CAUSE_OWN] = N_("Your connection is weak"),
  [AUS_QUALITY_CAUSE_OTHER] = N_("Their connection is weak"),
  [AUS_QUALITY_CAUSE_WAY] = N_("The connection between you is weak"),
  [AUS_QUALITY_CAUSE_DEVICE] = N_("This computer does not keep up"),
};

const char *
aus_quality_to_words (AusQuality quality)
{
  return grades[quality].words ? _(grades[quality].words) : NULL;
}

const char *
aus_quality_cause_to_words (AusQualityCause cause)
{
  return causes[cause] ? _(causes[cause]) : NULL;
}

const char *
aus_quality_get_icon (AusQuality quality)
{
  return grades[quality].icon;
}
