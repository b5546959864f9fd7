#include "aus-person-row.h"

#include <glib/gi18n.h>

#include "aus-person-menu.h"
#include "aus-status-pill.h"
#include "aus-visit-text.h"

struct _AusPersonRow
{
  AdwActionRow    parent_instance;

  AusParticipant *participant;

  AdwAvatar      *avatar;
  AusStatusPill  *presence;
  GtkMenuButton  *menu;
};

G_DEFINE_FINAL_TYPE (AusPersonRow, aus_person_row, ADW_TYPE_ACTION_ROW)

static void
update_menu (AusPersonRow *self)
{
  g_autoptr (GMenuModel) menu = aus_person_menu_new (self->participant);
  const char *name = self->participant->name ? self->participant->name : "";
  /* Translators: %s is a person. */
  g_autofree char *label = g_strdup_printf (_("Actions for %s"), name);

  gtk_menu_button_set_menu_model (self->menu, menu);
  gtk_widget_set_visible (GTK_WIDGET (self->menu), g_menu_model_get_n_items (menu) > 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* Whether they are there, and, where they are not in the call for another reason, that. */
static const char *
describe (AusParticipant *participant)
{
  const char *presence = aus_presence_to_word (participant->presence);
  const char *admission = aus_admission_to_word (participant->admission);

  if (*admission != '\0' && participant->presence != AUS_PRESENCE_LEFT)
    return admission;

  return *presence != '\0' ? presence : _("Away");
}

static void
participant_changed_cb (AusPersonRow *self)
{
  const char *name = self->participant->name ? self->participant->name : "";
  const char *word = describe (self->participant);
  gboolean here = self->participant->presence == AUS_PRESENCE_HERE
                  || self->participant->presence == AUS_PRESENCE_IN_CALL
                  || self->participant->presence == AUS_PRESENCE_IN_MEETING;
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  /* Translators: a person in a visit as one spoken sentence: name, role, presence. */
  g_autofree char *sentence = g_strdup_printf (_("%s, %s, %s"), name,
                                               aus_role_to_word (self->participant->role), word);

  adw_avatar_set_text (self->avatar, name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), escaped);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), aus_role_to_word (self->participant->role));
  aus_status_pill_set (self->presence, aus_presence_to_icon (self->participant->presence), word,
                       here ? "here" : "plain");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  update_menu (self);
}

static void
aus_person_row_dispose (GObject *object)
{
  g_clear_object (&AUS_PERSON_ROW (object)->participant);

  G_OBJECT_CLASS (aus_person_row_parent_class)->dispose (object);
}

static void
aus_person_row_class_init (AusPersonRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = aus_person_row_dispose;

  g_type_ensure (AUS_TYPE_STATUS_PILL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/ausculta/Ausculta/ui/aus-person-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AusPersonRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, AusPersonRow, presence);
  gtk_widget_class_bind_template_child (widget_class, AusPersonRow, menu);
}

static void
aus_person_row_init (AusPersonRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Else the title is read out a second time. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

GtkWidget *
aus_person_row_new (AusParticipant *participant)
{
  AusPersonRow *self = g_object_new (AUS_TYPE_PERSON_ROW, NULL);

  self->participant = g_object_ref (participant);
  g_signal_connect_object (participant, "notify", G_CALLBACK (participant_changed_cb), self,
                           G_CONNECT_SWAPPED);
  participant_changed_cb (self);

  return GTK_WIDGET (self);
}
