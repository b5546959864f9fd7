#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AUS_TYPE_SETUP_FORM (aus_setup_form_get_type ())

G_DECLARE_FINAL_TYPE (AusSetupForm, aus_setup_form, AUS, SETUP_FORM, GtkWidget)

/**
 * AusSetupForm:
 *
 * All that a clinic says of its account with a video provider: a row for each field, shown while it matters.
 *
 * Signal `changed`: something was typed.
 */

/* @fields: (element-type AusSetupField) (nullable): in place of those before; each must outlive it. */
void        aus_setup_form_show       (AusSetupForm *self,
                                       GPtrArray    *fields);
/* (transfer full): texts by the names of fields, as they are sent to the server */
GHashTable *aus_setup_form_collect    (AusSetupForm *self);
/* @general: for what is wrong with none of the fields */
void        aus_setup_form_show_error (AusSetupForm *self,
                                       GtkLabel     *general,
                                       const GError *error);

G_END_DECLS
