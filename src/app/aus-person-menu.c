#include "aus-person-menu.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *label;
  const char *action;
} Entry;

static const Entry entries[] = {
  [AUS_ADMISSION_IN] = { N_("Put on _Hold"), "people.hold" },
  [AUS_ADMISSION_WAITING] = { N_("_Let In"), "people.let-in" },
  [AUS_ADMISSION_HELD] = { N_("_Bring Back"), "people.let-in" },
};

static const Entry removal = { N_("_Remove…"), "people.remove" };

static void
append (GMenu       *menu,
        const Entry *entry,
        const char  *participant_id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (_(entry->label), NULL);

  g_menu_item_set_action_and_target (item, entry->action, "s", participant_id);
  g_menu_append_item (menu, item);
}

GMenuModel *
aus_person_menu_new (AusParticipant *participant)
{
  GMenu *menu = g_menu_new ();
  const gboolean is_guest =
    participant->role == AUS_PARTICIPANT_ROLE_GUEST || participant->role == AUS_PARTICIPANT_ROLE_INTERPRETER;

  if (is_guest || participant->role == AUS_PARTICIPANT_ROLE_PATIENT)
    append (menu, &entries[participant->admission], participant->id);

  /* The patient is not shown out: their visit is ended. */
  if (is_guest)
    append (menu, &removal, participant->id);

  return G_MENU_MODEL (menu);
}
