#include "aus-sign-in-row.h"

#include <glib/gi18n.h>

struct _AusSignInRow
{
  AdwActionRow    parent_instance;

  AusSignInState  state;
  GtkWidget      *button;
};

enum
{
  SIGN_IN,
  SIGN_OUT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusSignInRow, aus_sign_in_row, ADW_TYPE_ACTION_ROW)

/* By the state. */
static const struct
{
  const char *title;
  const char *button;
} words[] = {
  [AUS_SIGN_IN_UNKNOWN] = { "", "" },
  [AUS_SIGN_IN_NONE] = { N_("Nobody Is Signed In"), N_("Sign In…") },
  [AUS_SIGN_IN_CONNECTED] = { N_("Signed In"), N_("Sign Out") },
  [AUS_SIGN_IN_BROKEN] = { N_("Signing In Does Not Hold"), N_("Sign In Again…") },
};

static void
clicked_cb (AusSignInRow *self)
{
  g_signal_emit (self, signals[self->state == AUS_SIGN_IN_CONNECTED ? SIGN_OUT : SIGN_IN], 0);
}

static void
aus_sign_in_row_class_init (AusSignInRowClass *klass)
{
  signals[SIGN_IN] =
    g_signal_new ("sign-in", AUS_TYPE_SIGN_IN_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGN_OUT] =
    g_signal_new ("sign-out", AUS_TYPE_SIGN_IN_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
aus_sign_in_row_init (AusSignInRow *self)
{
  self->button = gtk_button_new ();
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

void
aus_sign_in_row_show (AusSignInRow           *self,
                      const AusProviderSetup *setup)
{
  const char *reason = setup->sign_in_reason;

  g_return_if_fail (AUS_IS_SIGN_IN_ROW (self));

  self->state = setup->sign_in;
  gtk_widget_set_visible (GTK_WIDGET (self), self->state != AUS_SIGN_IN_UNKNOWN);
  gtk_widget_set_sensitive (self->button, TRUE);

  if (self->state == AUS_SIGN_IN_UNKNOWN)
    return;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _(words[self->state].title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), reason ? reason : setup->account ? setup->account : "");
  gtk_button_set_label (GTK_BUTTON (self->button), _(words[self->state].button));
}

void
aus_sign_in_row_show_wait (AusSignInRow *self)
{
  g_return_if_fail (AUS_IS_SIGN_IN_ROW (self));

  gtk_widget_set_sensitive (self->button, FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), _("Go on in your browser."));
}
