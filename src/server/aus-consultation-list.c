#include "aus-access.h"
#include "aus-consultation-state.h"
#include "aus-handlers.h"
#include "aus-page.h"
#include "aus-time.h"

static const AusOrdering orderings[] = {
  { "-scheduled_start", "scheduled_start DESC, id DESC" },
  { "scheduled_start", "scheduled_start, id" },
  { "-created_at", "created_at DESC, id DESC" },
  { "created_at", "created_at, id" },
  { NULL, NULL },
};

static const char *const search_columns[] = { "patient_name", "doctor_name", "reason", NULL };

const AusParameter aus_consultation_parameters[] = {
  { "status", AUS_PARAMETER_WORDS, "status", aus_status_get_type, .is_counted = TRUE },
  { "change_request", AUS_PARAMETER_WORDS, "change_request <> '' AND change_request", aus_change_request_get_type },
  { "video_provider", AUS_PARAMETER_WORDS, "video_provider", aus_video_provider_get_type, .is_counted = TRUE },
  { "doctor_id", AUS_PARAMETER_ID, "doctor_id = ?", .is_counted = TRUE },
  { "patient_id", AUS_PARAMETER_ID, "patient_id = ?" },
  { "booking_id", AUS_PARAMETER_ID, "booking_id = ?" },
  { "scheduled_start_after", AUS_PARAMETER_TIME, "scheduled_start >= ?" },
  { "scheduled_start_before", AUS_PARAMETER_TIME, "scheduled_start < ?" },
  { "search" },
  { "ordering", AUS_PARAMETER_ORDER, .orderings = orderings },
  { NULL },
};

/* Those of one patient are few, and found by the patient, whatever else is asked of them. */
static AusQuery *
query_visits (AusCall *call)
{
  const gboolean is_patients = call->caller.role == AUS_ROLE_PATIENT && call->caller.consultation_id == NULL;

  return aus_query_new (is_patients || aus_call_get_query (call, "patient_id") != NULL ? "consultations_of_patients"
                                                                                      : "consultations_view");
}

/* Applies what was asked for to @rows, and to @counts as long as the table of counts can tell. */
static gboolean
apply_filters (AusCall   *call,
               AusQuery  *rows,
               AusQuery  *counts,
               gboolean  *is_counted,
               GError   **error)
{
  GError *fault = NULL;

  for (const AusParameter *parameter = aus_consultation_parameters; parameter->name != NULL; parameter++) {
    const char *value = parameter->clause ? aus_call_get_query (call, parameter->name) : NULL;

    if (value == NULL || !aus_parameter_apply (parameter, value, rows, &fault))
      continue;

    if (!parameter->is_counted)
      *is_counted = FALSE;
    else
      aus_parameter_apply (parameter, value, counts, &fault);
  }

  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, fault);

  return FALSE;
}

/* What somebody may not read finds nothing for them. */
static void
search_text (AusCall    *call,
             AusQuery   *rows,
             const char *text)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (AUS_TYPE_CONSULTATION);
  const char *columns[G_N_ELEMENTS (search_columns)] = { NULL };
  guint n = 0;

  for (guint i = 0; search_columns[i] != NULL; i++) {
    if (aus_field_is_seen_by (aus_record_class_find (AUS_RECORD_CLASS (klass), search_columns[i]), call->caller.role))
      columns[n++] = search_columns[i];
  }

  aus_query_and_words (rows, columns, text);
}

/* Counting a hundred thousand rows for each page would cost more than the page. */
static gboolean
count_rows (AusDatabase  *database,
            AusQuery     *rows,
            AusQuery     *counts,
            gint64       *total,
            GError      **error)
{
  if (counts != NULL)
    return aus_query_sum (counts, database, "total", total, error);

  return aus_query_count (rows, database, total, error);
}

gboolean
aus_consultation_list (AusCall      *call,
                       AusDatabase  *database,
                       GError      **error)
{
  const char *order = aus_page_order (call, orderings, error);
  const char *search = aus_call_get_query (call, "search");
  gboolean is_counted = call->caller.role != AUS_ROLE_NURSE && !call->caller.helps &&
                        aus_caller_is_staff (&call->caller) && search == NULL;
  g_autoptr (AusQuery) rows = query_visits (call);
  g_autoptr (AusQuery) counts = aus_query_new ("consultation_counts");
  gint64 total;

  if (order == NULL || !apply_filters (call, rows, counts, &is_counted, error))
    return FALSE;

  aus_access_narrow (rows, &call->caller);

  if (is_counted)
    aus_access_narrow (counts, &call->caller);

  if (search != NULL)
    search_text (call, rows, search);

  return count_rows (database, rows, is_counted ? counts : NULL, &total, error) &&
         aus_page_write (call, database, &(AusListing) { rows, AUS_TYPE_CONSULTATION, order }, total, error);
}

gboolean
aus_consultation_upcoming (AusCall      *call,
                           AusDatabase  *database,
                           GError      **error)
{
  g_autoptr (AusQuery) rows = query_visits (call);

  aus_access_narrow (rows, &call->caller);
  aus_query_and (rows, "status IN ('scheduled', 'waiting')");
  aus_query_and_integer (rows, "scheduled_start >= ?", aus_time_now ());

  return aus_page_write_counted (call, database,
                                 &(AusListing) { rows, AUS_TYPE_CONSULTATION, "scheduled_start, id" }, error);
}

gboolean
aus_consultation_active (AusCall      *call,
                         AusDatabase  *database,
                         GError      **error)
{
  g_autoptr (AusQuery) rows = query_visits (call);

  aus_access_narrow (rows, &call->caller);
  aus_query_and (rows, "status IN ('waiting', 'in_progress')");

  return aus_page_write_counted (call, database,
                                 &(AusListing) { rows, AUS_TYPE_CONSULTATION, "scheduled_start, id" }, error);
}
