#include "aus-access.h"
#include "aus-handlers.h"
#include "aus-page.h"
#include "aus-time.h"
#include "aus-uuid.h"

static const AusOrdering orderings[] = {
  { "-scheduled_start", "scheduled_start DESC, id DESC" },
  { "scheduled_start", "scheduled_start, id" },
  { "-created_at", "id DESC" },
  { "created_at", "id" },
  { NULL, NULL },
};

static const char *const search_columns[] = { "patient_name", "doctor_name", "reason", NULL };

typedef struct
{
  const char *parameter;
  const char *clause;
  const char *column;
  GType     (*enum_type) (void);
  gboolean    is_time;
  /* Whether the table of counts knows it. */
  gboolean    is_counted;
} Filter;

static const Filter filters[] = {
  { "status", NULL, "status", aus_status_get_type, FALSE, TRUE },
  { "video_provider", NULL, "video_provider", aus_video_provider_get_type, FALSE, TRUE },
  { "doctor_id", "doctor_id = ?", NULL, NULL, FALSE, TRUE },
  { "patient_id", "patient_id = ?", NULL, NULL, FALSE, FALSE },
  { "booking_id", "booking_id = ?", NULL, NULL, FALSE, FALSE },
  { "scheduled_start_after", "scheduled_start >= ?", NULL, NULL, TRUE, FALSE },
  { "scheduled_start_before", "scheduled_start < ?", NULL, NULL, TRUE, FALSE },
};

static gboolean
check_words (const Filter  *filter,
             char         **words,
             GError       **error)
{
  for (guint i = 0; words[i] != NULL; i++) {
    guint number;

    if (!aus_enum_from_nick (filter->enum_type (), words[i], &number)) {
      g_autofree char *list = aus_enum_list (filter->enum_type ());

      aus_error_add_field (error, filter->parameter, "Must be one or several of: %s.", list);
      return FALSE;
    }
  }

  return TRUE;
}

static gboolean
apply_filter (const Filter  *filter,
              const char    *value,
              AusQuery      *query,
              GError       **error)
{
  g_auto (GStrv) words = NULL;
  gint64 time;

  if (filter->is_time) {
    if (!aus_time_parse (value, &time, NULL)) {
      aus_error_add_field (error, filter->parameter, "Must be a time such as 2026-11-02T09:00:00Z, with a zone.");
      return FALSE;
    }

    aus_query_and_integer (query, filter->clause, time);
    return TRUE;
  }

  if (filter->enum_type == NULL) {
    if (!aus_uuid_is_valid (value)) {
      aus_error_add_field (error, filter->parameter, "Must be an id.");
      return FALSE;
    }

    aus_query_and_text (query, filter->clause, value);
    return TRUE;
  }

  words = g_strsplit (value, ",", 16);

  if (!check_words (filter, words, error))
    return FALSE;

  aus_query_and_among (query, filter->column, (const char **) words);

  return TRUE;
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

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++) {
    const char *value = aus_call_get_query (call, filters[i].parameter);

    if (value == NULL)
      continue;

    if (!apply_filter (&filters[i], value, rows, &fault))
      continue;

    if (!filters[i].is_counted)
      *is_counted = FALSE;
    else
      apply_filter (&filters[i], value, counts, &fault);
  }

  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, fault);

  return FALSE;
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
  g_autoptr (AusQuery) rows = aus_query_new ("consultations_view");
  g_autoptr (AusQuery) counts = aus_query_new ("consultation_counts");
  gint64 total;

  if (order == NULL || !apply_filters (call, rows, counts, &is_counted, error))
    return FALSE;

  aus_access_narrow (rows, &call->caller);

  if (is_counted)
    aus_access_narrow (counts, &call->caller);

  if (search != NULL)
    aus_query_and_like (rows, (const char **) search_columns, search);

  return count_rows (database, rows, is_counted ? counts : NULL, &total, error) &&
         aus_page_write (call, database, &(AusListing) { rows, AUS_TYPE_CONSULTATION, order }, total, error);
}

gboolean
aus_consultation_upcoming (AusCall      *call,
                           AusDatabase  *database,
                           GError      **error)
{
  g_autoptr (AusQuery) rows = aus_query_new ("consultations_view");

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
  g_autoptr (AusQuery) rows = aus_query_new ("consultations_view");

  aus_access_narrow (rows, &call->caller);
  aus_query_and (rows, "status IN ('waiting', 'in_progress')");

  return aus_page_write_counted (call, database,
                                 &(AusListing) { rows, AUS_TYPE_CONSULTATION, "scheduled_start, id" }, error);
}
