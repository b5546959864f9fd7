#include "aus-access.h"
#include "aus-handlers.h"
#include "aus-page.h"
#include "aus-seats.h"
#include "aus-withheld.h"

static const AusOrdering timeline_orderings[] = {
  { "seq", "seq" },
  { "-seq", "seq DESC" },
  { NULL, NULL },
};

static const AusOrdering quality_orderings[] = {
  { "at", "id" },
  { "-at", "id DESC" },
  { NULL, NULL },
};

const AusParameter aus_timeline_parameters[] = {
  { "ordering", AUS_PARAMETER_ORDER, .orderings = timeline_orderings },
  { NULL },
};

const AusParameter aus_quality_parameters[] = {
  { "participant_id", .clause = "participant_id = ?" },
  { "ordering", AUS_PARAMETER_ORDER, .orderings = quality_orderings },
  { NULL },
};

/* An event is kept as the frame that it was told in. */
static void
write_event (AusStatement  *row,
             AusJsonWriter *out)
{
  aus_json_add_raw (out, NULL, aus_statement_get_text (row, 6));
}

/* What the caller would have heard, had they listened all the time. */
static gboolean
narrow_events (AusCall          *call,
               AusDatabase      *database,
               AusConsultation  *consultation,
               AusQuery         *rows,
               GError          **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (AusParticipant) seat = aus_seats_find (database, &call->caller, consultation, &fault);
  g_autofree char *clause =
    g_strdup_printf ("(audience & %u) <> 0 OR author_id = ?", 1u << call->caller.role);

  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }

  aus_query_and_text (rows, "seq IN (SELECT seq FROM event_visits WHERE consultation_id = ?)", consultation->id);
  aus_query_and_text (rows, clause, seat ? seat->id : "");

  if (!aus_caller_is_staff (&call->caller))
    aus_query_and_text (rows, AUS_WITHHELD_EVENTS_NOT_IN, seat ? seat->id : "");

  if (aus_seats_is_outside (&call->caller, consultation, seat))
    aus_query_and_text (rows, "type <> '" AUS_EVENT_MESSAGE "' OR author_id = ?", seat ? seat->id : "");

  return TRUE;
}

gboolean
aus_timeline_list (AusCall      *call,
                   AusDatabase  *database,
                   GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  const char *order = consultation ? aus_page_order (call, timeline_orderings, error) : NULL;
  g_autoptr (AusQuery) rows = aus_query_new ("events");

  return order != NULL && narrow_events (call, database, consultation, rows, error) &&
         aus_page_write_counted (call, database, &(AusListing) { rows, .order = order, .write = write_event }, error);
}

/* Where each stands in a row: a table grows at its end. */
static const struct
{
  const char *name;
  int         column;
} measures[] = {
  { "rtt_ms", 4 },
  { "jitter_ms", 5 },
  { "loss", 6 },
  { "bitrate", 7 },
  { "freeze_ms", 9 },
  { "server_ms", 10 },
};

static void
write_sample (AusStatement  *row,
              AusJsonWriter *out)
{
  aus_json_begin_object (out, NULL);
  aus_json_add_text (out, "participant_id", aus_statement_get_text (row, 2));
  aus_json_add_text (out, "quality", aus_statement_get_text (row, 3));

  for (guint i = 0; i < G_N_ELEMENTS (measures); i++) {
    if (aus_statement_is_null (row, measures[i].column))
      aus_json_add_null (out, measures[i].name);
    else
      aus_json_add_real (out, measures[i].name, aus_statement_get_real (row, measures[i].column));
  }

  aus_json_add_text (out, "cause", aus_statement_get_text (row, 11));
  aus_json_add_time (out, "at", aus_statement_get_integer (row, 8));
  aus_json_end_object (out);
}

gboolean
aus_quality_list (AusCall      *call,
                  AusDatabase  *database,
                  GError      **error)
{
  g_autoptr (AusConsultation) consultation =
    aus_access_get_consultation (&call->caller, database, call->id, error);
  const char *order = consultation ? aus_page_order (call, quality_orderings, error) : NULL;
  g_autoptr (AusQuery) rows = aus_query_new ("quality_samples");

  if (order == NULL || !aus_call_narrow (call, aus_quality_parameters, rows, error))
    return FALSE;

  aus_query_and_text (rows, "consultation_id = ?", consultation->id);

  return aus_page_write_counted (call, database, &(AusListing) { rows, .order = order, .write = write_sample }, error);
}
