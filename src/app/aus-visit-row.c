#include "aus-visit-row.h"

#include <glib/gi18n.h>

#include "aus-status-pill.h"
#include "aus-visit-text.h"

struct _AusVisitRow
{
  GtkListBoxRow    parent_instance;

  AusConsultation *visit;

  GtkLabel        *time;
  GtkLabel        *duration;
  GtkLabel        *name;
  GtkLabel        *details;
  AusStatusPill   *state;
  AusStatusPill   *presence;
  GtkButton       *admit;
  GtkButton       *resume;
  GtkWidget       *arrow;
};

G_DEFINE_FINAL_TYPE (AusVisitRow, aus_visit_row, GTK_TYPE_LIST_BOX_ROW)

static const char *
presence_style (AusPresence presence)
{
  switch (presence) {
    case AUS_PRESENCE_HERE:
    case AUS_PRESENCE_IN_CALL:
    case AUS_PRESENCE_IN_MEETING:
      return "here";
    case AUS_PRESENCE_LOST:
    case AUS_PRESENCE_ASLEEP:
    case AUS_PRESENCE_LEFT:
    case AUS_PRESENCE_NO_CAMERA:
      return "troubled";
    case AUS_PRESENCE_AWAY:
    case AUS_PRESENCE_TESTING:
      return "plain";
  }

  g_return_val_if_reached ("plain");
}

static void
update_state (AusVisitRow *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *state = aus_visit_state_text (self->visit, now);
  AusPresence presence = self->visit->patient_presence;
  gboolean active = self->visit->status == AUS_STATUS_WAITING || self->visit->status == AUS_STATUS_IN_PROGRESS;

  aus_status_pill_set (self->state, aus_status_to_icon (self->visit->status), state,
                       aus_status_to_style (self->visit->status));
  aus_status_pill_set (self->presence, aus_presence_to_icon (presence), aus_presence_to_word (presence),
                       presence_style (presence));
  gtk_widget_set_visible (GTK_WIDGET (self->presence), active && *aus_presence_to_word (presence) != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->admit), self->visit->status == AUS_STATUS_WAITING);
  gtk_widget_set_visible (GTK_WIDGET (self->resume), self->visit->status == AUS_STATUS_IN_PROGRESS);
  gtk_widget_set_visible (self->arrow, !active);
}

static void
update_descriptions (AusVisitRow *self)
{
  /* Translators: %s is a patient. */
  g_autofree char *admit = g_strdup_printf (_("Let %s in"), self->visit->patient_name);
  /* Translators: %s is a patient. */
  g_autofree char *resume = g_strdup_printf (_("Back to the visit with %s"), self->visit->patient_name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->admit), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, admit,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->resume), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, resume,
                                  -1);
}

static void
aus_visit_row_dispose (GObject *object)
{
  AusVisitRow *self = AUS_VISIT_ROW (object);

  if (self->visit != NULL)
    g_signal_handlers_disconnect_by_func (self->visit, aus_visit_row_update, self);

  g_clear_object (&self->visit);

  G_OBJECT_CLASS (aus_visit_row_parent_class)->dispose (object);
}

static void
aus_visit_row_class_init (AusVisitRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_visit_row_dispose;

  g_type_ensure (AUS_TYPE_STATUS_PILL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-visit-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AusVisitRow, time);
  gtk_widget_class_bind_template_child (widget_class, AusVisitRow, duration);
  gtk_widget_class_bind_template_child (widget_class, AusVisitRow, name);
  gtk_widget_class_bind_template_child (widget_class, AusVisitRow, details);
  gtk_widget_class_bind_template_child (widget_class, AusVisitRow, state);
  gtk_widget_class_bind_template_child (widget_class, AusVisitRow, presence);
  gtk_widget_class_bind_template_child (widget_class, AusVisitRow, admit);
  gtk_widget_class_bind_template_child (widget_class, AusVisitRow, resume);
  gtk_widget_class_bind_template_child (widget_class, AusVisitRow, arrow);
}

static void
aus_visit_row_init (AusVisitRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
aus_visit_row_new (AusConsultation *visit)
{
  AusVisitRow *self = g_object_new (AUS_TYPE_VISIT_ROW, NULL);

  self->visit = g_object_ref (visit);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", visit->id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->admit), "s", visit->id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->resume), "s", visit->id);
  g_signal_connect_swapped (visit, "notify", G_CALLBACK (aus_visit_row_update), self);
  aus_visit_row_update (self);

  return GTK_WIDGET (self);
}

AusConsultation *
aus_visit_row_get_visit (AusVisitRow *self)
{
  g_return_val_if_fail (AUS_IS_VISIT_ROW (self), NULL);

  return self->visit;
}

void
aus_visit_row_update (AusVisitRow *self)
{
  g_autofree char *time = aus_format_time (self->visit->scheduled_start);
  g_autofree char *details = aus_visit_details (self->visit);
  g_autofree char *sentence = aus_visit_sentence (self->visit);
  int minutes = CLAMP (self->visit->duration_planned, 0, 24 * 60);
  /* Translators: how long a visit is planned to take. */
  g_autofree char *duration = g_strdup_printf (ngettext ("%d min", "%d min", minutes), minutes);

  gtk_label_set_label (self->time, time);
  gtk_label_set_label (self->duration, minutes > 0 ? duration : "");
  gtk_label_set_label (self->name, self->visit->patient_name ? self->visit->patient_name : "");
  gtk_label_set_label (self->details, details);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  update_descriptions (self);
  update_state (self);
}
