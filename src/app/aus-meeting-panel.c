#include "aus-meeting-panel.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define PATIENCE 45000

struct _AusMeetingPanel
{
  GtkWidget      parent_instance;

  guint          patience;
  guint          timer;

  AdwStatusPage *page;
  GtkButton     *open;
  GtkWidget     *question;
  GtkLabel      *fault;
};

enum
{
  PROP_0,
  PROP_PATIENCE,
  N_PROPS
};

enum
{
  OPEN,
  BUILTIN,
  ASK,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusMeetingPanel, aus_meeting_panel, GTK_TYPE_WIDGET)

static void
open_cb (AusMeetingPanel *self)
{
  g_signal_emit (self, signals[OPEN], 0);
}

static void
builtin_cb (AusMeetingPanel *self)
{
  g_signal_emit (self, signals[BUILTIN], 0);
}

static gboolean
timer_cb (gpointer user_data)
{
  AusMeetingPanel *self = user_data;

  self->timer = 0;
  g_signal_emit (self, signals[ASK], 0);

  return G_SOURCE_REMOVE;
}

static void
aus_meeting_panel_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id) {
    case PROP_PATIENCE:
      g_value_set_uint (value, AUS_MEETING_PANEL (object)->patience);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_meeting_panel_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch (prop_id) {
    case PROP_PATIENCE:
      AUS_MEETING_PANEL (object)->patience = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
aus_meeting_panel_dispose (GObject *object)
{
  AusMeetingPanel *self = AUS_MEETING_PANEL (object);

  g_clear_handle_id (&self->timer, g_source_remove);

  if (self->page != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->page)));

  G_OBJECT_CLASS (aus_meeting_panel_parent_class)->dispose (object);
}

static void
aus_meeting_panel_class_init (AusMeetingPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = aus_meeting_panel_get_property;
  object_class->set_property = aus_meeting_panel_set_property;
  object_class->dispose = aus_meeting_panel_dispose;

  props[PROP_PATIENCE] = g_param_spec_uint ("patience", NULL, NULL, 1, G_MAXUINT, PATIENCE,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[OPEN] =
    g_signal_new ("open", AUS_TYPE_MEETING_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[BUILTIN] =
    g_signal_new ("builtin", AUS_TYPE_MEETING_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ASK] = g_signal_new ("ask", AUS_TYPE_MEETING_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-meeting-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, AusMeetingPanel, page);
  gtk_widget_class_bind_template_child (widget_class, AusMeetingPanel, open);
  gtk_widget_class_bind_template_child (widget_class, AusMeetingPanel, question);
  gtk_widget_class_bind_template_child (widget_class, AusMeetingPanel, fault);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, builtin_cb);
  gtk_widget_class_bind_template_callback (widget_class, aus_meeting_panel_show_in);
}

static void
aus_meeting_panel_init (AusMeetingPanel *self)
{
  self->patience = PATIENCE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
describe (AusMeetingPanel *self,
          const char      *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_description (self->page, escaped);
}

void
aus_meeting_panel_set_provider (AusMeetingPanel *self,
                                const char      *provider)
{
  /* Translators: %s is a video provider, such as Jitsi. */
  g_autofree char *title = g_strdup_printf (_("This Visit Uses %s"), provider);

  g_return_if_fail (AUS_IS_MEETING_PANEL (self));

  adw_status_page_set_title (self->page, title);
}

void
aus_meeting_panel_show_opened (AusMeetingPanel *self,
                               const char      *reason)
{
  /* Translators: %s is a sentence that says why. */
  g_autofree char *text = g_strdup_printf (_("It is open in your browser. %s Chat, notes and people stay here."),
                                           reason);

  g_return_if_fail (AUS_IS_MEETING_PANEL (self));

  describe (self, text);
  aus_meeting_panel_show_fault (self, NULL);
  gtk_button_set_label (self->open, _("Open Again"));
  gtk_widget_set_visible (self->question, FALSE);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (self->patience, timer_cb, self);
}

void
aus_meeting_panel_show_fault (AusMeetingPanel *self,
                              const char      *text)
{
  g_return_if_fail (AUS_IS_MEETING_PANEL (self));

  gtk_label_set_label (self->fault, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), text != NULL);
}

void
aus_meeting_panel_set_busy (AusMeetingPanel *self,
                            gboolean         is_busy)
{
  g_return_if_fail (AUS_IS_MEETING_PANEL (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->open), !is_busy);
}

void
aus_meeting_panel_ask (AusMeetingPanel *self)
{
  g_return_if_fail (AUS_IS_MEETING_PANEL (self));

  gtk_widget_set_visible (self->question, TRUE);
}

void
aus_meeting_panel_show_in (AusMeetingPanel *self)
{
  g_return_if_fail (AUS_IS_MEETING_PANEL (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  gtk_widget_set_visible (self->question, FALSE);
}
