#include "aus-evidence.h"

#include "aus-time.h"

/* All that others noted, in one look. */
static const char sql_of_evidence[] =
  "SELECT (SELECT min (first_opened_at) FROM doors WHERE consultation_id = ?1 AND role = 'patient'), "
  "(SELECT min (joined_at) FROM participants WHERE consultation_id = ?1 AND role = 'patient'), "
  "(SELECT count (*) FROM messages WHERE consultation_id = ?1 AND sender_role = 'patient'), "
  "(SELECT count (*) FROM technical_issues WHERE consultation_id = ?1), "
  "(SELECT sum (connection_issues) FROM participants WHERE consultation_id = ?1)";

static gint64
get_waited (AusConsultation *consultation)
{
  gint64 until = aus_time_now ();

  if (consultation->waiting_since == NULL)
    return 0;

  if (consultation->actual_start != NULL)
    until = aus_time_from_date_time (consultation->actual_start);

  return MAX ((until - aus_time_from_date_time (consultation->waiting_since)) / AUS_TIME_MINUTE, 0);
}

gboolean
aus_evidence_gather (AusDatabase      *database,
                     AusConsultation  *consultation,
                     AusEvidence      *evidence,
                     GError          **error)
{
  g_autoptr (AusStatement) row = aus_database_prepare (database, sql_of_evidence, error);

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, consultation->id);

  if (aus_statement_step (row, error) != AUS_STEP_ROW)
    return FALSE;

  *evidence = (AusEvidence) {
    .link_opened_at = aus_statement_get_integer (row, 0),
    .arrived_at = aus_statement_get_integer (row, 1),
    .waited_minutes = get_waited (consultation),
    .messages = aus_statement_get_integer (row, 2),
    .issues = aus_statement_get_integer (row, 3),
    .connections_lost = aus_statement_get_integer (row, 4),
  };

  return TRUE;
}

AusNoShowKind
aus_evidence_judge (const AusEvidence *evidence)
{
  if (evidence->issues > 0)
    return AUS_NO_SHOW_KIND_TECHNICAL;

  return evidence->arrived_at != 0 ? AUS_NO_SHOW_KIND_CLINIC : AUS_NO_SHOW_KIND_PATIENT;
}

static void
add_moment (AusJsonWriter *writer,
            const char    *name,
            gint64         time)
{
  if (time != 0)
    aus_json_add_time (writer, name, time);
  else
    aus_json_add_null (writer, name);
}

void
aus_evidence_write (const AusEvidence *evidence,
                    AusJsonWriter     *writer)
{
  aus_json_begin_object (writer, "evidence");
  add_moment (writer, "link_opened_at", evidence->link_opened_at);
  add_moment (writer, "arrived_at", evidence->arrived_at);
  aus_json_add_integer (writer, "waited_minutes", evidence->waited_minutes);
  aus_json_add_integer (writer, "messages", evidence->messages);
  aus_json_add_integer (writer, "issues", evidence->issues);
  aus_json_add_integer (writer, "connections_lost", evidence->connections_lost);
  aus_json_end_object (writer);
}

gboolean
aus_evidence_keep (AusDatabase        *database,
                   const AusCaller    *caller,
                   AusConsultation    *consultation,
                   const AusEvidence  *evidence,
                   const char         *reason,
                   GError            **error)
{
  g_autoptr (AusStatement) statement =
    aus_database_prepare (database, "INSERT INTO no_shows (consultation_id, kind, reason, decided_by, decided_at, "
                                    "link_opened_at, arrived_at, waited_minutes, messages, issues, connections_lost) "
                                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)", error);

  if (statement == NULL)
    return FALSE;

  aus_statement_bind_text (statement, 1, consultation->id);
  aus_statement_bind_text (statement, 2, aus_enum_to_nick (aus_no_show_kind_get_type (), consultation->no_show_kind));
  aus_statement_bind_text (statement, 3, reason);
  aus_statement_bind_text (statement, 4, caller->name);
  aus_statement_bind_integer (statement, 5, aus_time_now ());
  aus_statement_bind_time (statement, 6, evidence->link_opened_at);
  aus_statement_bind_time (statement, 7, evidence->arrived_at);
  aus_statement_bind_integer (statement, 8, evidence->waited_minutes);
  aus_statement_bind_integer (statement, 9, evidence->messages);
  aus_statement_bind_integer (statement, 10, evidence->issues);
  aus_statement_bind_integer (statement, 11, evidence->connections_lost);

  return aus_statement_run (statement, error);
}

static void
write_row (AusStatement  *row,
           AusJsonWriter *writer)
{
  const AusEvidence evidence = {
    .link_opened_at = aus_statement_get_integer (row, 4),
    .arrived_at = aus_statement_get_integer (row, 5),
    .waited_minutes = aus_statement_get_integer (row, 6),
    .messages = aus_statement_get_integer (row, 7),
    .issues = aus_statement_get_integer (row, 8),
    .connections_lost = aus_statement_get_integer (row, 9),
  };

  aus_json_begin_object (writer, "no_show");
  aus_json_add_text (writer, "kind", aus_statement_get_text (row, 0));
  aus_json_add_text (writer, "reason", aus_statement_get_text (row, 1));
  aus_json_add_text (writer, "decided_by", aus_statement_get_text (row, 2));
  aus_json_add_time (writer, "decided_at", aus_statement_get_integer (row, 3));
  aus_evidence_write (&evidence, writer);
  aus_json_end_object (writer);
}

gboolean
aus_evidence_write_kept (AusDatabase      *database,
                         AusConsultation  *consultation,
                         AusJsonWriter    *writer,
                         GError          **error)
{
  g_autoptr (AusStatement) row =
    aus_database_prepare (database, "SELECT kind, reason, decided_by, decided_at, link_opened_at, arrived_at, "
                                    "waited_minutes, messages, issues, connections_lost FROM no_shows "
                                    "WHERE consultation_id = ?1 ORDER BY id DESC LIMIT 1", error);
  AusStep step;

  if (row == NULL)
    return FALSE;

  aus_statement_bind_text (row, 1, consultation->id);
  step = aus_statement_step (row, error);

  if (step == AUS_STEP_ROW)
    write_row (row, writer);
  else if (step == AUS_STEP_DONE)
    aus_json_add_null (writer, "no_show");

  return step != AUS_STEP_ERROR;
}
