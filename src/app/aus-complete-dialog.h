#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define AUS_TYPE_COMPLETE_DIALOG (aus_complete_dialog_get_type ())

G_DECLARE_FINAL_TYPE (AusCompleteDialog, aus_complete_dialog, AUS, COMPLETE_DIALOG, AdwWindow)

/**
 * AusCompleteDialog:
 *
 * A short list to think of before a visit is completed. Nothing on it is compulsory. Completing activates
 * `win.end` on the parent.
 */

/* @notes: as they are now; the first point of the list is ticked where there are any. */
GtkWidget *aus_complete_dialog_new (GtkWindow  *parent,
                                    const char *patient_name,
                                    const char *notes);

G_END_DECLS
