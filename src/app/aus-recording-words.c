#include "aus-recording-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "aus-consent.h"
#include "aus-json.h"

static const struct
{
  const char *code;
  const char *words;
} reasons[] = {
  { "policy", N_("The clinic does not record visits.") },
  { "status", N_("Only a visit that is in progress can be recorded.") },
  { "recording_enabled", N_("Nobody has been asked yet.") },
};

static gboolean
has_reason (JsonObject *gate,
            const char *code)
{
  JsonArray *all = json_object_get_array_member (gate, "reasons");

  for (guint i = 0; i < json_array_get_length (all); i++) {
    if (g_strcmp0 (aus_json_get_text (json_array_get_object_element (all, i), "code"), code) == 0)
      return TRUE;
  }

  return FALSE;
}

static char *
describe_person (JsonObject *person,
                 const char *you)
{
  const char *name = aus_json_get_text (person, "name");
  const char *id = aus_json_get_text (person, "participant_id");
  const gboolean has_answered = aus_json_get_text (person, "state") != NULL;

  if (you != NULL && g_strcmp0 (id, you) == 0)
    return g_strdup (_("You have not agreed."));
  if (has_answered)
    /* Translators: %s is somebody in the call. */
    return g_strdup_printf (_("%s does not agree."), name ? name : "");

  /* Translators: %s is somebody in the call. */
  return g_strdup_printf (_("%s has not answered yet."), name ? name : "");
}

static char *
describe_people (JsonObject *gate,
                 const char *you)
{
  JsonArray *people = json_object_get_array_member (gate, "missing");
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < json_array_get_length (people); i++)
    g_ptr_array_add (sentences, describe_person (json_array_get_object_element (people, i), you));

  if (sentences->len == 0)
    return NULL;

  g_ptr_array_add (sentences, NULL);

  return g_strjoinv (" ", (char **) sentences->pdata);
}

char *
aus_recording_reason (JsonObject *gate,
                      const char *you)
{
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++) {
    if (has_reason (gate, reasons[i].code))
      return g_strdup (_(reasons[i].words));
  }

  return describe_people (gate, you);
}

char *
aus_recording_ended (JsonObject *frame)
{
  const char *reason = aus_json_get_text (frame, "reason");
  const char *person = aus_json_get_text (frame, "person");

  if (person != NULL && g_strcmp0 (reason, "consent_withdrawn") == 0)
    /* Translators: %s is somebody in the call. */
    return g_strdup_printf (_("The recording has ended: %s no longer agrees."), person);
  if (person != NULL && g_strcmp0 (reason, "participant_joined") == 0)
    /* Translators: %s is somebody in the call. */
    return g_strdup_printf (_("The recording has ended: %s came in."), person);

  return g_strdup (_("The recording has ended."));
}

char *
aus_recording_language (void)
{
  const char * const *names = g_get_language_names ();

  /* As gettext looks for them: the first in which there are words. */
  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *language = g_strndup (names[i], strcspn (names[i], "_.@"));

    if (aus_consent_has_words (language))
      return g_steal_pointer (&language);
  }

  return g_strdup ("en");
}
