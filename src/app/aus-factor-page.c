#include "aus-factor-page.h"

#include "aus-account.h"
#include "aus-factor-setup.h"
#include "aus-field-faults.h"
#include "aus-recovery-codes.h"

#include <glib/gi18n.h>

/* What the password is asked for. */
typedef enum
{
  PURPOSE_SET_UP,
  PURPOSE_REMOVE,
  PURPOSE_RENEW,
} Purpose;

struct _AusFactorPage
{
  AusAccountPane       parent_instance;

  /* To be shown once they count. */
  GStrv                codes;
  Purpose              purpose;

  GtkLabel            *notice;
  GtkStack            *steps;
  AdwStatusPage       *intro;
  AdwActionRow        *codes_row;
  GtkWidget           *remove_row;
  AusFactorSetup      *setup;
  AusRecoveryCodes    *recovery_codes;
  GtkWidget           *done;
  GtkLabel            *question;
  AdwPasswordEntryRow *password;
  GtkLabel            *password_fault;
  GtkButton           *answer;
};

enum
{
  CHANGED,
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusFactorPage, aus_factor_page, AUS_TYPE_ACCOUNT_PANE)

static AusFaultRow
get_fault_row (AusFactorPage *self)
{
  return (AusFaultRow) { "password", GTK_WIDGET (self->password), self->password_fault };
}

static void
show_step (AusFactorPage *self,
           const char    *name)
{
  const AusFaultRow row = get_fault_row (self);

  gtk_stack_set_visible_child_name (self->steps, name);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  aus_fault_rows_clear (&row, 1);
}

/* Whether the call worked, and what came of it is still wanted. */
static gboolean
end (AusFactorPage *self,
     const GError  *error)
{
  const AusFaultRow row = get_fault_row (self);
  const gboolean is_wanted = aus_account_pane_end (AUS_ACCOUNT_PANE (self), error);

  if (error != NULL && is_wanted)
    aus_fault_rows_show (&row, 1, self->notice, error);

  return error == NULL && is_wanted;
}

static void
show_factor (AusFactorPage   *self,
             const AusFactor *factor)
{
  /* Translators: %d recovery codes have not been used yet. */
  g_autofree char *left = g_strdup_printf (ngettext ("%d recovery code is left", "%d recovery codes are left",
                                                     factor->n_codes), (int) factor->n_codes);

  adw_action_row_set_subtitle (self->codes_row, left);
  gtk_widget_set_visible (self->remove_row, !factor->is_required);
  adw_status_page_set_description (self->intro, factor->is_required
    ? _("Your clinic asks for it: besides your password, signing in needs a code that an app on your phone shows.")
    : _("Besides your password, signing in then needs a code that an app on your phone shows. Whoever learns your "
        "password cannot come in with it."));
  show_step (self, factor->is_on ? "on" : "off");
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AusFactorPage) self = user_data;
  g_autoptr (GError) error = NULL;
  AusFactor factor = { FALSE };

  aus_account_read_factor_finish (AUS_CLIENT (source), result, &factor, &error);

  if (end (self, error))
    show_factor (self, &factor);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_stack_set_visible_child_name (self->steps, "away");
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AusFactorPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AusFactorOffer) offer = aus_account_begin_factor_finish (AUS_CLIENT (source), result, &error);

  if (!end (self, error))
    return;

  g_strfreev (self->codes);
  self->codes = g_steal_pointer (&offer->codes);
  show_step (self, "setup");
  aus_factor_setup_show (self->setup, offer);
}

static void
show_codes (AusFactorPage *self)
{
  aus_recovery_codes_show (self->recovery_codes, (const char * const *) self->codes);
  g_clear_pointer (&self->codes, g_strfreev);
  show_step (self, "codes");
  gtk_widget_grab_focus (self->done);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
codes_seen_cb (AusFactorPage *self)
{
  g_signal_emit (self, signals[FINISHED], 0);
  aus_factor_page_load (self);
}

typedef struct
{
  const char *question;
  const char *answer;
  const char *css_class;
} Asking;

static void
ask (AusFactorPage *self,
     Purpose        purpose)
{
  static const Asking askings[] = {
    [PURPOSE_SET_UP] = { N_("Enter your password to set two-step verification up."), N_("Continue"),
                         "suggested-action" },
    [PURPOSE_REMOVE] = { N_("Enter your password to turn two-step verification off. Your password alone will let you "
                            "in again."), N_("Turn Off"), "destructive-action" },
    [PURPOSE_RENEW] = { N_("Enter your password to get new recovery codes. Those that you have now will be good no "
                           "more."), N_("New Codes"), "suggested-action" },
  };
  const Asking *asking = &askings[purpose];
  const char *const classes[] = { "pill", asking->css_class, NULL };

  self->purpose = purpose;
  show_step (self, "ask");
  gtk_label_set_label (self->question, _(asking->question));
  gtk_button_set_label (self->answer, _(asking->answer));
  gtk_widget_set_css_classes (GTK_WIDGET (self->answer), (const char **) classes);
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
set_up_cb (AusFactorPage *self)
{
  ask (self, PURPOSE_SET_UP);
}

static void
renew_cb (AusFactorPage *self)
{
  ask (self, PURPOSE_RENEW);
}

static void
remove_cb (AusFactorPage *self)
{
  ask (self, PURPOSE_REMOVE);
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AusFactorPage) self = user_data;
  g_autoptr (GError) error = NULL;

  aus_account_finish (AUS_CLIENT (source), result, &error);

  if (!end (self, error))
    return;

  g_signal_emit (self, signals[CHANGED], 0);
  aus_factor_page_load (self);
}

static void
renewed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AusFactorPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) codes = aus_account_renew_codes_finish (AUS_CLIENT (source), result, &error);

  if (!end (self, error))
    return;

  g_strfreev (self->codes);
  self->codes = g_steal_pointer (&codes);
  show_codes (self);
}

static void
answer_cb (AusFactorPage *self)
{
  AusAccountPane *pane = AUS_ACCOUNT_PANE (self);
  AusClient *client = aus_account_pane_get_client (pane);
  GCancellable *cancellable = aus_account_pane_get_cancellable (pane);
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password));

  if (*password == '\0' || !aus_account_pane_begin (pane))
    return;

  switch (self->purpose) {
    case PURPOSE_SET_UP:
      aus_account_begin_factor (client, password, cancellable, begun_cb, g_object_ref (self));
      break;
    case PURPOSE_REMOVE:
      aus_account_remove_factor (client, password, cancellable, removed_cb, g_object_ref (self));
      break;
    case PURPOSE_RENEW:
      aus_account_renew_codes (client, password, cancellable, renewed_cb, g_object_ref (self));
      break;
  }
}

static void
aus_factor_page_dispose (GObject *object)
{
  AusFactorPage *self = AUS_FACTOR_PAGE (object);

  g_clear_pointer (&self->codes, g_strfreev);

  G_OBJECT_CLASS (aus_factor_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-factor-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AusFactorPage, notice);
  gtk_widget_class_bind_template_child (widget_class, AusFactorPage, steps);
  gtk_widget_class_bind_template_child (widget_class, AusFactorPage, intro);
  gtk_widget_class_bind_template_child (widget_class, AusFactorPage, codes_row);
  gtk_widget_class_bind_template_child (widget_class, AusFactorPage, remove_row);
  gtk_widget_class_bind_template_child (widget_class, AusFactorPage, setup);
  gtk_widget_class_bind_template_child (widget_class, AusFactorPage, recovery_codes);
  gtk_widget_class_bind_template_child (widget_class, AusFactorPage, done);
  gtk_widget_class_bind_template_child (widget_class, AusFactorPage, question);
  gtk_widget_class_bind_template_child (widget_class, AusFactorPage, password);
  gtk_widget_class_bind_template_child (widget_class, AusFactorPage, password_fault);
  gtk_widget_class_bind_template_child (widget_class, AusFactorPage, answer);
  gtk_widget_class_bind_template_callback (widget_class, aus_factor_page_load);
  gtk_widget_class_bind_template_callback (widget_class, set_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_codes);
  gtk_widget_class_bind_template_callback (widget_class, codes_seen_cb);
  gtk_widget_class_bind_template_callback (widget_class, renew_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, answer_cb);
}

static void
aus_factor_page_class_init (AusFactorPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_factor_page_dispose;
  signals[CHANGED] =
    g_signal_new ("changed", AUS_TYPE_FACTOR_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FINISHED] =
    g_signal_new ("finished", AUS_TYPE_FACTOR_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (AUS_TYPE_FACTOR_SETUP);
  g_type_ensure (AUS_TYPE_RECOVERY_CODES);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
aus_factor_page_init (AusFactorPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_factor_page_load (AusFactorPage *self)
{
  AusAccountPane *pane = AUS_ACCOUNT_PANE (self);

  g_return_if_fail (AUS_IS_FACTOR_PAGE (self));

  if (aus_account_pane_begin (pane))
    aus_account_read_factor (aus_account_pane_get_client (pane), aus_account_pane_get_cancellable (pane), read_cb,
                             g_object_ref (self));
}
