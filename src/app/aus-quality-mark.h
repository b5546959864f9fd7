#pragma once

#include <gtk/gtk.h>

#include "aus-call-quality.h"

G_BEGIN_DECLS

#define AUS_TYPE_QUALITY_MARK (aus_quality_mark_get_type ())

G_DECLARE_FINAL_TYPE (AusQualityMark, aus_quality_mark, AUS, QUALITY_MARK, GtkWidget)

/**
 * AusQualityMark:
 *
 * Bars that say how well the call travels, and what is at fault while it does not.
 */
void aus_quality_mark_attach (AusQualityMark *self,
                              AusCallQuality *quality);

G_END_DECLS
