#pragma once

#include "aus-clinic.h"
#include "aus-store.h"

G_BEGIN_DECLS

#define AUS_TYPE_RETENTION (aus_retention_get_type ())

G_DECLARE_FINAL_TYPE (AusRetention, aus_retention, AUS, RETENTION, GObject)

/**
 * AusRetention:
 *
 * Has recordings and files deleted when their time has come, gives up those whose rest never came, and takes the
 * content of those that were deleted off the disk. What is due stands in the database, so a restart changes nothing.
 * Main thread.
 */
/* Looks at once for the first time. */
AusRetention *aus_retention_new  (AusClinic    *clinic,
                                  AusStore     *store);
/* Looks now, or once more where it is looking. */
void          aus_retention_look (AusRetention *self);

G_END_DECLS
