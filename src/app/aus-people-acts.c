#include "aus-people-acts.h"

#include <glib/gi18n.h>

#include "aus-consultation-state.h"
#include "aus-invite-dialog.h"
#include "aus-json.h"
#include "aus-participant.h"
#include "aus-visit-text.h"

/* Whoever is on hold for so long may have been forgotten. */
#define REMINDER_SECONDS (3 * 60)

struct _AusPeopleActs
{
  GObject          parent_instance;

  AdwToastOverlay *toasts;
  AusClient       *client;
  AusRoom         *room;
  AusConsultation *visit;
};

typedef struct
{
  GWeakRef  acts;
  char     *participant_id;
} Person;

G_DEFINE_FINAL_TYPE (AusPeopleActs, aus_people_acts, G_TYPE_OBJECT)

static Person *
person_new (AusPeopleActs *self,
            const char    *participant_id)
{
  Person *person = g_new0 (Person, 1);

  g_weak_ref_init (&person->acts, self);
  person->participant_id = g_strdup (participant_id);

  return person;
}

static void
person_free (gpointer data)
{
  Person *person = data;

  g_weak_ref_clear (&person->acts);
  g_free (person->participant_id);
  g_free (person);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Person, person_free)

/* Returns: (transfer full) (nullable) */
static AusParticipant *
find (AusPeopleActs *self,
      const char    *participant_id)
{
  GListModel *people = aus_room_get_participants (self->room);

  for (guint i = 0; i < g_list_model_get_n_items (people); i++) {
    g_autoptr (AusParticipant) person = g_list_model_get_item (people, i);

    if (g_strcmp0 (person->id, participant_id) == 0)
      return g_steal_pointer (&person);
  }

  return NULL;
}

static void
tell (AusPeopleActs *self,
      const char    *message)
{
  if (self->toasts != NULL)
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (message));
}

/* Something about somebody that one press settles: it stays until then. */
static void
ask (AusPeopleActs *self,
     const char    *message,
     const char    *label,
     const char    *participant_id)
{
  AdwToast *toast = adw_toast_new (message);

  adw_toast_set_button_label (toast, label);
  adw_toast_set_action_name (toast, "people.let-in");
  adw_toast_set_action_target_value (toast, g_variant_new_string (participant_id));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static gboolean
remind_cb (gpointer user_data)
{
  Person *person = user_data;
  g_autoptr (AusPeopleActs) self = g_weak_ref_get (&person->acts);
  g_autoptr (AusParticipant) participant = self ? find (self, person->participant_id) : NULL;
  g_autofree char *message = NULL;

  if (participant == NULL || participant->admission != AUS_ADMISSION_HELD || self->toasts == NULL)
    return G_SOURCE_REMOVE;

  /* Translators: %s is a person. */
  message = g_strdup_printf (_("%s has been on hold for 3 minutes"), participant->name);
  ask (self, message, _("Bring Back"), person->participant_id);

  return G_SOURCE_REMOVE;
}

static void
acted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (AusPeopleActs) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_room_act_finish (AUS_ROOM (source), result, &error);

  if (answer == NULL)
    tell (self, error->message);
}

static void
act (AusPeopleActs *self,
     const char    *action,
     GVariant      *participant_id)
{
  g_autoptr (JsonObject) body = json_object_new ();

  json_object_set_string_member (body, "participant_id", g_variant_get_string (participant_id, NULL));
  aus_room_act_async (self->room, action, body, NULL, acted_cb, g_object_ref (self));
}

static void
hold_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  act (user_data, "hold", parameter);
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, REMINDER_SECONDS, remind_cb,
                              person_new (user_data, g_variant_get_string (parameter, NULL)), person_free);
}

static void
let_in_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  act (user_data, "let_in", parameter);
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AusPeopleActs) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);

  if (answer == NULL)
    tell (self, error->message);
}

/* The door that somebody came by, in a page of participants. */
static const char *
find_door (JsonNode   *page,
           const char *participant_id)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (page) ? json_node_get_object (page) : NULL;
  JsonNode *results = object ? json_object_get_member (object, "results") : NULL;
  JsonArray *people = results && JSON_NODE_HOLDS_ARRAY (results) ? json_node_get_array (results) : NULL;

  for (guint i = 0; people != NULL && i < json_array_get_length (people); i++) {
    JsonObject *person = json_array_get_object_element (people, i);

    if (g_strcmp0 (aus_json_get_text (person, "id"), participant_id) == 0)
      return aus_json_get_text (person, "door_id");
  }

  return NULL;
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Person) person = user_data;
  g_autoptr (AusPeopleActs) self = g_weak_ref_get (&person->acts);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = aus_client_send_finish (AUS_CLIENT (source), result, &error);
  const char *door_id = answer ? find_door (answer, person->participant_id) : NULL;
  g_autofree char *path = door_id ? g_strdup_printf ("doors/%s/", door_id) : NULL;

  if (self == NULL)
    return;

  if (path != NULL)
    aus_client_send_async (self->client, "DELETE", path, NULL, NULL, removed_cb, g_object_ref (self));
  else
    tell (self, error ? error->message : _("They have left already."));
}

static void
person_closure_free (gpointer  data,
                     GClosure *closure)
{
  person_free (data);
}

static void
confirmed_cb (AdwMessageDialog *dialog,
              const char       *response,
              gpointer          user_data)
{
  Person *person = user_data;
  g_autoptr (AusPeopleActs) self = g_weak_ref_get (&person->acts);
  g_autofree char *path = NULL;

  if (self == NULL || g_strcmp0 (response, "remove") != 0)
    return;

  path = g_strdup_printf ("consultations/%s/participants/?page_size=200", self->visit->id);
  aus_client_send_async (self->client, "GET", path, NULL, NULL, found_cb,
                         person_new (self, person->participant_id));
}

static GtkWindow *
get_window (AusPeopleActs *self)
{
  return self->toasts != NULL ? GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self->toasts))) : NULL;
}

static void
remove_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  AusPeopleActs *self = user_data;
  const char *id = g_variant_get_string (parameter, NULL);
  g_autoptr (AusParticipant) participant = find (self, id);
  GtkWidget *dialog;

  if (participant == NULL)
    return;

  dialog = adw_message_dialog_new (get_window (self), NULL,
                                   _("They leave the call at once, and their link does not lead here any more."));
  /* Translators: %s is a person. */
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _("Remove %s?"), participant->name);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "remove", _("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (confirmed_cb), person_new (self, id),
                         person_closure_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
invite_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  AusPeopleActs *self = user_data;

  gtk_window_present (GTK_WINDOW (aus_invite_dialog_new (get_window (self), self->client, self->visit->id)));
}

static const GActionEntry entries[] = {
  { "hold", hold_cb, "s" },
  { "let-in", let_in_cb, "s" },
  { "remove", remove_cb, "s" },
  { "invite", invite_cb },
};

/* Whoever comes late waits for the doctor, so the doctor is to know. */
static void
frame_cb (AusPeopleActs *self,
          JsonObject    *frame)
{
  const char *id = aus_json_get_text (frame, "participant_id");
  g_autoptr (AusParticipant) participant = NULL;
  g_autofree char *message = NULL;

  if (self->toasts == NULL || id == NULL || g_strcmp0 (aus_json_get_text (frame, "type"), "admission") != 0
      || g_strcmp0 (aus_json_get_text (frame, "state"), "waiting") != 0)
    return;

  participant = find (self, id);

  if (participant == NULL)
    return;

  /* Translators: somebody at the door of a visit: name and role. */
  message = g_strdup_printf (_("%s (%s) is waiting to be let in"), participant->name,
                             aus_role_to_word (participant->role));
  ask (self, message, _("Let In"), id);
}

static void
set_rights (GActionMap *map,
            AusRole     role)
{
  const gboolean is_clinician = (AUS_ROLES_CLINICIANS & (1u << role)) != 0;
  const gboolean is_planner = aus_act_is_for (AUS_ACT_MOVE, role);
  const struct { const char *name; gboolean enabled; } rights[] = {
    { "hold", is_clinician }, { "let-in", is_clinician }, { "remove", is_planner }, { "invite", is_planner },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rights); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, rights[i].name)), rights[i].enabled);
}

static void
aus_people_acts_dispose (GObject *object)
{
  AusPeopleActs *self = AUS_PEOPLE_ACTS (object);

  g_clear_weak_pointer (&self->toasts);
  g_clear_object (&self->client);
  g_clear_object (&self->room);
  g_clear_object (&self->visit);

  G_OBJECT_CLASS (aus_people_acts_parent_class)->dispose (object);
}

static void
aus_people_acts_class_init (AusPeopleActsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aus_people_acts_dispose;
}

static void
aus_people_acts_init (AusPeopleActs *self)
{
}

AusPeopleActs *
aus_people_acts_new (AdwToastOverlay *toasts,
                     AusClient       *client,
                     AusRoom         *room,
                     AusConsultation *visit)
{
  AusPeopleActs *self = g_object_new (AUS_TYPE_PEOPLE_ACTS, NULL);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  AusUser *user = aus_client_get_user (client);

  g_set_weak_pointer (&self->toasts, toasts);
  self->client = g_object_ref (client);
  self->room = g_object_ref (room);
  self->visit = g_object_ref (visit);
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  set_rights (G_ACTION_MAP (group), user ? user->role : AUS_ROLE_NONE);
  gtk_widget_insert_action_group (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (toasts))), "people",
                                  G_ACTION_GROUP (group));
  g_signal_connect_object (room, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);

  return self;
}
