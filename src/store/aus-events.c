#include "aus-events.h"

#include "aus-time.h"

/* Writes the whole frame; clears @members. */
static GBytes *
make_frame (AusEvent      *event,
            gint64         now,
            AusJsonWriter *members)
{
  AusJsonWriter writer;

  aus_json_writer_init (&writer);
  aus_json_begin_object (&writer, NULL);
  aus_json_add_text (&writer, "type", event->type);
  aus_json_add_text (&writer, "consultation_id", event->consultation_id);
  aus_json_add_integer (&writer, "seq", event->seq);
  aus_json_add_time (&writer, "timestamp", now);

  if (members != NULL && members->text->len > 0) {
    g_string_append_c (writer.text, ',');
    g_string_append_len (writer.text, members->text->str, members->text->len);
  }

  if (members != NULL)
    aus_json_writer_clear (members);

  aus_json_end_object (&writer);

  return aus_json_writer_finish (&writer);
}

/* Those who are in the visit because somebody put them there, or because they stand in for its doctor. */
static gboolean
find_listeners (AusDatabase  *database,
                AusEvent     *event,
                GError      **error)
{
  g_autoptr (GStrvBuilder) ids = NULL;
  g_autoptr (AusStatement) rows = NULL;
  AusStep step;

  if ((event->audience & AUS_ROLES_CLINICIANS) == 0)
    return TRUE;

  ids = g_strv_builder_new ();
  rows = aus_database_prepare (database, "SELECT user_id FROM visits_helped WHERE consultation_id = ?1", error);

  if (rows == NULL)
    return FALSE;

  aus_statement_bind_text (rows, 1, event->consultation_id);

  while ((step = aus_statement_step (rows, error)) == AUS_STEP_ROW)
    g_strv_builder_add (ids, aus_statement_get_text (rows, 0));

  event->listeners = g_strv_builder_end (ids);

  return step == AUS_STEP_DONE;
}

static AusEvent *
make_event (AusConsultation *consultation,
            const char      *type,
            AusAudience      audience,
            gint64           seq)
{
  AusEvent *event = aus_event_new (seq, type);

  event->consultation_id = g_strdup (consultation->id);
  event->doctor_id = g_strdup (consultation->doctor_id);
  event->audience = audience.roles;
  event->author_id = g_strdup (audience.author_id);
  event->call_mode = consultation->call_mode;

  if (consultation->room_opens_at != NULL)
    event->room_opens_at = aus_time_from_date_time (consultation->room_opens_at);

  return event;
}

static gboolean
store_event (AusDatabase  *database,
             AusEvent     *event,
             gint64        now,
             GError      **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", error);
  g_autofree char *frame = NULL;

  if (statement == NULL)
    return FALSE;

  frame = g_strndup (g_bytes_get_data (event->frame, NULL), g_bytes_get_size (event->frame));
  aus_statement_bind_integer (statement, 1, event->seq);
  aus_statement_bind_lent (statement, 2, event->consultation_id);
  aus_statement_bind_lent (statement, 3, event->type);
  aus_statement_bind_integer (statement, 4, event->audience);
  aus_statement_bind_lent (statement, 5, event->author_id);
  aus_statement_bind_lent (statement, 6, event->doctor_id);
  aus_statement_bind_lent (statement, 7, frame);
  aus_statement_bind_integer (statement, 8, now);

  return aus_statement_run (statement, error);
}

gboolean
aus_events_add (AusDatabase      *database,
                AusConsultation  *consultation,
                const char       *type,
                AusAudience       audience,
                AusJsonWriter    *members,
                GError          **error)
{
  g_autoptr (AusEvent) event = make_event (consultation, type, audience, aus_database_take_seq (database));
  const gint64 now = aus_time_now ();

  event->frame = make_frame (event, now, members);

  if (!store_event (database, event, now, error) || !find_listeners (database, event, error))
    return FALSE;

  aus_database_announce (database, g_steal_pointer (&event));

  return TRUE;
}

gboolean
aus_events_tell (AusDatabase      *database,
                 AusConsultation  *consultation,
                 const char       *type,
                 AusAudience       audience,
                 AusJsonWriter    *members,
                 GError          **error)
{
  g_autoptr (AusEvent) event = make_event (consultation, type, audience, aus_database_get_seq (database));

  event->frame = make_frame (event, aus_time_now (), members);

  if (!find_listeners (database, event, error))
    return FALSE;

  aus_database_announce (database, g_steal_pointer (&event));

  return TRUE;
}
