#include "aus-application.h"

#include <glib/gi18n.h>

#include "aus-about.h"
#include "aus-arrivals.h"
#include "aus-chime.h"
#include "aus-consultation-state.h"
#include "aus-consultation.h"
#include "aus-draft-keeper.h"
#include "aus-farewell.h"
#include "aus-launch.h"
#include "aus-new-consultation.h"
#include "aus-preferences.h"
#include "aus-record-json.h"
#include "aus-record-list.h"
#include "aus-room-window.h"
#include "aus-shortcuts.h"
#include "aus-window.h"

struct _AusApplication
{
  AdwApplication  parent_instance;

  char           *version;
  AusLaunch       launch;

  GSettings      *settings;
  AusClient      *client;
  AusArrivals    *arrivals;
  AusChime       *chime;
  AusWindow      *window;
  AusPreferences *preferences;
  AusDraftKeeper *drafts;
  AusFilmDesk    *films;
};

G_DEFINE_FINAL_TYPE (AusApplication, aus_application, ADW_TYPE_APPLICATION)

static AusRoomWindow *
find_room (AusApplication *self,
           const char     *id)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next) {
    if (AUS_IS_ROOM_WINDOW (l->data) && g_strcmp0 (aus_room_window_get_consultation_id (l->data), id) == 0)
      return l->data;
  }

  return NULL;
}

static gboolean
is_in_call (AusApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next) {
    if (AUS_IS_ROOM_WINDOW (l->data) && aus_room_window_is_in_call (l->data))
      return TRUE;
  }

  return FALSE;
}

static AusRole
get_role (AusApplication *self)
{
  AusUser *user = aus_client_get_user (self->client);

  return user ? user->role : AUS_ROLE_NONE;
}

static AusRoomWindow *
show_room (AusApplication  *self,
           AusConsultation *visit)
{
  const AusRoomSetup setup = { visit, self->launch.media_source, self->launch.draft_dir, self->films,
                               self->settings };
  AusRoomWindow *room = find_room (self, visit->id);

  aus_draft_keeper_release (self->drafts, visit->id);

  if (room == NULL)
    room = aus_room_window_new (GTK_APPLICATION (self), self->client, &setup);

  gtk_window_present (GTK_WINDOW (room));

  return room;
}

typedef struct
{
  AusApplication *application;
  gboolean        admit;
} Opening;

static void
opening_free (Opening *opening)
{
  g_application_release (G_APPLICATION (opening->application));
  g_object_unref (opening->application);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
open_visit (AusApplication  *self,
            AusConsultation *visit,
            gboolean         admit)
{
  AusRoomWindow *room = show_room (self, visit);

  if (admit)
    gtk_widget_activate_action (GTK_WIDGET (room), "win.admit", NULL);
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Opening) opening = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AusConsultation) visit = g_object_new (AUS_TYPE_CONSULTATION, NULL);
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (answer != NULL && JSON_NODE_HOLDS_OBJECT (answer)
      && aus_record_read_json (AUS_RECORD (visit), json_node_get_object (answer), AUS_READ_TRUSTED, &error))
    open_visit (opening->application, visit, opening->admit);
  else if (opening->application->window != NULL)
    aus_window_toast (opening->application->window, error ? error->message : _("There is no such visit."));
}

/* A visit that was made a moment ago may not be in the list yet. */
static void
open_by_id (AusApplication *self,
            const char     *id,
            gboolean        admit)
{
  AusConsultation *visit = aus_record_list_find (AUS_RECORD_LIST (aus_client_get_consultations (self->client)), id);
  g_autofree char *path = g_strdup_printf ("consultations/%s/", id);
  Opening *opening;

  aus_arrivals_acknowledge (self->arrivals);

  if (visit != NULL) {
    open_visit (self, visit, admit);
    return;
  }

  opening = g_new0 (Opening, 1);
  opening->application = g_object_ref (self);
  opening->admit = admit;
  g_application_hold (G_APPLICATION (self));
  aus_client_send_async (self->client, "GET", path, NULL, NULL, fetched_cb, opening);
}

static void
admitted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (AusApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (self->window != NULL)
    aus_window_toast (self->window, answer ? _("The patient was let in.") : error->message);
}

static void
open_activated (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  open_by_id (user_data, g_variant_get_string (parameter, NULL), FALSE);
}

static void
admit_activated (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  AusApplication *self = user_data;
  const char *id = g_variant_get_string (parameter, NULL);
  g_autofree char *path = g_strdup_printf ("consultations/%s/admit/", id);

  /* Who talks to patients goes in with them; reception opens the door only. */
  if (aus_act_is_for (AUS_ACT_START, get_role (self))) {
    open_by_id (self, id, TRUE);
  } else {
    aus_arrivals_acknowledge (self->arrivals);
    aus_client_send_async (self->client, "POST", path, NULL, NULL, admitted_cb, g_object_ref (self));
  }
}

static void
new_consultation_activated (GSimpleAction *action,
                            GVariant      *parameter,
                            gpointer       user_data)
{
  AusApplication *self = user_data;

  if (self->window != NULL && aus_client_get_user (self->client) != NULL)
    gtk_window_present (GTK_WINDOW (aus_new_consultation_new (GTK_WINDOW (self->window), self->client)));
}

static void
acknowledge_activated (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  aus_arrivals_acknowledge (AUS_APPLICATION (user_data)->arrivals);
}

static void
preferences_activated (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  AusApplication *self = user_data;

  /* One at a time; there is nothing to prefer for nobody. */
  if (self->window != NULL && self->preferences == NULL && aus_preferences_is_for (self->client))
    g_set_weak_pointer (&self->preferences, aus_preferences_new (GTK_WINDOW (self->window), self->client));

  if (self->preferences != NULL)
    gtk_window_present (GTK_WINDOW (self->preferences));
}

static void
close_rooms (AusApplication *self)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  for (GList *l = windows; l != NULL; l = l->next) {
    if (AUS_IS_ROOM_WINDOW (l->data))
      gtk_window_close (l->data);
  }
}

static void
signed_out_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (AusApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!aus_client_sign_out_finish (AUS_CLIENT (source), result, &error))
    g_message ("The server was not told of the signing out: %s", error->message);

  g_application_release (G_APPLICATION (self));
}

static void
sign_out_activated (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  AusApplication *self = user_data;

  close_rooms (self);
  g_application_hold (G_APPLICATION (self));
  aus_client_sign_out_async (self->client, NULL, signed_out_cb, g_object_ref (self));
}

static void
about_activated (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  AusApplication *self = user_data;

  aus_about_present (gtk_application_get_active_window (GTK_APPLICATION (self)), self->version);
}

static void
quit_activated (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  close_rooms (user_data);
  aus_farewell_quit (user_data, AUS_APPLICATION (user_data)->client);
}

static const GActionEntry actions[] = {
  { "open", open_activated, "s" },
  { "admit", admit_activated, "s" },
  { "new-consultation", new_consultation_activated },
  { "acknowledge", acknowledge_activated },
  { "preferences", preferences_activated },
  { "sign-out", sign_out_activated },
  { "about", about_activated },
  { "quit", quit_activated },
};

static void
ring_cb (AusApplication *self)
{
  /* Not into a conversation. */
  if (!is_in_call (self))
    aus_chime_ring (self->chime);
}

/* What is on the screen was somebody else's. */
static void
account_changed_cb (AusApplication *self)
{
  close_rooms (self);
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (AusApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!aus_client_sign_in_finish (AUS_CLIENT (source), result, &error))
    g_printerr ("Cannot sign in: %s\n", error->message);

  if (self->window != NULL)
    aus_window_set_ready (self->window);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (AusApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!aus_client_restore_finish (AUS_CLIENT (source), result, &error))
    g_debug ("Signing in is needed: %s", error->message);

  if (self->window != NULL)
    aus_window_set_ready (self->window);
}

static void
begin (AusApplication *self)
{
  g_autofree char *server = g_settings_get_string (self->settings, "server");
  g_autofree char *email = g_settings_get_string (self->settings, "email");
  const char *password = g_getenv ("AUSCULTA_PASSWORD");
  const AusCredentials credentials = {
    self->launch.sign_in, self->launch.email ? self->launch.email : "", password ? password : "", NULL
  };

  if (self->launch.sign_in != NULL)
    aus_client_sign_in_async (self->client, &credentials, NULL, signed_in_cb, g_object_ref (self));
  else
    aus_client_restore_async (self->client, *server ? server : NULL, *email ? email : NULL, NULL, restored_cb,
                              g_object_ref (self));
}

static void
aus_application_activate (GApplication *application)
{
  AusApplication *self = AUS_APPLICATION (application);

  if (self->window == NULL) {
    g_set_weak_pointer (&self->window, aus_window_new (GTK_APPLICATION (self), self->client, self->settings,
                                                         self->launch.media_source));
    aus_window_set_films (self->window, self->films);
    begin (self);
  }

  gtk_window_present (GTK_WINDOW (self->window));
}

static void
aus_application_startup (GApplication *application)
{
  AusApplication *self = AUS_APPLICATION (application);

  G_APPLICATION_CLASS (aus_application_parent_class)->startup (application);

  self->settings = g_settings_new (g_application_get_application_id (application));
  self->client = aus_client_new (self->launch.cache_dir);
  self->arrivals = aus_arrivals_new (application, self->client);
  self->chime = aus_chime_new ("patient-ready");
  self->drafts = aus_draft_keeper_new (self->client, self->launch.draft_dir);
  self->films = aus_film_desk_new (self->client, self->launch.film_dir);
  g_signal_connect_object (self->client, "notify::email", G_CALLBACK (account_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "notify::server-uri", G_CALLBACK (account_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->arrivals, "ring", G_CALLBACK (ring_cb), self, G_CONNECT_SWAPPED);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  aus_shortcuts_install (GTK_APPLICATION (self));
}

static void
aus_application_window_removed (GtkApplication *application,
                                GtkWindow      *window)
{
  AusApplication *self = AUS_APPLICATION (application);

  if (AUS_IS_ROOM_WINDOW (window) && self->drafts != NULL) {
    aus_draft_keeper_resume (self->drafts, aus_room_window_get_consultation_id (AUS_ROOM_WINDOW (window)));
    aus_farewell_wait (G_APPLICATION (self), self->client);
  }

  GTK_APPLICATION_CLASS (aus_application_parent_class)->window_removed (application, window);
}

static int
aus_application_handle_local_options (GApplication *application,
                                      GVariantDict *options)
{
  AusApplication *self = AUS_APPLICATION (application);
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (options, "version")) {
    g_print ("ausculta %s\n", self->version);
    return 0;
  }

  if (!aus_launch_has_settings (g_application_get_application_id (application))) {
    g_printerr ("The settings' schema is not installed. From a build directory, set GSETTINGS_SCHEMA_DIR to its "
                "folder “data”.\n");
    return 1;
  }

  if (!aus_launch_read (&self->launch, options, &error)) {
    g_printerr ("%s\n", error->message);
    return 2;
  }

  return -1;
}

static void
aus_application_shutdown (GApplication *application)
{
  AusApplication *self = AUS_APPLICATION (application);

  g_clear_object (&self->drafts);
  g_clear_object (&self->arrivals);
  g_clear_object (&self->chime);

  G_APPLICATION_CLASS (aus_application_parent_class)->shutdown (application);

  g_clear_object (&self->films);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
}

static void
aus_application_finalize (GObject *object)
{
  AusApplication *self = AUS_APPLICATION (object);

  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->preferences);
  g_free (self->version);
  aus_launch_clear (&self->launch);

  G_OBJECT_CLASS (aus_application_parent_class)->finalize (object);
}

static void
aus_application_class_init (AusApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = aus_application_finalize;
  GTK_APPLICATION_CLASS (klass)->window_removed = aus_application_window_removed;
  application_class->startup = aus_application_startup;
  application_class->activate = aus_application_activate;
  application_class->shutdown = aus_application_shutdown;
  application_class->handle_local_options = aus_application_handle_local_options;
}

static void
aus_application_init (AusApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), aus_launch_options);
}

AusApplication *
aus_application_new (const char *application_id,
                     const char *version)
{
  AusApplication *self = g_object_new (AUS_TYPE_APPLICATION,
                                       "application-id", application_id,
                                       "resource-base-path", "/org/ausculta/Ausculta",
                                       NULL);

  self->version = g_strdup (version);

  return self;
}
