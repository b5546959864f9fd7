#include "aus-window.h"

#include <glib/gi18n.h>

#include "aus-banner.h"
#include "aus-call-memory.h"
#include "aus-device-acts.h"
#include "aus-factor-page.h"
#include "aus-film-banner.h"
#include "aus-private-page.h"
#include "aus-record-list.h"
#include "aus-return-banner.h"
#include "aus-sign-in-page.h"
#include "aus-today-view.h"
#include "aus-visit-text.h"
#include "aus-waiting-view.h"

/* Below this the wrong clock does no harm. */
#define SKEW_SECONDS 30

struct _AusWindow
{
  AdwApplicationWindow  parent_instance;

  AusClient            *client;
  GSettings            *settings;
  AusDeviceActs        *device_acts;
  gboolean              is_private;
  gboolean              ready;
  gboolean              was_offline;
  gboolean              dismissed;

  AdwToastOverlay      *toasts;
  GtkStack             *pages;
  AusSignInPage        *sign_in;
  GtkWidget            *enrolment;
  AusBanner            *banner;
  AusReturnBanner      *return_banner;
  AusFilmBanner        *film_banner;
  GtkToggleButton      *search_button;
  GtkSearchBar         *search_bar;
  GtkSearchEntry       *search_entry;
  AdwViewStack         *views;
  AusTodayView         *today;
  AusWaitingView       *waiting;
};

G_DEFINE_FINAL_TYPE (AusWindow, aus_window, ADW_TYPE_APPLICATION_WINDOW)

static void
show_offline (AusWindow *self)
{
  const char *problem = aus_client_get_problem (self->client);
  g_autofree char *time = aus_format_time (aus_client_get_as_of (self->client));
  const char *reason = problem ? problem : _("No connection to the server");
  /* Translators: why there is no connection, and since when the list may be out of date. */
  g_autofree char *text = g_strdup_printf (_("%s. Showing visits as of %s."), reason, time);

  aus_banner_show (self->banner, *time != '\0' ? text : reason, _("Try Again"), "win.retry");
}

static void
show_caution (AusWindow *self)
{
  if (self->dismissed)
    aus_banner_hide (self->banner);
  else if (aus_client_get_insecure (self->client))
    aus_banner_show (self->banner, _("The connection to the server is not encrypted."), _("Dismiss"),
                     "win.dismiss");
  else if (ABS (aus_client_get_clock_skew (self->client)) > SKEW_SECONDS)
    aus_banner_show (self->banner, _("The clock of this computer is wrong. Times may mislead you."),
                     _("Dismiss"),
                     "win.dismiss");
  else if (!aus_client_get_token_remembered (self->client))
    aus_banner_show (self->banner, _("There is no keyring here: you will sign in again next time."),
                     _("Dismiss"),
                     "win.dismiss");
  else
    aus_banner_hide (self->banner);
}

static void
update_banner (AusWindow *self)
{
  switch (aus_client_get_state (self->client)) {
    case AUS_CLIENT_STATE_OFFLINE:
      self->was_offline = TRUE;
      show_offline (self);
      break;
    case AUS_CLIENT_STATE_CONNECTING:
      if (self->was_offline)
        aus_banner_show (self->banner, _("Reconnecting…"), NULL, NULL);
      break;
    case AUS_CLIENT_STATE_ONLINE:
      self->was_offline = FALSE;
      show_caution (self);
      break;
    case AUS_CLIENT_STATE_SIGN_IN_NEEDED:
    case AUS_CLIENT_STATE_ENROLMENT_NEEDED:
    case AUS_CLIENT_STATE_SIGNED_OUT:
      self->was_offline = FALSE;
      self->dismissed = FALSE;
      aus_banner_hide (self->banner);
      break;
  }
}

static void
show_sign_in (AusWindow  *self,
              const char *notice)
{
  g_autofree char *server = g_settings_get_string (self->settings, "server");
  g_autofree char *email = g_settings_get_string (self->settings, "email");

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "sign-in") == 0)
    return;

  gtk_stack_set_visible_child_name (self->pages, "sign-in");
  aus_sign_in_page_set_notice (self->sign_in, notice);
  aus_sign_in_page_propose (self->sign_in, server, email);
}

static void
remember_sign_in (AusWindow *self)
{
  const char *server = aus_client_get_server_uri (self->client);
  const char *email = aus_client_get_email (self->client);

  if (server != NULL && email != NULL) {
    g_settings_set_string (self->settings, "server", server);
    g_settings_set_string (self->settings, "email", email);
  }
}

static void
enrolled_cb (AusWindow *self)
{
  aus_client_enrolled (self->client);
}

static GtkWidget *
make_enrolment (AusWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *sign_out = gtk_button_new_with_label (_("Sign Out"));
  GtkWidget *page = g_object_new (AUS_TYPE_FACTOR_PAGE, "client", self->client, "vexpand", TRUE, NULL);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (sign_out), "app.sign-out");
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), sign_out);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (_("Two-Step Verification"), NULL));
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), page);
  g_signal_connect_object (page, "finished", G_CALLBACK (enrolled_cb), self, G_CONNECT_SWAPPED);
  aus_factor_page_load (AUS_FACTOR_PAGE (page));

  return box;
}

/* Most clinics never ask for it, so it is made when it is. */
static void
show_enrolment (AusWindow *self)
{
  if (self->enrolment != NULL)
    return;

  remember_sign_in (self);
  self->enrolment = make_enrolment (self);
  gtk_stack_add_child (self->pages, self->enrolment);
  gtk_stack_set_visible_child (self->pages, self->enrolment);
}

static void
drop_enrolment (AusWindow *self)
{
  GtkWidget *enrolment = g_steal_pointer (&self->enrolment);

  if (enrolment != NULL)
    gtk_stack_remove (self->pages, enrolment);
}

static void
update_page (AusWindow *self)
{
  if (!self->ready)
    return;

  switch (aus_client_get_state (self->client)) {
    case AUS_CLIENT_STATE_SIGNED_OUT:
      show_sign_in (self, NULL);
      break;
    case AUS_CLIENT_STATE_SIGN_IN_NEEDED:
      show_sign_in (self, aus_client_get_problem (self->client));
      break;
    case AUS_CLIENT_STATE_ENROLMENT_NEEDED:
      show_enrolment (self);
      break;
    case AUS_CLIENT_STATE_CONNECTING:
    case AUS_CLIENT_STATE_ONLINE:
    case AUS_CLIENT_STATE_OFFLINE:
      remember_sign_in (self);
      gtk_stack_set_visible_child_name (self->pages, self->is_private ? "private" : "main");
      break;
  }

  if (aus_client_get_state (self->client) != AUS_CLIENT_STATE_ENROLMENT_NEEDED)
    drop_enrolment (self);
}

static void
client_changed_cb (AusWindow *self)
{
  gboolean online = aus_client_get_state (self->client) == AUS_CLIENT_STATE_ONLINE;

  update_banner (self);
  update_page (self);
  g_object_set (self->today, "as-of", online ? NULL : aus_client_get_as_of (self->client), NULL);
}

static gboolean
is_waiting_shown (AusWindow  *self,
                  const char *visible_name)
{
  return g_strcmp0 (visible_name, "waiting") == 0;
}

static gboolean
needs_attention (AusWindow  *self,
                 guint       n_waiting,
                 const char *visible_name)
{
  return n_waiting > 0 && !is_waiting_shown (self, visible_name);
}

static gboolean
input_cb (AusWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "app.acknowledge", NULL);

  return GDK_EVENT_PROPAGATE;
}

static void
show_view (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  adw_view_stack_set_visible_child_name (AUS_WINDOW (widget)->views, g_variant_get_string (parameter, NULL));
}

static void
search (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  AusWindow *self = AUS_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->views, "today");
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
admit_next (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  AusConsultation *next = aus_waiting_view_get_next (AUS_WINDOW (widget)->waiting);

  if (next != NULL)
    gtk_widget_activate_action (widget, "app.admit", "s", next->id);
  else
    aus_window_toast (AUS_WINDOW (widget), _("No one is waiting."));
}

static void
retry (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  aus_client_retry (AUS_WINDOW (widget)->client);
}

static void
dismiss (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  AusWindow *self = AUS_WINDOW (widget);

  self->dismissed = TRUE;
  update_banner (self);
}

static void
aus_window_dispose (GObject *object)
{
  AusWindow *self = AUS_WINDOW (object);

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_func (self->client, client_changed_cb, self);

  g_clear_object (&self->device_acts);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (aus_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.show-view", "s", show_view);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search);
  gtk_widget_class_install_action (widget_class, "win.admit-next", NULL, admit_next);
  gtk_widget_class_install_action (widget_class, "win.retry", NULL, retry);
  gtk_widget_class_install_action (widget_class, "win.dismiss", NULL, dismiss);
}

static void
aus_window_class_init (AusWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_window_dispose;

  g_type_ensure (AUS_TYPE_BANNER);
  g_type_ensure (AUS_TYPE_FILM_BANNER);
  g_type_ensure (AUS_TYPE_PRIVATE_PAGE);
  g_type_ensure (AUS_TYPE_RETURN_BANNER);
  g_type_ensure (AUS_TYPE_SIGN_IN_PAGE);
  g_type_ensure (AUS_TYPE_TODAY_VIEW);
  g_type_ensure (AUS_TYPE_WAITING_VIEW);
  install_actions (widget_class);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AusWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, AusWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, AusWindow, sign_in);
  gtk_widget_class_bind_template_child (widget_class, AusWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, AusWindow, return_banner);
  gtk_widget_class_bind_template_child (widget_class, AusWindow, film_banner);
  gtk_widget_class_bind_template_child (widget_class, AusWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, AusWindow, search_bar);
  gtk_widget_class_bind_template_child (widget_class, AusWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, AusWindow, views);
  gtk_widget_class_bind_template_child (widget_class, AusWindow, today);
  gtk_widget_class_bind_template_child (widget_class, AusWindow, waiting);
  gtk_widget_class_bind_template_callback (widget_class, needs_attention);
  gtk_widget_class_bind_template_callback (widget_class, input_cb);
}

static void
aus_window_init (AusWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
attach (AusWindow *self)
{
  GListModel *visits = aus_client_get_consultations (self->client);

  g_object_set (self->sign_in, "client", self->client, NULL);
  g_object_set (self->today, "model", visits, NULL);
  g_object_set (self->waiting, "model", visits, NULL);
  aus_return_banner_attach (self->return_banner, gtk_window_get_application (GTK_WINDOW (self)), self->client);
  g_object_bind_property (visits, "loaded", self->today, "loaded", G_BINDING_SYNC_CREATE);
  g_signal_connect_swapped (self->client, "notify", G_CALLBACK (client_changed_cb), self);

  g_settings_bind (self->settings, "width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
}

/* There is a call to try out, though none is held. */
static void
attach_devices (AusWindow      *self,
                AusMediaSource  media_source)
{
  g_autoptr (AusLocalMedia) media = aus_local_media_new (media_source);

  aus_call_memory_keep_devices (self->settings, media);
  self->device_acts = aus_device_acts_new (self->toasts, self->client, media, NULL);
}

AusWindow *
aus_window_new (GtkApplication *application,
                AusClient      *client,
                GSettings      *settings,
                AusMediaSource  media_source)
{
  AusWindow *self = g_object_new (AUS_TYPE_WINDOW, "application", application, NULL);

  self->client = g_object_ref (client);
  self->settings = g_object_ref (settings);
  attach (self);
  attach_devices (self, media_source);

  return self;
}

void
aus_window_set_ready (AusWindow *self)
{
  g_return_if_fail (AUS_IS_WINDOW (self));

  self->ready = TRUE;
  client_changed_cb (self);
}

void
aus_window_set_films (AusWindow   *self,
                      AusFilmDesk *films)
{
  g_return_if_fail (AUS_IS_WINDOW (self));

  aus_film_banner_attach (self->film_banner, films);
}

void
aus_window_set_private (AusWindow *self,
                        gboolean   is_private)
{
  g_return_if_fail (AUS_IS_WINDOW (self));

  self->is_private = is_private;
  update_page (self);
}

void
aus_window_toast (AusWindow  *self,
                  const char *text)
{
  g_return_if_fail (AUS_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}
