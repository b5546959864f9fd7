#include "aus-undo-toast.h"

#include <glib/gi18n.h>

AdwToast *
aus_undo_toast_new (const char *title,
                    const char *action,
                    guint       seconds)
{
  AdwToast *toast = adw_toast_new (title);

  adw_toast_set_button_label (toast, _("Undo"));
  adw_toast_set_action_name (toast, action);
  adw_toast_set_timeout (toast, seconds);

  return toast;
}
