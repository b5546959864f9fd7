#include "aus-return-banner.h"

#include <glib/gi18n.h>

#include "aus-banner.h"
#include "aus-consultation.h"
#include "aus-item-watcher.h"
#include "aus-room-window.h"
#include "aus-visit-text.h"

/* A visit that nobody completed is no call any more. */
#define LONGEST_HOURS 12

struct _AusReturnBanner
{
  GtkWidget       parent_instance;

  AusClient      *client;
  AusItemWatcher *watcher;
  GtkApplication *application;
  AusBanner      *banner;
  char           *visit_id;
  guint           update;
};

G_DEFINE_FINAL_TYPE (AusReturnBanner, aus_return_banner, GTK_TYPE_WIDGET)

static gboolean
is_open (AusReturnBanner *self,
         const char      *id)
{
  for (GList *l = self->application ? gtk_application_get_windows (self->application) : NULL; l; l = l->next) {
    if (AUS_IS_ROOM_WINDOW (l->data) && g_strcmp0 (aus_room_window_get_consultation_id (l->data), id) == 0)
      return TRUE;
  }

  return FALSE;
}

static gboolean
goes_on (AusReturnBanner *self,
         AusConsultation *visit)
{
  AusUser *user = aus_client_get_user (self->client);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return user != NULL && visit->status == AUS_STATUS_IN_PROGRESS && g_strcmp0 (visit->doctor_id, user->id) == 0
         && visit->actual_start != NULL && aus_minutes_between (visit->actual_start, now) < LONGEST_HOURS * 60
         && !is_open (self, visit->id);
}

/* (transfer full) (nullable): of several, the one that began last */
static AusConsultation *
find_visit (AusReturnBanner *self)
{
  GListModel *visits = aus_client_get_consultations (self->client);
  g_autoptr (AusConsultation) found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (visits); i++) {
    g_autoptr (AusConsultation) visit = g_list_model_get_item (visits, i);

    if (goes_on (self, visit)
        && (found == NULL || g_date_time_compare (visit->actual_start, found->actual_start) > 0))
      g_set_object (&found, visit);
  }

  return g_steal_pointer (&found);
}

static void
update (AusReturnBanner *self)
{
  g_autoptr (AusConsultation) visit = find_visit (self);
  g_autofree char *text = NULL;
  g_autofree char *action = NULL;

  g_free (self->visit_id);
  self->visit_id = visit ? g_strdup (visit->id) : NULL;

  if (visit == NULL) {
    aus_banner_hide (self->banner);
    return;
  }

  /* Translators: %s is the patient. */
  text = g_strdup_printf (_("You were in a visit with %s."), visit->patient_name);
  action = g_action_print_detailed_name ("app.open", g_variant_new_string (visit->id));
  aus_banner_show (self->banner, text, _("Return"), action);
}

static gboolean
update_cb (gpointer user_data)
{
  AusReturnBanner *self = user_data;

  self->update = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

/* A window does not know its visit yet while it is being made. */
static void
windows_changed_cb (AusReturnBanner *self)
{
  if (self->update == 0)
    self->update = g_idle_add (update_cb, self);
}

static void
aus_return_banner_dispose (GObject *object)
{
  AusReturnBanner *self = AUS_RETURN_BANNER (object);

  g_clear_handle_id (&self->update, g_source_remove);
  g_clear_object (&self->watcher);
  g_clear_object (&self->application);
  g_clear_object (&self->client);
  g_clear_pointer (&self->visit_id, g_free);

  if (self->banner != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->banner)));

  G_OBJECT_CLASS (aus_return_banner_parent_class)->dispose (object);
}

static void
aus_return_banner_class_init (AusReturnBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_return_banner_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
aus_return_banner_init (AusReturnBanner *self)
{
  self->watcher = aus_item_watcher_new ();
  self->banner = g_object_new (AUS_TYPE_BANNER, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->banner), GTK_WIDGET (self));
}

void
aus_return_banner_attach (AusReturnBanner *self,
                          GtkApplication  *application,
                          AusClient       *client)
{
  g_return_if_fail (AUS_IS_RETURN_BANNER (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (self->watcher, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::user", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  aus_item_watcher_set_model (self->watcher, aus_client_get_consultations (client));

  if (g_set_object (&self->application, application)) {
    g_signal_connect_object (application, "window-added", G_CALLBACK (windows_changed_cb), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (application, "window-removed", G_CALLBACK (windows_changed_cb), self, G_CONNECT_SWAPPED);
  }

  update (self);
}

const char *
aus_return_banner_get_visit (AusReturnBanner *self)
{
  g_return_val_if_fail (AUS_IS_RETURN_BANNER (self), NULL);

  return self->visit_id;
}
