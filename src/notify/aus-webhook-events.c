#include "aus-webhook-events.h"

#include <string.h>

/**
 * Source:
 * @entity: as in the change log
 * @noun: as in the types
 * @visit: (nullable): how to find the visit of a record
 */
typedef struct
{
  const char *entity;
  const char *noun;
  const char *visit;
} Source;

#define VISIT_OF(table) "SELECT consultation_id FROM " table " WHERE id = ?1"

static const Source sources[] = {
  { "consultations", "consultation", "SELECT ?1" },
  { "bookings", "booking", "SELECT id FROM consultations WHERE booking_id = ?1" },
  { "participants", "participant", VISIT_OF ("participants") },
  { "messages", "message", VISIT_OF ("messages") },
  { "files", "file", VISIT_OF ("files") },
  { "recordings", "recording", VISIT_OF ("recordings") },
  { "consents", "consent", VISIT_OF ("consents") },
  { "technical_issues", "technical_issue", VISIT_OF ("technical_issues") },
  { "patients", "patient", NULL },
  { "users", "user", NULL },
  { "availability", "availability", NULL },
};

static const char *const verbs[] = { "created", "updated", "deleted", "*" };

static const Source *
find_source (const char *entity)
{
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++) {
    if (strcmp (sources[i].entity, entity) == 0)
      return &sources[i];
  }

  return NULL;
}

const char *
aus_webhook_events_get_noun (const char *entity)
{
  const Source *source = find_source (entity);

  return source ? source->noun : NULL;
}

char *
aus_webhook_events_find_visit (AusDatabase  *database,
                               const char   *entity,
                               const char   *id,
                               GError      **error)
{
  const Source *source = find_source (entity);
  g_autoptr (AusStatement) row = NULL;

  if (source == NULL || source->visit == NULL)
    return NULL;

  row = aus_database_prepare (database, source->visit, error);

  if (row == NULL)
    return NULL;

  aus_statement_bind_text (row, 1, id);

  return aus_statement_step (row, error) == AUS_STEP_ROW ? g_strdup (aus_statement_get_text (row, 0)) : NULL;
}

static gboolean
fits (const char *word,
      const char *type)
{
  const gsize length = strlen (word);

  if (length > 0 && word[length - 1] == '*')
    return strncmp (word, type, length - 1) == 0;

  return strcmp (word, type) == 0;
}

gboolean
aus_webhook_events_want (const char *wanted,
                         const char *type)
{
  g_auto (GStrv) words = g_strsplit (wanted, " ", -1);
  gboolean is_any = TRUE;

  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] == '\0')
      continue;

    if (fits (words[i], type))
      return TRUE;

    is_any = FALSE;
  }

  return is_any;
}

static gboolean
is_known (const char *word)
{
  if (strcmp (word, "*") == 0)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (verbs); j++) {
      g_autofree char *known = g_strconcat (sources[i].noun, ".", verbs[j], NULL);

      if (strcmp (word, known) == 0)
        return TRUE;
    }
  }

  return FALSE;
}

gboolean
aus_webhook_events_check (const char  *wanted,
                          GError     **error)
{
  g_auto (GStrv) words = g_strsplit (wanted, " ", -1);
  g_autoptr (GString) nouns = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_string_append_printf (nouns, "%s%s", i > 0 ? ", " : "", sources[i].noun);

  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] != '\0' && !is_known (words[i])) {
      aus_error_add_field (error, "event_types", "“%s” is no event; write words such as booking.created or "
                           "consultation.*, of %s.", words[i], nouns->str);
      return FALSE;
    }
  }

  return TRUE;
}

char *
aus_webhook_events_write (const AusWebhookEvent *event,
                          gint64                 time)
{
  AusJsonWriter writer;

  aus_json_writer_init (&writer);
  aus_json_begin_object (&writer, NULL);
  aus_json_add_text (&writer, "type", event->type);
  aus_json_add_time (&writer, "timestamp", time);
  aus_json_begin_object (&writer, "data");
  aus_json_add_text (&writer, "entity", event->entity);
  aus_json_add_text (&writer, "id", event->id);
  aus_json_add_integer (&writer, "revision", event->revision);
  aus_json_add_integer (&writer, "seq", event->seq);

  if (event->consultation_id != NULL)
    aus_json_add_text (&writer, "consultation_id", event->consultation_id);

  aus_json_end_object (&writer);
  aus_json_end_object (&writer);

  return g_string_free (g_steal_pointer (&writer.text), FALSE);
}
