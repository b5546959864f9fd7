#include "aus-device-check.h"

#include <glib/gi18n.h>

#include "aus-consultation.h"
#include "aus-device-row.h"
#include "aus-media-words.h"
#include "aus-network-probe.h"
#include "aus-tone.h"
#include "aus-video-view.h"

/* Louder than a quiet room. */
#define HEARD 0.35

struct _AusDeviceCheck
{
  AdwWindow       parent_instance;

  AusClient      *client;
  AusLocalMedia  *media;
  AusTone        *tone;
  GCancellable   *cancellable;
  char           *visit_id;
  gboolean        is_for_visit;
  gboolean        heard;

  AusVideoView   *picture;
  GtkWidget      *no_picture;
  AusDeviceRow   *camera;
  AusDeviceRow   *microphone;
  AusDeviceRow   *speaker;
  GtkLevelBar    *level;
  GtkWidget      *level_row;
  AdwActionRow   *test;
  GtkWidget      *play;
  GtkWidget      *answers;
  GtkWidget      *network_group;
  AdwActionRow   *network;
  GtkSpinner     *network_spinner;
  GtkWidget      *network_again;
  GtkWidget      *notice;
  GtkLabel       *fault;
  GtkWidget      *sound_only;
  GtkWidget      *text_only;
};

G_DEFINE_FINAL_TYPE (AusDeviceCheck, aus_device_check, ADW_TYPE_WINDOW)

static const char *const hints[][AUS_MEDIA_FAULT_STOPPED + 1] = {
  [AUS_DEVICE_CAMERA] = {
    [AUS_MEDIA_FAULT_MISSING] = N_("Plug one in. Calls also work with sound only."),
    [AUS_MEDIA_FAULT_BUSY] = N_("Close the other program, then try again."),
    [AUS_MEDIA_FAULT_DENIED] = N_("Allow it in the system’s settings, under Privacy. Then try again."),
    [AUS_MEDIA_FAULT_STOPPED] = N_("Plug it in again, or choose another one."),
  },
  [AUS_DEVICE_MICROPHONE] = {
    [AUS_MEDIA_FAULT_MISSING] = N_("Plug one in. Without it you can write in the chat."),
    [AUS_MEDIA_FAULT_BUSY] = N_("Close the other program, then try again."),
    [AUS_MEDIA_FAULT_DENIED] = N_("Allow it in the system’s settings, under Privacy. Then try again."),
    [AUS_MEDIA_FAULT_STOPPED] = N_("Plug it in again, or choose another one."),
  },
};

static const struct
{
  const char *words;
  const char *icon;
} verdicts[] = {
  [AUS_NETWORK_VERDICT_UNKNOWN] = { N_("The clinic has no relay to test"), NULL },
  [AUS_NETWORK_VERDICT_GOOD] = { N_("Calls get through"), "network-cellular-signal-excellent-symbolic" },
  [AUS_NETWORK_VERDICT_SLOW] = { N_("Calls get through, but slowly"), "network-cellular-signal-weak-symbolic" },
  [AUS_NETWORK_VERDICT_BLOCKED] = { N_("This network may keep calls from getting through. Try another one."),
                                    "dialog-warning-symbolic" },
};

/* Returns: (transfer full) (nullable): what is wrong, and what helps */
static char *
describe_fault (AusDeviceCheck *self,
                AusDeviceKind   kind)
{
  const AusMediaFault fault = aus_local_media_get_fault (self->media, kind);

  if (fault == AUS_MEDIA_FAULT_NONE)
    return NULL;

  /* Translators: what is wrong with a device, and what helps. */
  return g_strdup_printf (_("%s. %s"), aus_media_describe_fault (kind, fault), _(hints[kind][fault]));
}

static gboolean
works (AusDeviceCheck *self,
       AusDeviceKind   kind)
{
  return aus_local_media_get_fault (self->media, kind) == AUS_MEDIA_FAULT_NONE;
}

static void
show_camera (AusDeviceCheck *self)
{
  const gboolean is_on = aus_local_media_get_camera_on (self->media);
  const char *words = is_on ? _("This is how others see you") : _("Switched off");

  if (!works (self, AUS_DEVICE_CAMERA) || !is_on)
    aus_video_view_set_frame (self->picture, NULL);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->camera), works (self, AUS_DEVICE_CAMERA) ? words : "");
  gtk_widget_set_visible (self->no_picture, !aus_video_view_has_frame (self->picture));
}

static void
show_microphone (AusDeviceCheck *self)
{
  const char *words = self->heard ? _("You can be heard") : _("Say something");

  if (aus_local_media_get_muted (self->media))
    words = _("Muted");

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->microphone), works (self, AUS_DEVICE_MICROPHONE) ? words : "");
  gtk_widget_set_visible (self->level_row, works (self, AUS_DEVICE_MICROPHONE));
}

/* Whoever cannot be seen goes on with sound; whoever cannot be heard, in writing. */
static void
fault_cb (AusDeviceCheck *self)
{
  const gboolean is_seen = works (self, AUS_DEVICE_CAMERA);
  const gboolean is_heard = works (self, AUS_DEVICE_MICROPHONE);
  g_autofree char *camera = describe_fault (self, AUS_DEVICE_CAMERA);
  g_autofree char *microphone = describe_fault (self, AUS_DEVICE_MICROPHONE);
  g_autofree char *text = g_strjoin (!is_seen && !is_heard ? "\n" : "", camera ? camera : "",
                                     microphone ? microphone : "", NULL);

  show_camera (self);
  show_microphone (self);
  gtk_label_set_label (self->fault, text);
  gtk_widget_set_visible (self->notice, !is_seen || !is_heard);
  gtk_widget_set_visible (self->sound_only, self->is_for_visit && !is_seen && is_heard);
  gtk_widget_set_visible (self->text_only, self->is_for_visit && !is_heard);
}

static void
frame_cb (AusDeviceCheck *self,
          AusFrame       *frame)
{
  const gboolean is_first = !aus_video_view_has_frame (self->picture);

  if (!aus_local_media_get_camera_on (self->media))
    return;

  aus_video_view_set_frame (self->picture, frame);

  if (is_first)
    show_camera (self);
}

static void
level_cb (AusDeviceCheck *self)
{
  const double level = aus_local_media_get_level (self->media);

  gtk_level_bar_set_value (self->level, level);

  if (level > HEARD && !self->heard) {
    self->heard = TRUE;
    show_microphone (self);
  }
}

/* Another microphone has to be tried, too. */
static void
microphone_changed_cb (AusDeviceCheck *self)
{
  self->heard = FALSE;
  show_microphone (self);
}

static void
say_of_speaker (AusDeviceCheck *self,
                const char     *words)
{
  gtk_widget_set_visible (self->answers, FALSE);
  gtk_widget_set_visible (self->play, TRUE);
  adw_action_row_set_subtitle (self->test, words);
}

static void
tone_ended_cb (AusDeviceCheck *self,
               gboolean        played)
{
  gtk_widget_set_sensitive (self->play, TRUE);

  if (!played) {
    say_of_speaker (self, _("No sound can be played. Choose another speaker, or plug one in."));
    return;
  }

  adw_action_row_set_subtitle (self->test, _("Did you hear it?"));
  gtk_widget_set_visible (self->play, FALSE);
  gtk_widget_set_visible (self->answers, TRUE);
}

static void
play_cb (AusDeviceCheck *self)
{
  gtk_widget_set_sensitive (self->play, FALSE);
  aus_tone_play (self->tone);
}

static void
heard_cb (AusDeviceCheck *self)
{
  say_of_speaker (self, _("The speaker works"));
}

static void
unheard_cb (AusDeviceCheck *self)
{
  say_of_speaker (self, _("Turn up the volume, or choose another speaker."));
}

static void
show_network (AusDeviceCheck    *self,
              AusNetworkVerdict  verdict,
              double             round_trip_ms)
{
  g_autofree char *words = round_trip_ms > 0
    /* Translators: what was found about the network, and how long a packet takes, in milliseconds. */
    ? g_strdup_printf (_("%s: %.0f ms"), _(verdicts[verdict].words), round_trip_ms)
    : g_strdup (_(verdicts[verdict].words));

  adw_action_row_set_subtitle (self->network, words);
  adw_action_row_set_icon_name (self->network, verdicts[verdict].icon);
  gtk_widget_set_visible (self->network_again, verdict == AUS_NETWORK_VERDICT_BLOCKED);
}

static void
probed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (AusDeviceCheck) self = g_weak_ref_get (user_data);
  g_autoptr (GError) error = NULL;
  double round_trip_ms = 0;
  AusNetworkVerdict verdict = aus_network_probe_run_finish (result, &round_trip_ms, &error);

  g_weak_ref_clear (user_data);
  g_free (user_data);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_spinner_stop (self->network_spinner);

  if (error == NULL) {
    show_network (self, verdict, round_trip_ms);
    return;
  }

  adw_action_row_set_subtitle (self->network, error->message);
  gtk_widget_set_visible (self->network_again, TRUE);
}

/* It may take its time, and must not keep the camera on meanwhile. */
static void
probe_cb (AusDeviceCheck *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  gtk_widget_set_visible (self->network_again, FALSE);
  gtk_spinner_start (self->network_spinner);
  adw_action_row_set_icon_name (self->network, NULL);
  adw_action_row_set_subtitle (self->network, _("Testing…"));
  aus_network_probe_run_async (self->client, self->visit_id, self->cancellable, probed_cb, weak);
}

static void
retry_cb (AusDeviceCheck *self)
{
  aus_local_media_retry (self->media);
}

static void
sound_only_cb (AusDeviceCheck *self)
{
  aus_local_media_set_camera_on (self->media, FALSE);
  gtk_window_close (GTK_WINDOW (self));
}

static void
text_only_cb (AusDeviceCheck *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  aus_local_media_set_camera_on (self->media, FALSE);
  aus_local_media_set_muted (self->media, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-panel", "s", "chat");
  gtk_window_close (GTK_WINDOW (self));
}

static void
aus_device_check_dispose (GObject *object)
{
  AusDeviceCheck *self = AUS_DEVICE_CHECK (object);

  g_cancellable_cancel (self->cancellable);

  if (self->tone != NULL)
    aus_tone_stop (self->tone);

  if (self->media != NULL) {
    g_signal_handlers_disconnect_by_data (self->media, self);
    aus_local_media_stop (self->media);
  }

  g_clear_object (&self->tone);
  g_clear_object (&self->media);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (aus_device_check_parent_class)->dispose (object);
}

static void
aus_device_check_finalize (GObject *object)
{
  g_object_unref (AUS_DEVICE_CHECK (object)->cancellable);
  g_free (AUS_DEVICE_CHECK (object)->visit_id);

  G_OBJECT_CLASS (aus_device_check_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, picture);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, no_picture);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, camera);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, microphone);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, speaker);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, level);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, level_row);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, test);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, play);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, answers);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, network_group);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, network);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, network_spinner);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, network_again);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, notice);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, fault);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, sound_only);
  gtk_widget_class_bind_template_child (widget_class, AusDeviceCheck, text_only);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, play_cb);
  gtk_widget_class_bind_template_callback (widget_class, heard_cb);
  gtk_widget_class_bind_template_callback (widget_class, unheard_cb);
  gtk_widget_class_bind_template_callback (widget_class, probe_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, sound_only_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_only_cb);
}

static void
aus_device_check_class_init (AusDeviceCheckClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_device_check_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_device_check_finalize;

  g_type_ensure (AUS_TYPE_DEVICE_ROW);
  g_type_ensure (AUS_TYPE_VIDEO_VIEW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-device-check.ui");
  bind_children (widget_class);
  bind_callbacks (widget_class);
}

static void
aus_device_check_init (AusDeviceCheck *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self->picture), GTK_OVERFLOW_HIDDEN);
}

static void
attach_media (AusDeviceCheck *self)
{
  g_autoptr (GError) error = NULL;

  g_signal_connect_object (self->media, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->media, "fault", G_CALLBACK (fault_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->media, "notify::level", G_CALLBACK (level_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->media, "notify::camera-on", G_CALLBACK (show_camera), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->media, "notify::muted", G_CALLBACK (show_microphone), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (aus_local_media_get_devices (self->media, AUS_DEVICE_MICROPHONE), "notify::device",
                           G_CALLBACK (microphone_changed_cb), self, G_CONNECT_SWAPPED);
  aus_device_row_attach (self->camera, aus_local_media_get_devices (self->media, AUS_DEVICE_CAMERA));
  aus_device_row_attach (self->microphone, aus_local_media_get_devices (self->media, AUS_DEVICE_MICROPHONE));
  aus_device_row_attach (self->speaker, aus_local_media_get_devices (self->media, AUS_DEVICE_SPEAKER));

  if (!aus_local_media_start (self->media, &error))
    g_warning ("Cannot test the devices: %s", error->message);

  fault_cb (self);
}

/* Returns: (transfer full) (nullable): any that may still be held by the built-in call */
static char *
find_visit (AusClient *client)
{
  GListModel *visits = aus_client_get_consultations (client);

  for (guint i = 0; i < g_list_model_get_n_items (visits); i++) {
    g_autoptr (AusConsultation) visit = g_list_model_get_item (visits, i);

    if (visit->video_provider == AUS_VIDEO_PROVIDER_BUILTIN
        && (visit->status == AUS_STATUS_SCHEDULED || visit->status == AUS_STATUS_WAITING))
      return g_strdup (visit->id);
  }

  return NULL;
}

GtkWindow *
aus_device_check_new (GtkWindow     *parent,
                      AusClient     *client,
                      AusLocalMedia *media,
                      const char    *visit_id)
{
  AusDeviceCheck *self = g_object_new (AUS_TYPE_DEVICE_CHECK, "transient-for", parent, NULL);

  self->client = g_object_ref (client);
  self->media = g_object_ref (media);
  self->tone = aus_tone_new (media);
  self->is_for_visit = visit_id != NULL;
  self->visit_id = visit_id ? g_strdup (visit_id) : find_visit (client);
  g_signal_connect_object (self->tone, "ended", G_CALLBACK (tone_ended_cb), self, G_CONNECT_SWAPPED);
  attach_media (self);
  gtk_widget_set_visible (self->network_group, self->visit_id != NULL);

  if (self->visit_id != NULL)
    probe_cb (self);

  return GTK_WINDOW (self);
}
