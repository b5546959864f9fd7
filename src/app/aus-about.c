#include "aus-about.h"

#include <adwaita.h>
#include <glib/gi18n.h>

void
aus_about_present (GtkWindow  *parent,
                   const char *version)
{
  adw_show_about_window (parent,
                         "application-name", "Ausculta",
                         "application-icon", "org.ausculta.Ausculta",
                         "version", version,
                         "developer-name", _("The Ausculta Developers"),
                         "comments", _("Video visits for clinics"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your names, one on each line; they appear in the About window. */
                         "translator-credits", _("translator-credits"),
                         NULL);
}
