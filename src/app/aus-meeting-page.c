#include "aus-meeting-page.h"

#include <glib/gi18n.h>

#include "aus-error.h"
#include "aus-json.h"
#include "aus-meeting-panel.h"
#include "aus-meeting-way.h"
#include "aus-visit-text.h"

#define AGAIN_S 1

struct _AusMeetingPage
{
  GtkWidget             parent_instance;

  AusClient            *client;
  AusConsultation      *visit;
  GSettings            *settings;
  GCancellable         *cancellable;
  gboolean              has_mock_devices;

  gboolean              begun;
  /* The room is not open yet; it is asked for again and again. */
  gboolean              awaits_room;
  guint                 timer;
  char                 *uri;
  /* Why it is not inside the app. */
  char                 *reason;
  GtkWidget            *view;

  GtkStack             *stack;
  AusMeetingPanel      *panel;
};

enum
{
  PROP_0,
  PROP_VIEW,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AusMeetingPage, aus_meeting_page, GTK_TYPE_WIDGET)

static void
remove_view (AusMeetingPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "panel");

  if (self->view == NULL)
    return;

  gtk_stack_remove (self->stack, g_steal_pointer (&self->view));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VIEW]);
}

static void
open_browser (AusMeetingPage *self,
              const char     *uri)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, uri, GDK_CURRENT_TIME);
}

static void
show_panel (AusMeetingPage *self)
{
  open_browser (self, self->uri);
  aus_meeting_panel_show_opened (self->panel, self->reason);
}

static void
leave_cb (AusMeetingPage *self)
{
  remove_view (self);
}

/* The meeting itself goes to the browser; a page that it leads to is only looked at there. */
static void
elsewhere_cb (AusMeetingPage *self,
              const char     *uri)
{
  if (g_strcmp0 (uri, self->uri) != 0) {
    open_browser (self, uri);
    return;
  }

  remove_view (self);
  g_free (self->reason);
  self->reason = g_strdup (_("You asked for that."));
  show_panel (self);
}

static void
show_view (AusMeetingPage       *self,
           const AusEmbedModule *module)
{
  const AusEmbedRequest request = {
    self->uri, aus_meeting_way_domains (self->visit->video_provider),
    aus_provider_to_word (self->visit->video_provider), self->has_mock_devices,
  };

  remove_view (self);
  self->view = module->view_new (&request);
  g_signal_connect_object (self->view, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "elsewhere", G_CALLBACK (elsewhere_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, self->view, "view");
  gtk_stack_set_visible_child_name (self->stack, "view");
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VIEW]);
}

static void
way_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (AusMeetingPage) self = user_data;
  g_autoptr (GError) error = NULL;
  const AusEmbedModule *module = aus_meeting_way_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->stack == NULL)
    return;

  aus_meeting_panel_set_busy (self->panel, FALSE);

  if (module != NULL) {
    show_view (self, module);
    return;
  }

  g_free (self->reason);
  self->reason = g_strdup (error->message);
  show_panel (self);
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
  const char *host_uri = info ? aus_json_get_text (info, "host_url") : NULL;
  const char *uri = host_uri ? host_uri : info ? aus_json_get_text (info, "meeting_url") : NULL;
  g_autofree char *pending = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->stack == NULL)
    return;

  if (uri != NULL && *uri != '\0') {
    g_clear_handle_id (&self->timer, g_source_remove);
    aus_meeting_panel_show_fault (self->panel, NULL);
    g_free (self->uri);
    self->uri = g_strdup (uri);
    aus_meeting_way_find (self->visit->video_provider, self->settings, self->cancellable, way_cb, g_object_ref (self));
    return;
  }

  /* Translators: %s is a video provider, such as Jitsi. */
  pending = g_strdup_printf (_("%s has not made a room yet. Try again in a moment."),
                             aus_provider_to_word (self->visit->video_provider));
  aus_meeting_panel_set_busy (self->panel, FALSE);
  aus_meeting_panel_show_fault (self->panel, error ? error->message : pending);

  /* Whoever was just let in can be taken back for a moment, and some providers take a while to make a room. */
  self->awaits_room = error == NULL || g_error_matches (error, AUS_ERROR, AUS_ERROR_CONFLICT);

  if (!self->awaits_room)
    g_clear_handle_id (&self->timer, g_source_remove);
}

static char *
make_path (AusMeetingPage *self,
           const char     *end)
{
  return g_strdup_printf ("consultations/%s/%s/", self->visit->id, end);
}

/* Each time anew: links of hosts are for one use, and tokens end. */
static void
ask_for_room (AusMeetingPage *self)
{
  g_autofree char *path = make_path (self, "meeting_info");

  self->awaits_room = FALSE;
  aus_client_send_async (self->client, "GET", path, NULL, self->cancellable, meeting_info_cb, g_object_ref (self));
}

static gboolean
timer_cb (gpointer user_data)
{
  AusMeetingPage *self = user_data;

  if (self->awaits_room)
    ask_for_room (self);

  return G_SOURCE_CONTINUE;
}

static void
open_cb (AusMeetingPage *self)
{
  aus_meeting_panel_show_fault (self->panel, NULL);
  aus_meeting_panel_set_busy (self->panel, TRUE);
  ask_for_room (self);

  if (self->timer == 0)
    self->timer = g_timeout_add_seconds (AGAIN_S, timer_cb, self);
}

static void
begin (AusMeetingPage *self)
{
  if (self->client == NULL || self->begun)
    return;

  self->begun = TRUE;
  open_cb (self);
}

static gboolean
is_host_there (JsonNode *answer)
{
  JsonArray *stays = answer != NULL && JSON_NODE_HOLDS_ARRAY (answer) ? json_node_get_array (answer) : NULL;

  for (guint i = 0; stays != NULL && i < json_array_get_length (stays); i++) {
    JsonObject *stay = json_array_get_object_element (stays, i);

    if (aus_json_get_boolean (stay, "is_host", FALSE) && aus_json_get_text (stay, "left_at") == NULL)
      return TRUE;
  }

  return FALSE;
}

static void
attendance_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (AusMeetingPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->stack == NULL)
    return;

  if (error != NULL)
    g_info ("Cannot ask who is in the meeting: %s", error->message);

  if (!is_host_there (answer))
    aus_meeting_panel_ask (self->panel);
}

/* Whom the provider has told of need not be asked. */
static void
ask_cb (AusMeetingPage *self)
{
  g_autofree char *path = make_path (self, "attendance");

  aus_client_send_async (self->client, "GET", path, NULL, self->cancellable, attendance_cb, g_object_ref (self));
}

static void
switched_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (AusMeetingPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (answer == NULL && self->stack != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    aus_meeting_panel_show_fault (self->panel, error->message);
}

static void
builtin_cb (AusMeetingPage *self)
{
  g_autofree char *path = make_path (self, "switch_provider");
  JsonObject *object = json_object_new ();
  JsonNode *body = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "video_provider", "builtin");
  json_node_take_object (body, object);
  aus_client_send_async (self->client, "POST", path, body, self->cancellable, switched_cb, g_object_ref (self));
}

/* A meeting of before has nothing to do with the one to come. */
static void
provider_changed_cb (AusMeetingPage *self)
{
  remove_view (self);
  g_clear_handle_id (&self->timer, g_source_remove);
  aus_meeting_panel_show_in (self->panel);
  aus_meeting_panel_set_provider (self->panel, aus_provider_to_word (self->visit->video_provider));
  self->begun = FALSE;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && self->visit->video_provider != AUS_VIDEO_PROVIDER_BUILTIN)
    begin (self);
}

static void
aus_meeting_page_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_VIEW:
      g_value_set_object (value, AUS_MEETING_PAGE (object)->view);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_meeting_page_dispose (GObject *object)
{
  AusMeetingPage *self = AUS_MEETING_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);

  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));

  self->view = NULL;
  g_clear_object (&self->client);
  g_clear_object (&self->visit);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (aus_meeting_page_parent_class)->dispose (object);
}

static void
aus_meeting_page_finalize (GObject *object)
{
  AusMeetingPage *self = AUS_MEETING_PAGE (object);

  g_object_unref (self->cancellable);
  g_free (self->uri);
  g_free (self->reason);

  G_OBJECT_CLASS (aus_meeting_page_parent_class)->finalize (object);
}

static void
aus_meeting_page_class_init (AusMeetingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = aus_meeting_page_get_property;
  G_OBJECT_CLASS (klass)->dispose = aus_meeting_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_meeting_page_finalize;

  props[PROP_VIEW] = g_param_spec_object ("view", NULL, NULL, GTK_TYPE_WIDGET,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);

  g_type_ensure (AUS_TYPE_MEETING_PANEL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-meeting-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AusMeetingPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AusMeetingPage, panel);
  gtk_widget_class_bind_template_callback (widget_class, begin);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, ask_cb);
  gtk_widget_class_bind_template_callback (widget_class, builtin_cb);
}

static void
aus_meeting_page_init (AusMeetingPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_meeting_page_attach (AusMeetingPage     *self,
                         AusClient          *client,
                         const AusRoomSetup *setup)
{
  g_return_if_fail (AUS_IS_MEETING_PAGE (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  self->visit = g_object_ref (setup->visit);
  g_set_object (&self->settings, setup->settings);
  self->has_mock_devices = aus_media_source_is_test (setup->media_source);
  aus_meeting_panel_set_provider (self->panel, aus_provider_to_word (self->visit->video_provider));
  g_signal_connect_object (self->visit, "notify::video-provider", G_CALLBACK (provider_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
aus_meeting_page_get_view (AusMeetingPage *self)
{
  g_return_val_if_fail (AUS_IS_MEETING_PAGE (self), NULL);

  return self->view;
}
