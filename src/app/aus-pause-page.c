#include "aus-pause-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "aus-patient.h"
#include "aus-record-list.h"
#include "aus-visit-text.h"

/* After that, whoever waits is brought to mind. */
#define REMIND_MINUTES 3

struct _AusPausePage
{
  GtkWidget        parent_instance;

  AusClient       *client;
  AusRoomLatch    *latch;
  AusConsultation *visit;
  AusCallMode      mode;
  gint64           since;
  guint            timer;

  AdwStatusPage   *page;
  GtkLabel        *clock;
  GtkLabel        *number;
  GtkWidget       *dial;
  GtkButton       *button;
};

G_DEFINE_FINAL_TYPE (AusPausePage, aus_pause_page, GTK_TYPE_WIDGET)

typedef struct
{
  const char *icon;
  const char *title;
  const char *description;
  const char *button;
  const char *action;
} Words;

/* Translators: %s in the titles is the patient. */
static const Words coming_words = { "avatar-default-symbolic", N_("%s Is Coming In…"),
                                    N_("Nobody sees or hears anything yet."), NULL, "win.recall" };
static const Words mode_words[] = {
  [AUS_CALL_MODE_HOLD] = { "media-playback-pause-symbolic", N_("%s Is on Hold"),
                           N_("Nobody sees or hears anything. Messages still arrive."), N_("_Resume"), "win.resume" },
  [AUS_CALL_MODE_PHONE] = { "call-start-symbolic", N_("By Phone With %s"),
                            N_("The visit goes on. The patient was told that you call."), N_("Back to _Video"),
                            "win.resume" },
};

static const char *
find_number (AusPausePage *self)
{
  AusRecordList *patients = AUS_RECORD_LIST (aus_client_get_patients (self->client));
  AusPatient *patient = self->visit->patient_id ? aus_record_list_find (patients, self->visit->patient_id) : NULL;

  return patient != NULL && patient->phone != NULL && *patient->phone != '\0' ? patient->phone : NULL;
}

static char *
describe (AusPausePage *self,
          const Words  *words)
{
  const int minutes = (int) ((g_get_monotonic_time () - self->since) / (60 * G_TIME_SPAN_SECOND));

  if (self->mode == AUS_CALL_MODE_PHONE && find_number (self) == NULL)
    return g_strdup (_("The visit goes on. No phone number of the patient is known; ask for it in the chat."));

  if (self->mode != AUS_CALL_MODE_HOLD || minutes < REMIND_MINUTES)
    return g_strdup (_(words->description));

  return g_strdup_printf (ngettext ("On hold for %d minute. Somebody is waiting for you.",
                                    "On hold for %d minutes. Somebody is waiting for you.", minutes), minutes);
}

static void
show_number (AusPausePage *self)
{
  const char *number = self->mode == AUS_CALL_MODE_PHONE ? find_number (self) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->number), number != NULL);
  gtk_widget_set_visible (self->dial, number != NULL);
  gtk_label_set_label (self->number, number ? number : "");
}

static void
show_button (AusPausePage *self,
             const Words  *words)
{
  /* Translators: %u is the number of seconds in which it can be undone. */
  g_autofree char *undo = g_strdup_printf (_("_Undo (%u)"), aus_room_latch_get_seconds (self->latch));

  gtk_button_set_label (self->button, words->button ? _(words->button) : undo);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), words->action);
}

static void
show_clock (AusPausePage *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GDateTime *start = self->visit->actual_start;
  g_autofree char *text = start ? aus_format_elapsed (g_date_time_difference (now, start)) : g_strdup ("");

  gtk_widget_set_visible (GTK_WIDGET (self->clock), start != NULL && self->mode != AUS_CALL_MODE_VIDEO);
  gtk_label_set_label (self->clock, text);
}

static void
update (AusPausePage *self)
{
  const Words *words = self->mode == AUS_CALL_MODE_VIDEO ? &coming_words : &mode_words[self->mode];
  g_autofree char *name = g_markup_escape_text (self->visit->patient_name, -1);
  g_autoptr (GString) title = g_string_new (_(words->title));
  g_autofree char *description = describe (self, words);

  g_string_replace (title, "%s", name, 1);
  adw_status_page_set_icon_name (self->page, words->icon);
  adw_status_page_set_title (self->page, title->str);
  adw_status_page_set_description (self->page, description);
  show_number (self);
  show_button (self, words);
  show_clock (self);
}

static gboolean
tick_cb (gpointer user_data)
{
  update (user_data);

  return G_SOURCE_CONTINUE;
}

static void
latch_cb (AusPausePage *self)
{
  const AusCallMode mode = aus_room_latch_get_mode (self->latch);

  if (mode != self->mode)
    self->since = g_get_monotonic_time ();

  self->mode = mode;
  g_clear_handle_id (&self->timer, g_source_remove);

  if (!aus_room_latch_is_open (self->latch))
    self->timer = g_timeout_add_seconds (1, tick_cb, self);

  update (self);
}

static void
dial_cb (AusPausePage *self)
{
  g_autofree char *uri = g_strconcat ("tel:", gtk_label_get_label (self->number), NULL);
  char *end = uri + strlen ("tel:");

  /* Blanks and slashes are for the eye. */
  for (const char *c = end; *c != '\0'; c++) {
    if (g_ascii_isdigit (*c) || *c == '+')
      *end++ = *c;
  }

  *end = '\0';

  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri, GDK_CURRENT_TIME);
}

static void
aus_pause_page_dispose (GObject *object)
{
  AusPausePage *self = AUS_PAUSE_PAGE (object);

  g_clear_handle_id (&self->timer, g_source_remove);

  if (self->page != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->page)));

  g_clear_object (&self->client);
  g_clear_object (&self->latch);
  g_clear_object (&self->visit);

  G_OBJECT_CLASS (aus_pause_page_parent_class)->dispose (object);
}

static void
aus_pause_page_class_init (AusPausePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_pause_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-pause-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AusPausePage, page);
  gtk_widget_class_bind_template_child (widget_class, AusPausePage, clock);
  gtk_widget_class_bind_template_child (widget_class, AusPausePage, number);
  gtk_widget_class_bind_template_child (widget_class, AusPausePage, dial);
  gtk_widget_class_bind_template_child (widget_class, AusPausePage, button);
  gtk_widget_class_bind_template_callback (widget_class, dial_cb);
}

static void
aus_pause_page_init (AusPausePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A number is read and dialled from the left in every language. */
  gtk_widget_set_direction (GTK_WIDGET (self->number), GTK_TEXT_DIR_LTR);
}

void
aus_pause_page_attach (AusPausePage    *self,
                       AusClient       *client,
                       AusRoomLatch    *latch,
                       AusConsultation *visit)
{
  g_return_if_fail (AUS_IS_PAUSE_PAGE (self));
  g_return_if_fail (self->latch == NULL);

  self->client = g_object_ref (client);
  self->latch = g_object_ref (latch);
  self->visit = g_object_ref (visit);
  self->since = g_get_monotonic_time ();
  g_signal_connect_object (latch, "changed", G_CALLBACK (latch_cb), self, G_CONNECT_SWAPPED);
  latch_cb (self);
}

void
aus_pause_page_set_visit (AusPausePage    *self,
                          AusConsultation *visit)
{
  g_return_if_fail (AUS_IS_PAUSE_PAGE (self));

  if (g_set_object (&self->visit, visit))
    update (self);
}
