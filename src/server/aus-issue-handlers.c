#include "aus-access.h"
#include "aus-events.h"
#include "aus-handlers.h"
#include "aus-json.h"
#include "aus-page.h"
#include "aus-table.h"
#include "aus-technical-issue.h"
#include "aus-time.h"
#include "aus-uuid.h"

static const AusOrdering orderings[] = {
  { "-created_at", "created_at DESC, id DESC" },
  { "created_at", "created_at, id" },
  { NULL, NULL },
};

const AusParameter aus_issue_parameters[] = {
  { "consultation_id", AUS_PARAMETER_ID, "consultation_id = ?" },
  { "is_resolved", AUS_PARAMETER_BOOLEAN, "is_resolved = ?" },
  { "issue_type", AUS_PARAMETER_WORD, "issue_type", aus_issue_type_get_type },
  { "severity", AUS_PARAMETER_WORD, "severity", aus_severity_get_type },
  { "ordering", AUS_PARAMETER_ORDER, .orderings = orderings },
  { NULL },
};

/* Patients see what they reported themselves. */
static void
narrow_patients (AusCall  *call,
                 AusQuery *rows)
{
  if (!aus_caller_is_staff (&call->caller))
    aus_query_and_text (rows, "reporter_id = ?", aus_caller_get_id (&call->caller));
}

gboolean
aus_issue_list (AusCall      *call,
                AusDatabase  *database,
                GError      **error)
{
  const char *order = aus_page_order (call, orderings, error);
  g_autoptr (AusQuery) rows = aus_query_new ("technical_issues");

  if (order == NULL || !aus_call_narrow (call, aus_issue_parameters, rows, error))
    return FALSE;

  aus_access_narrow_clinicians (rows, &call->caller, AUS_KIN_PARTS);
  narrow_patients (call, rows);

  return aus_page_write_counted (call, database, &(AusListing) { rows, AUS_TYPE_TECHNICAL_ISSUE, order }, error);
}

/* The issue of the call, if the caller may see it. (transfer full) */
static AusTechnicalIssue *
find (AusCall      *call,
      AusDatabase  *database,
      GError      **error)
{
  g_autoptr (AusQuery) query = aus_query_new ("technical_issues");
  g_autoptr (AusTechnicalIssue) issue = NULL;
  g_autoptr (AusStatement) row = NULL;
  AusStep step;

  aus_query_and_text (query, "id = ?", call->id);
  aus_access_narrow_record (query, &call->caller, AUS_KIN_PARTS);
  narrow_patients (call, query);
  row = aus_query_prepare (query, database, "id", 1, 0, error);

  if (row == NULL)
    return NULL;

  step = aus_statement_step (row, error);

  if (step == AUS_STEP_DONE)
    g_set_error (error, AUS_ERROR, AUS_ERROR_NOT_FOUND, "There is no such technical issue.");

  if (step != AUS_STEP_ROW)
    return NULL;

  issue = g_object_new (AUS_TYPE_TECHNICAL_ISSUE, NULL);
  aus_statement_read_record (row, AUS_RECORD (issue));

  return g_steal_pointer (&issue);
}

static gboolean
reply (AusCall           *call,
       AusTechnicalIssue *issue)
{
  const AusView view = aus_call_get_view (call);

  aus_record_write_json (AUS_RECORD (issue), &call->out, NULL, &view);
  call->revision = issue->revision;

  return TRUE;
}

gboolean
aus_issue_show (AusCall      *call,
                AusDatabase  *database,
                GError      **error)
{
  g_autoptr (AusTechnicalIssue) issue = find (call, database, error);

  return issue != NULL && reply (call, issue);
}

static gboolean
announce (AusDatabase        *database,
          AusConsultation    *consultation,
          AusTechnicalIssue  *issue,
          GError            **error)
{
  AusJsonWriter members;

  aus_json_writer_init (&members);
  aus_json_add_text (&members, "issue_id", issue->id);
  aus_json_add_text (&members, "issue_type", aus_enum_to_nick (aus_issue_type_get_type (), issue->issue_type));
  aus_json_add_text (&members, "severity", aus_enum_to_nick (aus_severity_get_type (), issue->severity));
  aus_json_add_text (&members, "description", issue->description);
  aus_json_add_text (&members, "reported_by", issue->reporter_name);
  aus_json_add_text (&members, "reporter_role", aus_enum_to_nick (AUS_TYPE_ROLE, issue->reporter_role));

  return aus_events_add (database, consultation, "technical_issue_reported", AUS_TO (AUS_ROLES_STAFF), &members, error);
}

/* Whether this report, under the id that its writer gave it, is here already. */
static gboolean
find_twin (AusCall            *call,
           AusDatabase        *database,
           AusTechnicalIssue  *issue,
           gboolean           *found,
           GError            **error)
{
  g_autoptr (AusTechnicalIssue) twin = g_object_new (AUS_TYPE_TECHNICAL_ISSUE, NULL);
  g_autoptr (GError) fault = NULL;

  if (*issue->id == '\0')
    return TRUE;

  if (!aus_table_get (database, AUS_RECORD (twin), issue->id, &fault)) {
    if (g_error_matches (fault, AUS_ERROR, AUS_ERROR_NOT_FOUND))
      return TRUE;

    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  *found = g_strcmp0 (twin->consultation_id, issue->consultation_id) == 0 &&
           g_strcmp0 (twin->reporter_id, aus_caller_get_id (&call->caller)) == 0 &&
           g_strcmp0 (twin->description, issue->description) == 0;

  if (*found)
    aus_record_assign (AUS_RECORD (issue), AUS_RECORD (twin));
  else
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "There is another technical issue of this id.");

  return *found;
}

static gboolean
save_new (AusCall            *call,
          AusDatabase        *database,
          AusConsultation    *consultation,
          AusTechnicalIssue  *issue,
          GError            **error)
{
  g_object_set (issue,
                "reporter-id", aus_caller_get_id (&call->caller),
                "reporter-name", call->caller.name,
                "reporter-role", call->caller.role,
                NULL);

  return aus_table_insert (database, AUS_RECORD (issue), error) && announce (database, consultation, issue, error);
}

static gboolean
check_resolution (AusCall  *call,
                  GError  **error)
{
  if (!json_object_has_member (call->json, "resolution_notes"))
    return TRUE;

  aus_error_add_field (error, "resolution_notes", "Comes with the resolution.");

  return FALSE;
}

gboolean
aus_issue_create (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  g_autoptr (AusTechnicalIssue) issue = g_object_new (AUS_TYPE_TECHNICAL_ISSUE, NULL);
  g_autoptr (AusConsultation) consultation = NULL;
  gboolean found = FALSE;

  if (!aus_record_read_json (AUS_RECORD (issue), call->json, AUS_READ_CREATE, error) ||
      !check_resolution (call, error))
    return FALSE;

  consultation = aus_access_get_consultation (&call->caller, database, issue->consultation_id, error);

  return consultation != NULL && aus_call_check_revision (call, AUS_RECORD (consultation), error) &&
         find_twin (call, database, issue, &found, error) &&
         (found || save_new (call, database, consultation, issue, error)) && reply (call, issue);
}

gboolean
aus_issue_report (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  if (json_object_has_member (call->json, "consultation_id")) {
    aus_error_add_field (error, "consultation_id", "Comes from the path.");
    return FALSE;
  }

  json_object_set_string_member (call->json, "consultation_id", call->id);

  return aus_issue_create (call, database, error);
}

/* The same, if the caller does not only look on in its visit. (transfer full) */
static AusTechnicalIssue *
find_to_change (AusCall      *call,
                AusDatabase  *database,
                GError      **error)
{
  g_autoptr (AusTechnicalIssue) issue = find (call, database, error);
  g_autoptr (AusConsultation) consultation =
    issue ? aus_access_get_outline (&call->caller, database, issue->consultation_id, error) : NULL;

  if (consultation == NULL || !aus_access_check_part (&call->caller, database, consultation, error))
    return NULL;

  return g_steal_pointer (&issue);
}

gboolean
aus_issue_update (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  g_autoptr (AusTechnicalIssue) issue = find_to_change (call, database, error);

  return issue != NULL && aus_call_check_revision (call, AUS_RECORD (issue), error) &&
         aus_record_read_json (AUS_RECORD (issue), call->json, AUS_READ_UPDATE, error) &&
         aus_table_save (database, AUS_RECORD (issue), error) && reply (call, issue);
}

gboolean
aus_issue_resolve (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  g_autoptr (AusTechnicalIssue) issue = find_to_change (call, database, error);
  g_autoptr (GDateTime) now = aus_time_to_date_time (aus_time_now ());

  if (issue == NULL || !aus_call_check_revision (call, AUS_RECORD (issue), error))
    return FALSE;

  if (issue->is_resolved) {
    g_set_error (error, AUS_ERROR, AUS_ERROR_CONFLICT, "This technical issue is resolved already.");
    return FALSE;
  }

  if (!aus_record_read_json (AUS_RECORD (issue), call->json, AUS_READ_UPDATE, error))
    return FALSE;

  g_object_set (issue, "is-resolved", TRUE, "resolved-by", call->caller.name, "resolved-at", now, NULL);

  return aus_table_save (database, AUS_RECORD (issue), error) && reply (call, issue);
}
