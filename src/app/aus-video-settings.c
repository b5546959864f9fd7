#include "aus-video-settings.h"

#include <glib/gi18n.h>

#include "aus-failed-meetings.h"
#include "aus-provider-setup.h"

struct _AusVideoSettings
{
  AdwPreferencesPage   parent_instance;

  AusClient           *client;
  GCancellable        *cancellable;
  /* Of the rows in the same places. */
  GPtrArray           *setups;
  GPtrArray           *rows;

  AdwPreferencesGroup *providers;
  AusFailedMeetings   *failed;
};

enum
{
  OPEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AusVideoSettings, aus_video_settings, ADW_TYPE_PREFERENCES_PAGE)

static void
add_row (AusVideoSettings *self,
         GtkWidget        *row)
{
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (self->providers, row);
}

static void
clear_rows (AusVideoSettings *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->providers, g_ptr_array_index (self->rows, i));

  g_ptr_array_set_size (self->rows, 0);
  g_clear_pointer (&self->setups, g_ptr_array_unref);
}

static void
activated_cb (AusVideoSettings *self,
              GtkWidget        *row)
{
  const AusProviderSetup *setup;
  guint position;

  g_return_if_fail (g_ptr_array_find (self->rows, row, &position) && position < self->setups->len);
  setup = g_ptr_array_index (self->setups, position);
  g_signal_emit (self, signals[OPEN], 0, setup->name, setup->display_name);
}

static void
show_setup (AusVideoSettings       *self,
            const AusProviderSetup *setup)
{
  const gboolean is_well = setup->is_available && setup->ailment == NULL;
  const char *trouble = setup->reason ? setup->reason : setup->ailment;
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", setup->display_name, "subtitle",
                                 is_well ? _("Ready") : trouble, "activatable", TRUE, NULL);

  if (setup->is_available && !is_well) {
    GtkWidget *warning = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

    gtk_widget_add_css_class (warning, "warning");
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), warning);
  }

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  add_row (self, row);
}

static void
show_error (AusVideoSettings *self,
            const GError     *error)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", error->message, NULL);

  gtk_widget_add_css_class (row, "error");
  add_row (self, row);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AusVideoSettings) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *setups = aus_provider_setup_list_finish (AUS_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  clear_rows (self);
  self->setups = setups;

  if (setups == NULL)
    show_error (self, error);

  for (guint i = 0; setups != NULL && i < setups->len; i++)
    show_setup (self, g_ptr_array_index (setups, i));
}

static void
aus_video_settings_dispose (GObject *object)
{
  AusVideoSettings *self = AUS_VIDEO_SETTINGS (object);

  aus_video_settings_close (self);
  g_clear_pointer (&self->setups, g_ptr_array_unref);

  G_OBJECT_CLASS (aus_video_settings_parent_class)->dispose (object);
}

static void
aus_video_settings_finalize (GObject *object)
{
  AusVideoSettings *self = AUS_VIDEO_SETTINGS (object);

  g_ptr_array_unref (self->rows);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (aus_video_settings_parent_class)->finalize (object);
}

static void
aus_video_settings_class_init (AusVideoSettingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_video_settings_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_video_settings_finalize;

  signals[OPEN] = g_signal_new ("open", AUS_TYPE_VIDEO_SETTINGS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_STRING, G_TYPE_STRING);
  g_type_ensure (AUS_TYPE_FAILED_MEETINGS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-video-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, AusVideoSettings, providers);
  gtk_widget_class_bind_template_child (widget_class, AusVideoSettings, failed);
}

static void
aus_video_settings_init (AusVideoSettings *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AusVideoSettings *
aus_video_settings_new (AusClient *client)
{
  AusVideoSettings *self = g_object_new (AUS_TYPE_VIDEO_SETTINGS, NULL);

  self->client = g_object_ref (client);
  aus_failed_meetings_attach (self->failed, client);
  aus_video_settings_load (self);

  return self;
}

void
aus_video_settings_load (AusVideoSettings *self)
{
  g_return_if_fail (AUS_IS_VIDEO_SETTINGS (self));

  aus_provider_setup_list (self->client, self->cancellable, listed_cb, g_object_ref (self));
  aus_failed_meetings_load (self->failed);
}

void
aus_video_settings_close (AusVideoSettings *self)
{
  g_return_if_fail (AUS_IS_VIDEO_SETTINGS (self));

  g_cancellable_cancel (self->cancellable);

  if (self->failed != NULL)
    aus_failed_meetings_close (self->failed);

  g_clear_object (&self->client);
}
