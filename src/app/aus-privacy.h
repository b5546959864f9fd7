#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AUS_TYPE_PRIVACY (aus_privacy_get_type ())

G_DECLARE_FINAL_TYPE (AusPrivacy, aus_privacy, AUS, PRIVACY, GObject)

/**
 * AusPrivacy:
 *
 * For as long as there is one, no window of the program but one shows patients: the main window and the rooms of other
 * visits, be they opened later, show a page that says so, and what belongs to them is not to be seen.
 */

/* @shown: whose patient may be seen. Ends with aus_privacy_end(). */
AusPrivacy *aus_privacy_new (GtkWindow  *shown);
void        aus_privacy_end (AusPrivacy *self);

G_END_DECLS
