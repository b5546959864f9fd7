#include "aus-video-choices.h"

#include "aus-api-words.h"
#include "aus-api.h"
#include "aus-json.h"

#include <glib/gi18n-lib.h>

#define UNREACHABLE "It cannot be reached"

static void
choice_free (gpointer data)
{
  AusVideoChoice *choice = data;

  g_free (choice->name);
  g_free (choice->display_name);
  g_free (choice->reason);
  g_free (choice);
}

void
aus_video_choices_free (AusVideoChoices *self)
{
  g_free (self->reason);
  g_ptr_array_unref (self->list);
  g_free (self);
}

/* What could not be reached, and how, is for admins. (transfer full) (nullable) */
static char *
say_reason (JsonObject *object)
{
  const char *reason = aus_json_get_text (object, "reason");

  return reason != NULL && g_str_has_prefix (reason, UNREACHABLE ":") ? g_strdup (_("It cannot be reached."))
                                                                      : aus_api_words_translate (reason);
}

static void
add_choice (AusVideoChoices *self,
            JsonObject      *object,
            const char      *proposal)
{
  const char *name = aus_json_get_text (object, "name");
  const char *display_name = aus_json_get_text (object, "display_name");
  AusVideoChoice *choice;

  if (name == NULL || display_name == NULL)
    return;

  choice = g_new0 (AusVideoChoice, 1);
  choice->name = g_strdup (name);
  choice->display_name = aus_api_words_translate (display_name);
  choice->reason = say_reason (object);
  choice->is_current = aus_json_get_boolean (object, "is_current", FALSE);
  choice->is_healthy = aus_json_get_boolean (object, "healthy", FALSE);
  g_ptr_array_add (self->list, choice);

  if (choice->is_current)
    self->current = choice;

  if (g_strcmp0 (name, proposal) == 0)
    self->proposal = choice;
}

static AusVideoChoices *
choices_new (JsonObject *object)
{
  AusVideoChoices *self = g_new0 (AusVideoChoices, 1);
  const char *proposal = aus_json_get_text (object, "proposal");
  JsonNode *node = json_object_get_member (object, "choices");
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  self->reason = say_reason (object);
  self->guests_left = aus_json_get_integer (object, "guests_left", 1);
  self->list = g_ptr_array_new_with_free_func (choice_free);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_OBJECT (element))
      add_choice (self, json_node_get_object (element), proposal);
  }

  return self;
}

void
aus_video_choices_read (AusClient           *client,
                        const char          *visit_id,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autofree char *path = g_strdup_printf ("consultations/%s/video_choices/", visit_id);

  aus_client_send_async (client, "GET", path, NULL, cancellable, callback, user_data);
}

AusVideoChoices *
aus_video_choices_finish (AusClient     *client,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_autoptr (JsonNode) answer = aus_client_send_finish (client, result, error);
  JsonObject *object = aus_api_get_object (answer, error);

  return object ? choices_new (object) : NULL;
}
