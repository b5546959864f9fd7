#include "aus-provider-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "aus-provider-setup.h"
#include "aus-provider-sign-in.h"
#include "aus-setup-form.h"
#include "aus-sign-in-row.h"
#include "aus-visit-text.h"

struct _AusProviderPage
{
  AusAccountPane    parent_instance;

  char             *name;
  AusProviderSetup *setup;
  gboolean          test_after;
  gboolean          test_passed;
  char             *test_note;

  GtkStack         *stack;
  GtkLabel         *away_reason;
  GtkLabel         *notice;
  AdwActionRow     *state;
  GtkImage         *state_icon;
  GtkWidget        *offer_row;
  GtkSwitch        *offer;
  AdwActionRow     *test_row;
  GtkImage         *test_icon;
  AdwActionRow     *sees;
  AdwActionRow     *caution;
  AusSignInRow     *account;
  AusSetupForm     *form;
  GtkWidget        *webhook_group;
  AdwActionRow     *webhook;
  GtkLabel         *copied;
  GtkWidget        *actions;
  GtkSpinner       *spinner;
  GtkWidget        *test;
  GtkWidget        *save;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusProviderPage, aus_provider_page, AUS_TYPE_ACCOUNT_PANE)

/* A text that goes while it has the focus is missed by GTK. */
static void
take_focus_from_rows (AusProviderPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->form)))
    gtk_widget_grab_focus (self->test);
}

/* Testing stays where the focus may be; a second test while there is one does nothing. */
static void
show_action (AusProviderPage *self,
             gboolean         is_busy)
{
  if (is_busy)
    take_focus_from_rows (self);

  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_widget_set_sensitive (self->save, !is_busy && aus_provider_page_has_changes (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !is_busy);
  gtk_widget_set_sensitive (self->offer_row, !is_busy);
}

static void
edited_cb (AusProviderPage *self)
{
  if (self->setup != NULL)
    show_action (self, FALSE);
}

static void
show_text_row (AdwActionRow *row,
               const char   *text)
{
  adw_action_row_set_subtitle (row, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && *text != '\0');
}

/* As in the list, and not by colour alone. */
static void
mark (GtkImage *image,
      gboolean  is_good)
{
  gtk_image_set_from_icon_name (image, is_good ? "emblem-ok-symbolic" : "dialog-warning-symbolic");
  gtk_widget_remove_css_class (GTK_WIDGET (image), is_good ? "warning" : "success");
  gtk_widget_add_css_class (GTK_WIDGET (image), is_good ? "success" : "warning");
}

static void
show_state (AusProviderPage *self)
{
  const AusProviderSetup *setup = self->setup;
  const char *reason = setup->reason ? setup->reason : setup->ailment;
  const gboolean is_well = setup->is_available && setup->ailment == NULL;
  const char *title = !setup->is_available ? _("Cannot Be Used") : is_well ? _("Ready") : _("In Trouble");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->state), title);
  adw_action_row_set_subtitle (self->state, is_well ? _("Visits can be held with it.") : reason);
  mark (self->state_icon, is_well);
}

/* @at: (nullable): %NULL for just now */
static void
show_test (AusProviderPage *self,
           gboolean         passed,
           const char      *note,
           GDateTime       *at)
{
  g_autofree char *time = aus_format_time (at);
  g_autofree char *day = at ? aus_format_day (at) : NULL;
  /* Translators: a day, a time, and what a test found. */
  g_autofree char *dated = at ? g_strdup_printf (_("%s, %s: %s"), day, time, note) : NULL;

  show_text_row (self->test_row, dated ? dated : note);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->test_row), passed ? _("The Test Passed")
                                                                              : _("The Test Failed"));
  mark (self->test_icon, passed);
}

/* Takes @setup. */
static void
show_setup (AusProviderPage  *self,
            AusProviderSetup *setup)
{
  const gboolean is_editable = setup->fields->len > 0;
  /* Translators: %s is a video provider, such as Zoom. */
  g_autofree char *learns = g_strdup_printf (_("What %s Learns"), setup->display_name);

  aus_setup_form_show (self->form, setup->fields);
  g_clear_pointer (&self->setup, aus_provider_setup_free);
  self->setup = setup;
  show_state (self);
  show_text_row (self->test_row, NULL);

  if (setup->tested_at != NULL)
    show_test (self, setup->test_passed, setup->test_note, setup->tested_at);

  aus_sign_in_row_show (self->account, setup);
  show_text_row (self->caution, setup->caution);
  show_text_row (self->sees, setup->sees);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->sees), learns);
  show_text_row (self->webhook, setup->webhook_url);
  gtk_widget_set_visible (self->webhook_group, setup->webhook_url != NULL);
  gtk_switch_set_active (self->offer, setup->is_enabled);
  gtk_widget_set_visible (self->offer_row, is_editable);
  gtk_widget_set_visible (self->save, is_editable);
  gtk_widget_set_visible (self->actions, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "ready");
  edited_cb (self);
}

/* Whether somebody still waits for it; then there is *@setup or *@error. */
static gboolean
take_answer (AusProviderPage   *self,
             AusClient         *client,
             GAsyncResult      *result,
             AusProviderSetup **setup,
             GError           **error)
{
  *setup = aus_provider_setup_finish (client, result, error);

  if (aus_account_pane_end (AUS_ACCOUNT_PANE (self), *error))
    return TRUE;

  g_clear_pointer (setup, aus_provider_setup_free);

  return FALSE;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (AusProviderPage) self = user_data;
  g_autoptr (GError) error = NULL;
  AusProviderSetup *setup = NULL;

  if (!take_answer (self, AUS_CLIENT (source), result, &setup, &error))
    return;

  if (setup != NULL) {
    show_setup (self, setup);
    return;
  }

  gtk_label_set_label (self->away_reason, error->message);
  gtk_stack_set_visible_child_name (self->stack, "away");
}

static void
load (AusProviderPage *self)
{
  AusAccountPane *pane = AUS_ACCOUNT_PANE (self);

  if (!aus_account_pane_begin (pane))
    return;

  gtk_stack_set_visible_child_name (self->stack, "asking");
  aus_provider_setup_read (aus_account_pane_get_client (pane), self->name, aus_account_pane_get_cancellable (pane),
                           read_cb, g_object_ref (self));
}

/* A test may have changed how the provider is. */
static void
reread_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AusProviderPage) self = user_data;
  g_autoptr (GError) error = NULL;
  AusProviderSetup *setup = NULL;

  if (!take_answer (self, AUS_CLIENT (source), result, &setup, &error))
    return;

  if (setup != NULL)
    show_setup (self, setup);

  show_action (self, FALSE);
  show_test (self, self->test_passed, self->test_note, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->test_row));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AusProviderPage) self = user_data;
  AusAccountPane *pane = AUS_ACCOUNT_PANE (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;

  if (aus_provider_setup_test_finish (AUS_CLIENT (source), result, &self->test_passed, &note, &error)) {
    g_free (self->test_note);
    self->test_note = g_steal_pointer (&note);
    aus_provider_setup_read (AUS_CLIENT (source), self->name, aus_account_pane_get_cancellable (pane), reread_cb,
                             g_object_ref (self));
  } else if (aus_account_pane_end (pane, error)) {
    show_action (self, FALSE);
    aus_setup_form_show_error (self->form, self->notice, error);
  }
}

static void
begin_test (AusProviderPage *self)
{
  AusAccountPane *pane = AUS_ACCOUNT_PANE (self);

  if (!aus_account_pane_begin (pane))
    return;

  show_text_row (self->test_row, NULL);
  show_action (self, TRUE);
  aus_provider_setup_test (aus_account_pane_get_client (pane), self->name, aus_account_pane_get_cancellable (pane),
                           tested_cb, g_object_ref (self));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AusProviderPage) self = user_data;
  g_autoptr (GError) error = NULL;
  AusProviderSetup *setup = NULL;

  if (!take_answer (self, AUS_CLIENT (source), result, &setup, &error))
    return;

  if (setup == NULL) {
    show_action (self, FALSE);
    aus_setup_form_show_error (self->form, self->notice, error);
    return;
  }

  show_setup (self, setup);
  g_signal_emit (self, signals[CHANGED], 0);

  if (self->test_after)
    begin_test (self);
}

static void
save (AusProviderPage *self,
      gboolean         test_after)
{
  AusAccountPane *pane = AUS_ACCOUNT_PANE (self);
  g_autoptr (GHashTable) texts = aus_setup_form_collect (self->form);
  const AusProviderChange change = { texts, gtk_switch_get_active (self->offer) };

  if (!aus_account_pane_begin (pane))
    return;

  self->test_after = test_after;
  gtk_widget_set_visible (GTK_WIDGET (self->notice), FALSE);
  show_action (self, TRUE);
  aus_provider_setup_save (self->setup, aus_account_pane_get_client (pane), &change,
                           aus_account_pane_get_cancellable (pane), saved_cb, g_object_ref (self));
}

static void
save_cb (AusProviderPage *self)
{
  save (self, FALSE);
}

/* What is tested is what is seen. */
static void
test_cb (AusProviderPage *self)
{
  if (aus_provider_page_has_changes (self))
    save (self, TRUE);
  else
    begin_test (self);
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (AusProviderPage) self = user_data;
  g_autoptr (GError) error = NULL;
  AusProviderSetup *setup = NULL;

  if (!take_answer (self, AUS_CLIENT (source), result, &setup, &error))
    return;

  if (setup != NULL) {
    show_setup (self, setup);
    g_signal_emit (self, signals[CHANGED], 0);
  } else {
    aus_sign_in_row_show (self->account, self->setup);
    aus_setup_form_show_error (self->form, self->notice, error);
  }

  show_action (self, FALSE);
}

static void
show_cb (const char *uri,
         gpointer    data)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (data));

  gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, uri, GDK_CURRENT_TIME);
}

static void
sign_in_cb (AusProviderPage *self)
{
  AusAccountPane *pane = AUS_ACCOUNT_PANE (self);
  const AusProviderSignIn sign_in = { self->name, show_cb, self };

  if (!aus_account_pane_begin (pane))
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->notice), FALSE);
  aus_sign_in_row_show_wait (self->account);
  show_action (self, TRUE);
  aus_provider_sign_in (aus_account_pane_get_client (pane), &sign_in, aus_account_pane_get_cancellable (pane),
                        signed_in_cb, g_object_ref (self));
}

static void
sign_out_cb (AusProviderPage *self)
{
  AusAccountPane *pane = AUS_ACCOUNT_PANE (self);

  if (!aus_account_pane_begin (pane))
    return;

  show_action (self, TRUE);
  aus_provider_sign_out (aus_account_pane_get_client (pane), self->name, aus_account_pane_get_cancellable (pane),
                         signed_in_cb, g_object_ref (self));
}

static void
copy_cb (AusProviderPage *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->setup->webhook_url);
  gtk_widget_set_visible (GTK_WIDGET (self->copied), TRUE);
}

static void
aus_provider_page_finalize (GObject *object)
{
  AusProviderPage *self = AUS_PROVIDER_PAGE (object);

  g_clear_pointer (&self->setup, aus_provider_setup_free);
  g_free (self->test_note);
  g_free (self->name);

  G_OBJECT_CLASS (aus_provider_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, away_reason);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, notice);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, state);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, state_icon);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, offer_row);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, offer);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, test_row);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, test_icon);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, sees);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, caution);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, account);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, form);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, webhook_group);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, webhook);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, copied);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, actions);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, test);
  gtk_widget_class_bind_template_child (widget_class, AusProviderPage, save);
}

static void
aus_provider_page_class_init (AusProviderPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = aus_provider_page_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", AUS_TYPE_PROVIDER_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (AUS_TYPE_SETUP_FORM);
  g_type_ensure (AUS_TYPE_SIGN_IN_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-provider-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_out_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
aus_provider_page_init (AusProviderPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AusProviderPage *
aus_provider_page_new (AusClient  *client,
                       const char *name)
{
  AusProviderPage *self = g_object_new (AUS_TYPE_PROVIDER_PAGE, "client", client, NULL);

  self->name = g_strdup (name);
  load (self);

  return self;
}

gboolean
aus_provider_page_has_changes (AusProviderPage *self)
{
  g_autoptr (GHashTable) texts = NULL;

  g_return_val_if_fail (AUS_IS_PROVIDER_PAGE (self), FALSE);

  if (self->setup == NULL)
    return FALSE;

  texts = aus_setup_form_collect (self->form);

  return g_hash_table_size (texts) > 0 || gtk_switch_get_active (self->offer) != self->setup->is_enabled;
}
