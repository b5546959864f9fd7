#include "aus-new-consultation.h"

#include <glib/gi18n.h>

#include "aus-booking-page.h"
#include "aus-consultation-form.h"
#include "aus-consultation.h"
#include "aus-door-page.h"
#include "aus-duplicate-page.h"
#include "aus-json.h"
#include "aus-new-patient.h"
#include "aus-new-visit.h"
#include "aus-record-json.h"
#include "aus-uuid.h"
#include "aus-visit-text.h"

struct _AusNewConsultation
{
  AdwWindow            parent_instance;

  AusClient           *client;
  GCancellable        *cancellable;
  char                *id;
  gboolean             is_confirmed;

  AdwToastOverlay     *toasts;
  GtkStack            *pages;
  GtkStack            *create_stack;
  AdwViewStack        *views;
  AusBookingPage      *bookings;
  AusConsultationForm *form;
  AusDuplicatePage    *duplicates;
  AusDoorPage         *door;
};

G_DEFINE_FINAL_TYPE (AusNewConsultation, aus_new_consultation, ADW_TYPE_WINDOW)

static gboolean
is_from_booking (AusNewConsultation *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), "booking") == 0;
}

static void
set_busy (AusNewConsultation *self,
          gboolean            busy)
{
  /* What has the focus and cannot be used any more still blinks, and GTK warns of that. */
  if (busy)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "consultation.create", !busy);
  gtk_stack_set_visible_child_name (self->create_stack, busy ? "busy" : "idle");
  gtk_widget_set_sensitive (GTK_WIDGET (self->views), !busy);
}

static void
show_error (AusNewConsultation *self,
            const GError       *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_busy (self, FALSE);

  if (is_from_booking (self))
    aus_booking_page_show_error (self->bookings, error->message);
  else
    aus_consultation_form_show_error (self->form, error);
}

static void
show_door (AusNewConsultation *self,
           JsonObject         *answer)
{
  g_autoptr (AusConsultation) visit = g_object_new (AUS_TYPE_CONSULTATION, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *day = NULL;
  g_autofree char *time = NULL;
  g_autofree char *summary = NULL;

  if (!aus_record_read_json (AUS_RECORD (visit), answer, AUS_READ_TRUSTED, &error))
    g_warning ("The server's answer has faults: %s", error->message);

  day = aus_format_day (visit->scheduled_start);
  time = aus_format_time (visit->scheduled_start);
  /* Translators: patient, day, time, doctor: read aloud to a caller. */
  summary = g_strdup_printf (_("%s, %s, %s, with %s"), visit->patient_name, day, time, visit->doctor_name);
  aus_door_page_show (self->door, summary, aus_json_get_text (answer, "door_url"));
  gtk_stack_set_visible_child_name (self->pages, "done");
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AusNewConsultation) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_new_visit_make_finish (AUS_CLIENT (source), result, &error);

  if (answer == NULL)
    show_error (self, error);
  else
    show_door (self, json_node_get_object (answer));
}

/* Takes over @body. */
static void
send_consultation (AusNewConsultation *self,
                   JsonObject         *body)
{
  json_object_set_string_member (body, "id", self->id);
  aus_new_visit_make_async (self->client, body, self->cancellable, created_cb, g_object_ref (self));
  json_object_unref (body);
}

static void
show_duplicates (AusNewConsultation *self,
                 GPtrArray          *candidates)
{
  aus_duplicate_page_show (self->duplicates, candidates);
  gtk_stack_set_visible_child_name (self->pages, "duplicates");
  gtk_widget_grab_focus (GTK_WIDGET (self->duplicates));
}

static void
patient_saved_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (AusNewConsultation) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean saved = aus_new_patient_save_finish (AUS_CLIENT (source), result, &error);
  g_autoptr (GPtrArray) candidates = saved ? NULL : aus_new_patient_get_candidates (error);

  if (saved)
    send_consultation (self, aus_consultation_form_to_json (self->form));
  else if (candidates != NULL)
    show_duplicates (self, candidates);
  else
    show_error (self, error);
}

static void
send_custom (AusNewConsultation *self)
{
  g_autoptr (JsonNode) patient = aus_consultation_form_new_patient (self->form);

  if (patient == NULL)
    send_consultation (self, aus_consultation_form_to_json (self->form));
  else
    aus_new_patient_save_async (self->client, json_node_get_object (patient), self->is_confirmed, self->cancellable,
                                patient_saved_cb, g_object_ref (self));
}

static void
create_custom (AusNewConsultation *self)
{
  g_autoptr (GError) error = NULL;

  if (!aus_consultation_form_check (self->form, &error))
    return;

  set_busy (self, TRUE);
  self->is_confirmed = FALSE;
  send_custom (self);
}

static void
create_from_booking (AusNewConsultation *self)
{
  AusBooking *booking = aus_booking_page_get_selected (self->bookings);
  JsonObject *body;

  if (booking == NULL) {
    aus_booking_page_show_error (self->bookings, _("Choose a booking."));
    return;
  }

  aus_booking_page_show_error (self->bookings, NULL);
  set_busy (self, TRUE);
  body = json_object_new ();
  json_object_set_string_member (body, "booking_id", booking->id);
  send_consultation (self, body);
}

static void
create (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  AusNewConsultation *self = AUS_NEW_CONSULTATION (widget);

  if (is_from_booking (self))
    create_from_booking (self);
  else
    create_custom (self);
}

static void
back (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  AusNewConsultation *self = AUS_NEW_CONSULTATION (widget);

  gtk_stack_set_visible_child_name (self->pages, "edit");
  set_busy (self, FALSE);
}

static void
make_new_patient (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  AusNewConsultation *self = AUS_NEW_CONSULTATION (widget);

  gtk_stack_set_visible_child_name (self->pages, "edit");
  self->is_confirmed = TRUE;
  send_custom (self);
}

static void
take_patient (AusNewConsultation *self,
              JsonObject         *record)
{
  g_autoptr (AusPatient) patient = g_object_new (AUS_TYPE_PATIENT, NULL);
  g_autoptr (GError) error = NULL;

  if (!aus_record_read_json (AUS_RECORD (patient), record, AUS_READ_TRUSTED, &error))
    g_warning ("The server's answer has faults: %s", error->message);

  aus_consultation_form_set_patient (self->form, patient);
  send_custom (self);
}

static void
patient_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (AusNewConsultation) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (answer == NULL)
    show_error (self, error);
  else if (JSON_NODE_HOLDS_OBJECT (answer))
    take_patient (self, json_node_get_object (answer));
}

static void
use_patient (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AusNewConsultation *self = AUS_NEW_CONSULTATION (widget);
  g_autofree char *path = g_strdup_printf ("patients/%s/", g_variant_get_string (parameter, NULL));

  gtk_stack_set_visible_child_name (self->pages, "edit");
  aus_client_send_async (self->client, "GET", path, NULL, self->cancellable, patient_read_cb, g_object_ref (self));
}

static void
copied (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  adw_toast_overlay_add_toast (AUS_NEW_CONSULTATION (widget)->toasts, adw_toast_new (_("Link copied")));
}

static void
open_room (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "app.open", "s", AUS_NEW_CONSULTATION (widget)->id);
  gtk_window_close (GTK_WINDOW (widget));
}

static void
aus_new_consultation_dispose (GObject *object)
{
  AusNewConsultation *self = AUS_NEW_CONSULTATION (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (aus_new_consultation_parent_class)->dispose (object);
}

static void
aus_new_consultation_finalize (GObject *object)
{
  g_free (AUS_NEW_CONSULTATION (object)->id);

  G_OBJECT_CLASS (aus_new_consultation_parent_class)->finalize (object);
}

static void
aus_new_consultation_class_init (AusNewConsultationClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_new_consultation_dispose;
  G_OBJECT_CLASS (klass)->finalize = aus_new_consultation_finalize;

  g_type_ensure (AUS_TYPE_BOOKING_PAGE);
  g_type_ensure (AUS_TYPE_CONSULTATION_FORM);
  g_type_ensure (AUS_TYPE_DOOR_PAGE);
  g_type_ensure (AUS_TYPE_DUPLICATE_PAGE);
  gtk_widget_class_install_action (widget_class, "consultation.create", NULL, create);
  gtk_widget_class_install_action (widget_class, "consultation.use-patient", "s", use_patient);
  gtk_widget_class_install_action (widget_class, "consultation.new-patient", NULL, make_new_patient);
  gtk_widget_class_install_action (widget_class, "consultation.back", NULL, back);
  gtk_widget_class_install_action (widget_class, "consultation.copied", NULL, copied);
  gtk_widget_class_install_action (widget_class, "consultation.open-room", NULL, open_room);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "consultation.create",
                                       NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/ausculta/Ausculta/ui/aus-new-consultation.ui");
  gtk_widget_class_bind_template_child (widget_class, AusNewConsultation, toasts);
  gtk_widget_class_bind_template_child (widget_class, AusNewConsultation, pages);
  gtk_widget_class_bind_template_child (widget_class, AusNewConsultation, create_stack);
  gtk_widget_class_bind_template_child (widget_class, AusNewConsultation, views);
  gtk_widget_class_bind_template_child (widget_class, AusNewConsultation, bookings);
  gtk_widget_class_bind_template_child (widget_class, AusNewConsultation, form);
  gtk_widget_class_bind_template_child (widget_class, AusNewConsultation, duplicates);
  gtk_widget_class_bind_template_child (widget_class, AusNewConsultation, door);
}

static void
aus_new_consultation_init (AusNewConsultation *self)
{
  self->cancellable = g_cancellable_new ();
  self->id = aus_uuid_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
aus_new_consultation_new (GtkWindow *parent,
                          AusClient *client)
{
  AusNewConsultation *self = g_object_new (AUS_TYPE_NEW_CONSULTATION,
                                           "application", gtk_window_get_application (parent),
                                           "transient-for", parent,
                                           NULL);

  self->client = g_object_ref (client);
  g_object_set (self->bookings, "model", aus_client_get_bookings (client), NULL);
  aus_consultation_form_attach (self->form, aus_client_get_patients (client), aus_client_get_doctors (client),
                                aus_client_get_user (client));

  if (!aus_booking_page_has_bookings (self->bookings))
    adw_view_stack_set_visible_child_name (self->views, "custom");

  return GTK_WIDGET (self);
}
