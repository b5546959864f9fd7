#pragma once

#include <adwaita.h>

#include "aus-enums.h"
#include "aus-room.h"

G_BEGIN_DECLS

#define AUS_TYPE_ISSUE_DIALOG (aus_issue_dialog_get_type ())

G_DECLARE_FINAL_TYPE (AusIssueDialog, aus_issue_dialog, AUS, ISSUE_DIALOG, AdwWindow)

/**
 * aus_issue_dialog_new:
 * @worst: how bad the call was at its worst, which the severity begins with
 * @words: what is known of the problem
 *
 * Reports a technical issue of the visit of @room.
 */
GtkWidget *aus_issue_dialog_new (GtkWindow  *parent,
                                 AusRoom    *room,
                                 AusQuality  worst,
                                 const char *words);

G_END_DECLS
