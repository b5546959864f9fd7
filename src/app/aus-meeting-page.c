#include "aus-meeting-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "aus-json.h"

struct _AusMeetingPage
{
  GtkWidget      parent_instance;

  AusClient     *client;
  char          *consultation_id;
  char          *provider;

  AdwStatusPage *page;
  GtkWidget     *open;
  GtkLabel      *fault;
};

G_DEFINE_FINAL_TYPE (AusMeetingPage, aus_meeting_page, GTK_TYPE_WIDGET)

static void
show_fault (AusMeetingPage *self,
            const char     *text)
{
  gtk_label_set_label (self->fault, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), text != NULL);
}

static void
meeting_info_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (AusMeetingPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);
  JsonObject *info = answer != NULL && JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;
  const char *uri = info ? aus_json_get_text (info, "meeting_url") : NULL;
  /* Translators: %s is a video provider, such as Jitsi. */
  g_autofree char *pending = g_strdup_printf (_("%s has not made a room yet. Try again in a moment."),
                                              self->provider);

  if (self->page == NULL)
    return;

  gtk_widget_set_sensitive (self->open, TRUE);

  if (error != NULL)
    show_fault (self, error->message);
  else if (uri == NULL || *uri == '\0')
    show_fault (self, pending);
  else
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri, GDK_CURRENT_TIME);
}

static void
open_cb (AusMeetingPage *self)
{
  g_autofree char *path = g_strdup_printf ("consultations/%s/meeting_info/", self->consultation_id);

  show_fault (self, NULL);
  gtk_widget_set_sensitive (self->open, FALSE);
  aus_client_send_async (self->client, "GET", path, NULL, NULL, meeting_info_cb, g_object_ref (self));
}

static void
aus_meeting_page_dispose (GObject *object)
{
  AusMeetingPage *self = AUS_MEETING_PAGE (object);

  if (self->page != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->page)));

  g_clear_object (&self->client);

  G_OBJECT_CLASS (aus_meeting_page_parent_class)->dispose (object);
}

static void
aus_meeting_page_finalize (GObject *object)
{
  AusMeetingPage *self = AUS_MEETING_PAGE (object);

  g_free (self->consultation_id);
  g_free (self->provider);

  G_OBJECT_CLASS (aus_meeting_page_parent_class)->finalize (object);
}

static void
aus_meeting_page_class_init (AusMeetingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_meeting_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_meeting_page_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-meeting-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AusMeetingPage, page);
  gtk_widget_class_bind_template_child (widget_class, AusMeetingPage, open);
  gtk_widget_class_bind_template_child (widget_class, AusMeetingPage, fault);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
aus_meeting_page_init (AusMeetingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_meeting_page_attach (AusMeetingPage *self,
                         AusClient      *client,
                         const char     *consultation_id,
                         const char     *provider)
{
  /* Translators: %s is a video provider, such as Jitsi. */
  g_autofree char *title = g_strdup_printf (_("This Visit Uses %s"), provider);

  g_return_if_fail (AUS_IS_MEETING_PAGE (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  self->consultation_id = g_strdup (consultation_id);
  self->provider = g_strdup (provider);
  adw_status_page_set_title (self->page, title);
}
