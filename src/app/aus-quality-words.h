#pragma once

#include "aus-enums.h"
#include "aus-quality-cause.h"

G_BEGIN_DECLS

/* All static; in the user's language. */

/* Such as “Good connection”; %NULL for none. */
const char *aus_quality_to_words       (AusQuality      quality);
/* What is at fault, a short sentence as the doctor sees it; %NULL for none. */
const char *aus_quality_cause_to_words (AusQualityCause cause);
/* An icon whose bars are filled by number. */
const char *aus_quality_get_icon       (AusQuality      quality);

G_END_DECLS
