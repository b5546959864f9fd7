#include "aus-preferences.h"

#include "aus-account.h"
#include "aus-devices-group.h"
#include "aus-enum-words.h"
#include "aus-factor-page.h"
#include "aus-password-page.h"
#include "aus-provider-page.h"
#include "aus-video-settings.h"

#include <glib/gi18n.h>

struct _AusPreferences
{
  AdwPreferencesWindow  parent_instance;

  AusClient            *client;
  GCancellable         *cancellable;

  AdwAvatar            *avatar;
  AdwActionRow         *person;
  GtkLabel             *factor_state;
  AusDevicesGroup      *devices;
  /* (nullable): only admins have it */
  AusVideoSettings     *video;
  /* (nullable): a weak pointer to the one that is shown */
  AusProviderPage      *provider;
};

G_DEFINE_FINAL_TYPE (AusPreferences, aus_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
show_person (AusPreferences *self)
{
  AusUser *user = aus_client_get_user (self->client);
  const char *role = user ? aus_enum_to_word (AUS_TYPE_ROLE, user->role) : NULL;
  g_autofree char *text = NULL;

  if (user == NULL)
    return;

  /* Translators: somebody's role and e-mail address. */
  text = g_strdup_printf (_("%s, %s"), role ? role : "", user->email);
  adw_avatar_set_text (self->avatar, user->name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->person), user->name);
  adw_action_row_set_subtitle (self->person, text);
}

static void
factor_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (AusPreferences) self = user_data;
  g_autoptr (GError) error = NULL;
  AusFactor factor = { FALSE };

  if (aus_account_read_factor_finish (AUS_CLIENT (source), result, &factor, &error))
    gtk_label_set_label (self->factor_state, factor.is_on ? _("On") : _("Off"));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_info ("Cannot ask for the second step: %s", error->message);
}

static void
read_factor (AusPreferences *self)
{
  aus_account_read_factor (self->client, self->cancellable, factor_read_cb, g_object_ref (self));
}

static void
close_subpage_cb (AusPreferences *self)
{
  adw_preferences_window_set_can_navigate_back (ADW_PREFERENCES_WINDOW (self), TRUE);
  adw_preferences_window_close_subpage (ADW_PREFERENCES_WINDOW (self));
}

static void
discard_cb (AusPreferences *self,
            const char     *response)
{
  if (g_strcmp0 (response, "discard") == 0)
    close_subpage_cb (self);
}

/* Nothing that was typed goes without a question. */
static void
back_cb (AusPreferences *self)
{
  AdwMessageDialog *dialog;

  if (self->provider == NULL || !aus_provider_page_has_changes (self->provider)) {
    close_subpage_cb (self);
    return;
  }

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), _("Discard Changes?"),
                                                       _("What you changed on this page is not saved.")));
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "discard", _("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Takes @child. */
static void
present_subpage (AusPreferences *self,
                 const char     *title,
                 GtkWidget      *child)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_widget_set_tooltip_text (back, _("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Back"), -1);
  g_signal_connect_object (back, "clicked", G_CALLBACK (back_cb), self, G_CONNECT_SWAPPED);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), back);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (title, NULL));
  gtk_widget_set_vexpand (child, TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), child);
  adw_preferences_window_present_subpage (ADW_PREFERENCES_WINDOW (self), box);
  gtk_widget_child_focus (child, GTK_DIR_TAB_FORWARD);
}

static void
password_changed_cb (AusPreferences *self)
{
  close_subpage_cb (self);
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (_("The password was changed.")));
  aus_devices_group_load (self->devices);
}

static void
password_cb (AusPreferences *self)
{
  GtkWidget *page = aus_password_page_new (self->client);

  g_signal_connect_object (page, "changed", G_CALLBACK (password_changed_cb), self, G_CONNECT_SWAPPED);
  present_subpage (self, _("Change Password"), page);
}

static void
factor_cb (AusPreferences *self)
{
  GtkWidget *page = g_object_new (AUS_TYPE_FACTOR_PAGE, "client", self->client, NULL);

  g_signal_connect_object (page, "changed", G_CALLBACK (read_factor), self, G_CONNECT_SWAPPED);
  aus_factor_page_load (AUS_FACTOR_PAGE (page));
  present_subpage (self, _("Two-Step Verification"), page);
}

static void
provider_cb (AusPreferences *self,
             const char     *name,
             const char     *display_name)
{
  AusProviderPage *page = aus_provider_page_new (self->client, name);

  g_set_weak_pointer (&self->provider, page);
  g_signal_connect_object (page, "changed", G_CALLBACK (aus_video_settings_load), self->video, G_CONNECT_SWAPPED);
  adw_preferences_window_set_can_navigate_back (ADW_PREFERENCES_WINDOW (self), FALSE);
  present_subpage (self, display_name, GTK_WIDGET (page));
}

/* Who one is may be known only a moment later. */
static void
user_changed_cb (AusPreferences *self)
{
  AusUser *user = aus_client_get_user (self->client);

  show_person (self);

  if (user == NULL || user->role != AUS_ROLE_ADMIN || self->video != NULL)
    return;

  self->video = aus_video_settings_new (self->client);
  g_signal_connect_object (self->video, "open", G_CALLBACK (provider_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), ADW_PREFERENCES_PAGE (self->video));
}

static void
state_changed_cb (AusPreferences *self)
{
  if (!aus_preferences_is_for (self->client))
    gtk_window_close (GTK_WINDOW (self));
}

static void
aus_preferences_dispose (GObject *object)
{
  AusPreferences *self = AUS_PREFERENCES (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  /* Libadwaita 1.2 forgets to let go of the groups of a page, and the client shall not stay for that. */
  if (self->devices != NULL)
    g_object_set (self->devices, "client", NULL, NULL);

  if (self->video != NULL)
    aus_video_settings_close (g_steal_pointer (&self->video));

  g_clear_weak_pointer (&self->provider);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (aus_preferences_parent_class)->dispose (object);
}

static void
aus_preferences_class_init (AusPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_preferences_dispose;

  g_type_ensure (AUS_TYPE_DEVICES_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, AusPreferences, avatar);
  gtk_widget_class_bind_template_child (widget_class, AusPreferences, person);
  gtk_widget_class_bind_template_child (widget_class, AusPreferences, factor_state);
  gtk_widget_class_bind_template_child (widget_class, AusPreferences, devices);
  gtk_widget_class_bind_template_callback (widget_class, password_cb);
  gtk_widget_class_bind_template_callback (widget_class, factor_cb);
}

static void
aus_preferences_init (AusPreferences *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AusPreferences *
aus_preferences_new (GtkWindow *parent,
                     AusClient *client)
{
  AusPreferences *self = g_object_new (AUS_TYPE_PREFERENCES, "transient-for", parent, NULL);

  self->client = g_object_ref (client);
  g_object_set (self->devices, "client", client, NULL);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::user", G_CALLBACK (user_changed_cb), self, G_CONNECT_SWAPPED);
  user_changed_cb (self);
  read_factor (self);
  aus_devices_group_load (self->devices);

  return self;
}

gboolean
aus_preferences_is_for (AusClient *client)
{
  switch (aus_client_get_state (client)) {
    case AUS_CLIENT_STATE_CONNECTING:
    case AUS_CLIENT_STATE_ONLINE:
    case AUS_CLIENT_STATE_OFFLINE:
      return TRUE;
    case AUS_CLIENT_STATE_SIGNED_OUT:
    case AUS_CLIENT_STATE_SIGN_IN_NEEDED:
    case AUS_CLIENT_STATE_ENROLMENT_NEEDED:
      return FALSE;
  }

  g_return_val_if_reached (FALSE);
}
