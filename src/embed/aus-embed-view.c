#include "aus-embed-view.h"

#include <glib/gi18n-lib.h>

#include "aus-embed-bar.h"
#include "aus-embed-download.h"
#include "aus-embed-page.h"

#define ZOOM_STEP 0.1
#define LEAST_ZOOM 0.5
#define MOST_ZOOM 2.5

struct _AusEmbedView
{
  GtkWidget      parent_instance;

  char          *uri;
  WebKitWebView *view;

  GtkWidget     *box;
  GtkWidget     *toolbar;
  GtkWidget     *camera;
  GtkWidget     *microphone;
  GtkWidget     *screen;
  AusEmbedBar   *bar;
  GtkStack      *stack;
  GtkBox        *page;
  GtkToggleButton *fullscreen;
  GBinding      *filling;
};

enum
{
  LEAVE,
  ELSEWHERE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusEmbedView, aus_embed_view, GTK_TYPE_WIDGET)

static void
reload_cb (AusEmbedView *self)
{
  aus_embed_bar_hide (self->bar);
  gtk_stack_set_visible_child_name (self->stack, "page");
  webkit_web_view_load_uri (self->view, self->uri);
}

static void
leave_cb (AusEmbedView *self)
{
  g_signal_emit (self, signals[LEAVE], 0);
}

static void
browser_cb (AusEmbedView *self)
{
  g_signal_emit (self, signals[ELSEWHERE], 0, self->uri);
}

static void
zoom (AusEmbedView *self,
      double        step)
{
  webkit_web_view_set_zoom_level (self->view, CLAMP (webkit_web_view_get_zoom_level (self->view) + step, LEAST_ZOOM,
                                                     MOST_ZOOM));
}

static void
zoom_in_cb (AusEmbedView *self)
{
  zoom (self, ZOOM_STEP);
}

static void
zoom_out_cb (AusEmbedView *self)
{
  zoom (self, -ZOOM_STEP);
}

static void
capture_cb (AusEmbedView *self)
{
  gtk_widget_set_visible (self->camera, webkit_web_view_get_camera_capture_state (self->view) ==
                                        WEBKIT_MEDIA_CAPTURE_STATE_ACTIVE);
  gtk_widget_set_visible (self->microphone, webkit_web_view_get_microphone_capture_state (self->view) ==
                                            WEBKIT_MEDIA_CAPTURE_STATE_ACTIVE);
  gtk_widget_set_visible (self->screen, webkit_web_view_get_display_capture_state (self->view) ==
                                        WEBKIT_MEDIA_CAPTURE_STATE_ACTIVE);
}

static void
terminated_cb (AusEmbedView *self)
{
  g_message ("The page of a meeting has crashed");
  aus_embed_bar_hide (self->bar);
  gtk_stack_set_visible_child_name (self->stack, "crashed");
}

static gboolean
load_failed_cb (AusEmbedView    *self,
                WebKitLoadEvent  event,
                const char      *uri,
                GError          *error)
{
  if (g_error_matches (error, WEBKIT_NETWORK_ERROR, WEBKIT_NETWORK_ERROR_CANCELLED) ||
      error->domain == WEBKIT_POLICY_ERROR)
    return FALSE;

  gtk_stack_set_visible_child_name (self->stack, "away");

  return TRUE;
}

static void
elsewhere_cb (AusEmbedView *self,
              const char   *uri)
{
  g_signal_emit (self, signals[ELSEWHERE], 0, uri);
}

/* Windows leave the full screen by keys, too. */
static void
aus_embed_view_root (GtkWidget *widget)
{
  AusEmbedView *self = AUS_EMBED_VIEW (widget);
  GtkRoot *root;

  GTK_WIDGET_CLASS (aus_embed_view_parent_class)->root (widget);
  root = gtk_widget_get_root (widget);

  if (GTK_IS_WINDOW (root))
    self->filling = g_object_bind_property (root, "fullscreened", self->fullscreen, "active",
                                            G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

static void
aus_embed_view_unroot (GtkWidget *widget)
{
  g_clear_pointer (&AUS_EMBED_VIEW (widget)->filling, g_binding_unbind);
  GTK_WIDGET_CLASS (aus_embed_view_parent_class)->unroot (widget);
}

static void
aus_embed_view_dispose (GObject *object)
{
  AusEmbedView *self = AUS_EMBED_VIEW (object);

  if (self->box != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->box));

  G_OBJECT_CLASS (aus_embed_view_parent_class)->dispose (object);
}

static void
aus_embed_view_finalize (GObject *object)
{
  g_free (AUS_EMBED_VIEW (object)->uri);

  G_OBJECT_CLASS (aus_embed_view_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AusEmbedView, box);
  gtk_widget_class_bind_template_child (widget_class, AusEmbedView, toolbar);
  gtk_widget_class_bind_template_child (widget_class, AusEmbedView, camera);
  gtk_widget_class_bind_template_child (widget_class, AusEmbedView, microphone);
  gtk_widget_class_bind_template_child (widget_class, AusEmbedView, screen);
  gtk_widget_class_bind_template_child (widget_class, AusEmbedView, bar);
  gtk_widget_class_bind_template_child (widget_class, AusEmbedView, stack);
  gtk_widget_class_bind_template_child (widget_class, AusEmbedView, page);
  gtk_widget_class_bind_template_child (widget_class, AusEmbedView, fullscreen);
  gtk_widget_class_bind_template_callback (widget_class, reload_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, browser_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_out_cb);
  gtk_widget_class_bind_template_callback (widget_class, elsewhere_cb);
}

static void
aus_embed_view_class_init (AusEmbedViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_embed_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_embed_view_finalize;
  widget_class->root = aus_embed_view_root;
  widget_class->unroot = aus_embed_view_unroot;

  signals[LEAVE] = g_signal_new ("leave", AUS_TYPE_EMBED_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ELSEWHERE] = g_signal_new ("elsewhere", AUS_TYPE_EMBED_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (AUS_TYPE_EMBED_BAR);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-embed-view.ui");
  bind_children (widget_class);
}

static void
aus_embed_view_init (AusEmbedView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
attach_page (AusEmbedView *self)
{
  WebKitNetworkSession *session = webkit_web_view_get_network_session (self->view);

  gtk_box_append (self->page, GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (GTK_WIDGET (self->view), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->view), TRUE);
  g_signal_connect_object (self->view, "notify::camera-capture-state", G_CALLBACK (capture_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "notify::microphone-capture-state", G_CALLBACK (capture_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "notify::display-capture-state", G_CALLBACK (capture_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "web-process-terminated", G_CALLBACK (terminated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "load-failed", G_CALLBACK (load_failed_cb), self, G_CONNECT_SWAPPED);
  aus_embed_download_watch (session, GTK_WIDGET (self));
}

GtkWidget *
aus_embed_view_new (const AusEmbedRequest *request)
{
  AusEmbedView *self = g_object_new (AUS_TYPE_EMBED_VIEW, NULL);

  self->uri = g_strdup (request->uri);
  self->view = aus_embed_page_new (request, self->bar);
  attach_page (self);
  reload_cb (self);

  return GTK_WIDGET (self);
}
