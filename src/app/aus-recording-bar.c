#include "aus-recording-bar.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "aus-chime.h"
#include "aus-recording-control.h"
#include "aus-recordings-window.h"
#include "aus-wrap-layout.h"

struct _AusRecordingBar
{
  GtkWidget            parent_instance;

  AusRecordingControl *control;
  AusClient           *client;
  AusChime            *chime;
  AusMediaSource       media_source;
  char                *consultation_id;
  char                *doctor;
  guint                timer;

  GtkRevealer         *revealer;
  GtkWidget           *content;
  GtkWidget           *dot;
  GtkLabel            *words;
  GtkLabel            *clock;
  GtkButton           *ask;
  GtkWidget           *record;
  GtkWidget           *agree;
  GtkWidget           *decline;
  GtkWidget           *stop;
  GtkWidget           *watch;
  GtkWidget           *retry;
};

G_DEFINE_FINAL_TYPE (AusRecordingBar, aus_recording_bar, GTK_TYPE_WIDGET)

/* What there is to see, from what is most urgent on. */
typedef enum
{
  SHOWS_NOTHING,
  SHOWS_RECORDING,
  SHOWS_QUESTION,
  SHOWS_GATE,
  SHOWS_DELIVERY,
  SHOWS_RECORDINGS,
} Shown;

static gboolean
may_begin (AusRecordingBar *self)
{
  return aus_recording_control_is_own (self->control) && aus_recording_control_is_in_call (self->control)
         && aus_recording_control_is_known (self->control);
}

static Shown
choose (AusRecordingBar *self)
{
  AusRecordingControl *control = self->control;

  if (aus_recording_control_is_recording (control))
    return SHOWS_RECORDING;
  if (!aus_recording_control_is_own (control) && aus_recording_control_must_answer (control))
    return SHOWS_QUESTION;
  if (aus_recording_control_get_delivery (control) != NULL)
    return SHOWS_DELIVERY;
  if (may_begin (self))
    return SHOWS_GATE;

  return aus_recording_control_get_n_ready (control) > 0 ? SHOWS_RECORDINGS : SHOWS_NOTHING;
}

static char *
describe (AusRecordingBar *self,
          Shown            shown,
          const char      *reason)
{
  const guint n_ready = aus_recording_control_get_n_ready (self->control);

  switch (shown) {
    case SHOWS_NOTHING:
      return g_strdup ("");
    case SHOWS_RECORDING:
      return g_strdup (_("Recording"));
    case SHOWS_QUESTION:
      /* Translators: %s is the doctor. */
      return g_strdup_printf (_("%s would like to record picture and sound of everybody in this call. You are free to "
                                "say no, and may stop it at any time."), self->doctor);
    case SHOWS_GATE:
      if (!aus_recording_control_is_wanted (self->control))
        return g_strdup (_("This visit is not being recorded."));

      return reason ? g_strdup (reason) : g_strdup (_("Everybody agrees to be recorded."));
    case SHOWS_DELIVERY:
      return g_strdup (aus_film_delivery_get_words (aus_recording_control_get_delivery (self->control)));
    case SHOWS_RECORDINGS:
      return g_strdup_printf (ngettext ("There is %u recording of this visit.",
                                        "There are %u recordings of this visit.", n_ready), n_ready);
  }

  g_return_val_if_reached (NULL);
}

static char *
format_length (gint64 milliseconds)
{
  const int seconds = (int) (milliseconds / 1000);

  return seconds < 3600
    ? g_strdup_printf ("%02d:%02d", seconds / 60, seconds % 60)
    : g_strdup_printf ("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static void
update_clock (AusRecordingBar *self)
{
  g_autofree char *text = format_length (aus_recording_control_get_length (self->control));

  gtk_label_set_label (self->clock, text);
}

static void
update_buttons (AusRecordingBar *self,
                Shown            shown,
                const char      *reason)
{
  const gboolean is_own = aus_recording_control_is_own (self->control);
  const gboolean is_wanted = aus_recording_control_is_wanted (self->control);
  const gboolean is_busy = aus_recording_control_is_busy (self->control);
  const gboolean is_stuck = shown == SHOWS_DELIVERY
                            && aus_film_delivery_is_stuck (aus_recording_control_get_delivery (self->control));
  const gboolean may_record = shown == SHOWS_GATE || (is_stuck && may_begin (self));

  gtk_widget_set_visible (GTK_WIDGET (self->ask), may_record && reason != NULL);
  gtk_button_set_label (self->ask, is_wanted ? _("Ask Again") : _("Ask to Record…"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->ask), !is_busy);
  gtk_widget_set_visible (self->record, may_record);
  gtk_widget_set_sensitive (self->record, reason == NULL && !is_busy);
  gtk_widget_set_tooltip_text (self->record, reason);
  gtk_widget_set_visible (self->agree, shown == SHOWS_QUESTION);
  gtk_widget_set_sensitive (self->agree, !is_busy);
  gtk_widget_set_visible (self->decline, shown == SHOWS_QUESTION || (shown == SHOWS_RECORDING && !is_own));
  gtk_widget_set_sensitive (self->decline, !is_busy);
  gtk_widget_set_visible (self->stop, shown == SHOWS_RECORDING && is_own);
  gtk_widget_set_sensitive (self->stop, !is_busy);
  gtk_widget_set_visible (self->retry, is_stuck);
  gtk_widget_set_visible (self->watch, shown == SHOWS_RECORDINGS || is_stuck
                          || (may_record && aus_recording_control_get_n_ready (self->control) > 0));
}

static void
update (AusRecordingBar *self)
{
  const Shown shown = choose (self);
  g_autofree char *reason = aus_recording_control_get_reason (self->control);
  g_autofree char *words = describe (self, shown, reason);

  gtk_label_set_label (self->words, words);
  gtk_widget_set_visible (self->dot, shown == SHOWS_RECORDING);
  gtk_widget_set_visible (GTK_WIDGET (self->clock), shown == SHOWS_RECORDING);
  update_clock (self);
  update_buttons (self, shown, reason);

  if (shown == SHOWS_RECORDING)
    gtk_widget_add_css_class (self->content, "live");
  else
    gtk_widget_remove_css_class (self->content, "live");

  gtk_revealer_set_reveal_child (self->revealer, shown != SHOWS_NOTHING);
}

static gboolean
tick_cb (gpointer user_data)
{
  update (user_data);

  return G_SOURCE_CONTINUE;
}

static void
asked_cb (AusRecordingBar *self,
          const char      *response)
{
  if (g_strcmp0 (response, "ask") == 0)
    aus_recording_control_ask (self->control);
}

static void
ask_clicked_cb (AusRecordingBar *self)
{
  AdwMessageDialog *dialog;

  if (aus_recording_control_is_wanted (self->control)) {
    aus_recording_control_ask (self->control);
    return;
  }

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                       _("Record This Visit?"), NULL));
  adw_message_dialog_set_body (dialog, _("Everybody in the call is asked first, and you agree for yourself by asking. "
                                         "Nothing is recorded until all have agreed and you press Record. Anybody may "
                                         "stop it at any time."));
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "ask", _("_Ask Everybody"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "ask", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "ask");
  g_signal_connect_object (dialog, "response", G_CALLBACK (asked_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
record_clicked_cb (AusRecordingBar *self)
{
  aus_recording_control_start (self->control);
}

static void
agree_clicked_cb (AusRecordingBar *self)
{
  aus_recording_control_answer (self->control, TRUE);
}

static void
decline_clicked_cb (AusRecordingBar *self)
{
  aus_recording_control_answer (self->control, FALSE);
}

static void
stop_clicked_cb (AusRecordingBar *self)
{
  aus_recording_control_stop (self->control);
}

static void
watch_clicked_cb (AusRecordingBar *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  gtk_window_present (GTK_WINDOW (aus_recordings_window_new (window, self->client, self->consultation_id,
                                                             self->media_source)));
}

static void
retry_clicked_cb (AusRecordingBar *self)
{
  AusFilmDelivery *delivery = aus_recording_control_get_delivery (self->control);

  if (delivery != NULL)
    aus_film_delivery_retry (delivery);

  update (self);
}

static void
notice_cb (AusRecordingBar *self,
           const char      *words)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), adw_toast_new (words));
}

static void
tone_cb (AusRecordingBar *self)
{
  aus_chime_ring (self->chime);
}

static void
aus_recording_bar_dispose (GObject *object)
{
  AusRecordingBar *self = AUS_RECORDING_BAR (object);

  g_clear_handle_id (&self->timer, g_source_remove);

  if (self->revealer != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->revealer)));

  if (self->control != NULL)
    g_object_run_dispose (G_OBJECT (self->control));

  g_clear_object (&self->control);
  g_clear_object (&self->client);
  g_clear_object (&self->chime);
  g_clear_pointer (&self->consultation_id, g_free);
  g_clear_pointer (&self->doctor, g_free);

  G_OBJECT_CLASS (aus_recording_bar_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AusRecordingBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, AusRecordingBar, content);
  gtk_widget_class_bind_template_child (widget_class, AusRecordingBar, dot);
  gtk_widget_class_bind_template_child (widget_class, AusRecordingBar, words);
  gtk_widget_class_bind_template_child (widget_class, AusRecordingBar, clock);
  gtk_widget_class_bind_template_child (widget_class, AusRecordingBar, ask);
  gtk_widget_class_bind_template_child (widget_class, AusRecordingBar, record);
  gtk_widget_class_bind_template_child (widget_class, AusRecordingBar, agree);
  gtk_widget_class_bind_template_child (widget_class, AusRecordingBar, decline);
  gtk_widget_class_bind_template_child (widget_class, AusRecordingBar, stop);
  gtk_widget_class_bind_template_child (widget_class, AusRecordingBar, watch);
  gtk_widget_class_bind_template_child (widget_class, AusRecordingBar, retry);
}

static void
aus_recording_bar_class_init (AusRecordingBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_recording_bar_dispose;

  g_type_ensure (AUS_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "recordingbar");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-recording-bar.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, ask_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, record_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, agree_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, decline_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, watch_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
}

static void
aus_recording_bar_init (AusRecordingBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
aus_recording_bar_attach (AusRecordingBar    *self,
                          AusClient          *client,
                          AusVideoCall       *call,
                          const AusRoomSetup *setup)
{
  AusUser *user = aus_client_get_user (client);
  const gboolean is_own = user != NULL && g_strcmp0 (user->id, setup->visit->doctor_id) == 0;

  g_return_if_fail (AUS_IS_RECORDING_BAR (self));
  g_return_if_fail (self->control == NULL);

  self->client = g_object_ref (client);
  self->chime = aus_chime_new ("recording");
  self->media_source = setup->media_source;
  self->consultation_id = g_strdup (setup->visit->id);
  self->doctor = g_strdup (setup->visit->doctor_name);
  self->control = aus_recording_control_new (client, call, setup->films, is_own);
  self->timer = g_timeout_add_seconds (1, tick_cb, self);
  g_signal_connect_object (self->control, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->control, "notice", G_CALLBACK (notice_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->control, "tone", G_CALLBACK (tone_cb), self, G_CONNECT_SWAPPED);
  update (self);
}
